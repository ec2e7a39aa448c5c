package io.barograph.formats.live;

import io.barograph.core.column.Batch;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveLane;
import io.barograph.core.source.Lane;
import io.barograph.core.source.Split;
import io.barograph.formats.text.GrowingText;
import io.barograph.formats.text.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a reader stands in a file that grows. Used by one thread, but for {@link #size}. */
final class GrowingLane {
    private static final int CHUNK_BYTES = 1 << 18;

    private final Path path;
    /** Among the files that are read together. */
    private final int position;

    private final GrowingText text;
    final LiveLane lane;
    private long offset;
    private volatile long size;
    /** The size at which no complete record was found behind {@link #offset}. */
    private long sizeInVain = -1;
    /** Whether whole lines were among what was no complete record: a quoted text that is not closed. */
    private boolean hasOpenText;

    private @Nullable Object fileKey;
    private boolean isSeen;
    private boolean isFinished;
    private long countedTo;
    private long countedLines;

    /** @param offset where reading begins: 0, or behind a record */
    GrowingLane(LiveLane lane, int position, long offset, GrowingText text) {
        this.lane = lane;
        this.path = Path.of(lane.name());
        this.position = position;
        this.offset = offset;
        this.size = lane.endOffset();
        this.text = text;
    }

    /** Behind all that was taken. */
    long offset() {
        return offset;
    }

    /** Whether there are lines behind the offset that belong to a record whose end has yet to come. */
    boolean waitsForRest() {
        return hasOpenText && size == sizeInVain;
    }

    /** Nothing will be appended any more: what is there at the end counts, whole or not. */
    void finish() {
        isFinished = true;
        sizeInVain = -1;
    }

    boolean isFinished() {
        return isFinished;
    }

    /** The file's size when it was last looked at. */
    long size() {
        return Math.max(size, offset);
    }

    /**
     * The complete records behind the offset that make at most a batch, which moves on behind them; null where there is none. A
     * split of no length is a header that became complete.
     *
     * @throws BarographException DATA_LOST where the file is not what it was
     */
    @Nullable
    Split take() throws IOException {
        look();
        if (size == offset || size == sizeInVain) {
            return null;
        }
        long start = offset == 0 ? recordsStart() : offset;
        long end = start == offset ? offset + completeBytes() : start;
        if (end <= offset && isFinished) {
            checkRest();
            end = size;
            // Half a header is no record.
            start = start < 0 ? size : start;
        } else if (end <= offset) {
            sizeInVain = size;
            return null;
        }
        hasOpenText = false;
        Split taken = split(start, end);
        offset = end;
        return taken;
    }

    /** Where records begin, or -1 while that is not known. Half a line does not count: it may be half a header. */
    private long recordsStart() throws IOException {
        byte[] bytes = new byte[CHUNK_BYTES];
        int end = GrowingText.completeLines(bytes, read(bytes, 0, CHUNK_BYTES), Integer.MAX_VALUE);
        return text.recordsStart(split(0, end).lane());
    }

    /** What a file ends with that is no complete record has to fit a batch: it may be lines behind a quote that never ends. */
    private void checkRest() throws IOException {
        byte[] rest = new byte[(int) (size - offset)];
        int length = read(rest, 0, rest.length);
        if (Lines.count(rest, 0, length) >= Batch.CAPACITY) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "'" + lane.name() + "' ends within a quoted text that begins at byte " + offset + ", "
                            + Lines.count(rest, 0, length) + " lines before; close the quote");
        }
    }

    /** How many bytes behind the offset are complete records, a batch at most. */
    private int completeBytes() throws IOException {
        byte[] bytes = new byte[0];
        int limit = 0;
        int complete = 0;
        // A record may be longer than a chunk, and is too long at some size.
        for (long wanted = CHUNK_BYTES; complete == 0 && limit < size - offset; wanted *= 2) {
            int length = (int) Math.min(wanted, size - offset);
            bytes = Arrays.copyOf(bytes, length + 1);
            limit += read(bytes, limit, length);
            complete = text.completeRecords(bytes, limit, Batch.CAPACITY);
        }
        hasOpenText = complete == 0 && GrowingText.completeLines(bytes, limit, 1) > 0;
        return complete;
    }

    /** Reads from the offset plus {@code from} up to {@code limit} bytes behind the offset; gives where it ended less {@code from}. */
    private int read(byte[] bytes, int from, int limit) throws IOException {
        int at = from;
        try (FileChannel channel = open()) {
            while (at < limit) {
                int count = channel.read(ByteBuffer.wrap(bytes, at, limit - at), offset + at);
                if (count < 0) {
                    break;
                }
                at += count;
            }
        }
        return at - from;
    }

    /** Lines before an offset that is not before the one last asked for. */
    long linesBefore(long place) throws IOException {
        byte[] bytes = new byte[CHUNK_BYTES];
        try (FileChannel channel = open()) {
            while (countedTo < place) {
                int wanted = (int) Math.min(bytes.length, place - countedTo);
                int count = channel.read(ByteBuffer.wrap(bytes, 0, wanted), countedTo);
                if (count < 0) {
                    throw lost("it has become shorter");
                }
                countedLines += Lines.count(bytes, 0, count);
                countedTo += count;
            }
        }
        return countedLines;
    }

    private Split split(long from, long to) {
        return new Split(new Lane(position, lane.name(), to, true), from, to);
    }

    private void look() throws IOException {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw lost("it is gone");
        }
        if (isSeen && !Objects.equals(now.fileKey(), fileKey)) {
            throw lost("another file has taken its name");
        }
        if (now.size() < offset) {
            throw lost("it has " + now.size() + " bytes now");
        }
        size = now.size();
        if (!isSeen) {
            fileKey = now.fileKey();
            isSeen = true;
            if (offset > 0 && !isBehindLine()) {
                throw lost("no line ends there now");
            }
        }
    }

    private BarographException lost(String what) {
        return new BarographException(
                ErrorCode.DATA_LOST,
                "'" + lane.name() + "' was read up to byte " + offset + ", but " + what
                        + ": a file that is followed may only be appended to; give new rows a new name");
    }

    private boolean isBehindLine() throws IOException {
        byte[] last = new byte[1];
        try (FileChannel channel = open()) {
            channel.read(ByteBuffer.wrap(last), offset - 1);
        }
        // A byte order mark is the only other thing that records begin behind.
        return last[0] == '\n' || offset == 3;
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ);
    }
}
