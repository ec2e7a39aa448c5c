package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.FullDisk;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Groups that a checkpoint keeps beside itself, because memory does not hold them: files in its folder that are written once,
 * forced to disk, named in each checkpoint that needs them, and deleted when none of those that are kept does.
 *
 * <p><b>Layout</b> of a file: the bytes {@code BAROGRPS}, the version (int); chunks of groups in key order, each of its length
 * (int), its CRC-32C (int), and by group its keys and states ({@link MergeTable#writeGroup}); a chunk without bytes ends it.
 * Big-endian.
 */
final class GroupFiles {
    private static final byte[] MAGIC = {'B', 'A', 'R', 'O', 'G', 'R', 'P', 'S'};
    private static final int VERSION = 1;
    private static final Pattern NAME = Pattern.compile("groups-\\d{12}");
    private static final int CHUNK_BYTES = 1 << 20;
    /** About; blocks are cut by it. */
    private static final int BYTES_PER_GROUP = 64;

    private final Path folder;
    private final Deque<Set<String>> kept = new ArrayDeque<>();
    /** What the checkpoint needs that all sinks show, or which the run began from. */
    private Set<String> shown = Set.of();
    /** Of the last file written. */
    private long number = -1;

    GroupFiles(Path folder) {
        this.folder = folder;
    }

    /** A file being written. */
    final class Writer implements AutoCloseable {
        private final String name;
        private final FileChannel channel;
        private final StateOutput chunk = new StateOutput();

        private Writer() {
            number = last() + 1;
            name = String.format(Locale.ROOT, "groups-%012d", number);
            try {
                Files.createDirectories(folder);
                channel =
                        FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                write(ByteBuffer.allocate(MAGIC.length + Integer.BYTES)
                        .put(MAGIC)
                        .putInt(VERSION)
                        .flip());
            } catch (IOException e) {
                throw failed(name, e);
            }
        }

        /** Appends groups, whose keys are above those before. */
        void add(MergeTable table) {
            MergedGroups groups = MergedGroups.of(List.of(table));
            MergedGroups.Reader reader = groups.reader();
            for (int rank = 0; rank < groups.groups(); rank++) {
                reader.writeGroup(rank, chunk);
                if (chunk.length() >= CHUNK_BYTES || rank == groups.groups() - 1) {
                    flush();
                }
            }
        }

        private void flush() {
            CRC32C crc = new CRC32C();
            crc.update(chunk.bytes(), 0, chunk.length());
            try {
                write(ByteBuffer.allocate(2 * Integer.BYTES)
                        .putInt(chunk.length())
                        .putInt((int) crc.getValue())
                        .flip());
                write(ByteBuffer.wrap(chunk.bytes(), 0, chunk.length()));
            } catch (IOException e) {
                throw failed(name, e);
            }
            chunk.reset();
        }

        private void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        /** Ends the file and forces it to disk. */
        String finish() {
            flush();
            try {
                channel.force(true);
                return name;
            } catch (IOException e) {
                throw failed(name, e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw failed(name, e);
            }
        }
    }

    /** Begins a file of its own, to be closed by the caller. */
    Writer newWriter() {
        return new Writer();
    }

    /** Writes a file of its own for what is given table by table, in key order; gives its name. */
    String save(Consumer<Consumer<MergeTable>> groups) {
        try (Writer writer = newWriter()) {
            groups.accept(writer::add);
            return writer.finish();
        }
    }

    /**
     * Reads a file.
     *
     * @param empty a table of the aggregation
     * @param begun is told about how many groups there are, and gives what takes them, table by table in key order
     */
    void load(String name, MergeTable empty, LongFunction<Consumer<MergeTable>> begun) {
        Path file = folder.resolve(name);
        if (!NAME.matcher(name).matches()) {
            throw damaged(name, "it is no name of a file of groups");
        }
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), CHUNK_BYTES))) {
            byte[] magic = in.readNBytes(MAGIC.length);
            if (!Arrays.equals(magic, MAGIC) || in.readInt() != VERSION) {
                throw damaged(name, "it does not begin as a file of groups of this version");
            }
            Consumer<MergeTable> target = begun.apply(Files.size(file) / BYTES_PER_GROUP);
            for (byte[] chunk = chunk(in, name); chunk.length > 0; chunk = chunk(in, name)) {
                MergeTable table = empty.empty();
                StateInput input = new StateInput(chunk);
                while (!input.isAtEnd()) {
                    table.readGroup(input);
                }
                target.accept(table);
            }
        } catch (EOFException e) {
            throw damaged(name, "it is cut off");
        } catch (NoSuchFileException e) {
            throw damaged(name, "it is not there");
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    private byte[] chunk(DataInputStream in, String name) throws IOException {
        int length = in.readInt();
        int crc = in.readInt();
        byte[] bytes = in.readNBytes(Math.max(0, length));
        CRC32C found = new CRC32C();
        found.update(bytes);
        if (bytes.length != length || (int) found.getValue() != crc) {
            throw damaged(name, "its checksum is wrong");
        }
        return bytes;
    }

    /** The number of the last file that was begun, by this run or an earlier one; -1 for none. */
    long last() {
        if (number < 0) {
            number = greatest();
        }
        return number;
    }

    /**
     * A checkpoint is saved that needs these files: what none of the last ones needs is deleted.
     *
     * @param upTo the {@link #last} file when it was taken: later ones are for checkpoints to come
     */
    void saved(Set<String> needed, long upTo) {
        kept.addLast(Set.copyOf(needed));
        if (kept.size() < CheckpointFiles.KEPT) {
            return;
        }
        while (kept.size() > CheckpointFiles.KEPT) {
            kept.removeFirst();
        }
        Set<String> all = new HashSet<>(shown);
        kept.forEach(all::addAll);
        delete(name -> number(name) <= upTo && !all.contains(name));
    }

    /** As {@link CheckpointFiles#keep}, of the files that such a checkpoint needs. */
    void keep(Set<String> needed) {
        shown = Set.copyOf(needed);
    }

    /** Deletes all of them. */
    void clear() {
        kept.clear();
        delete(name -> true);
    }

    private void delete(Predicate<String> which) {
        for (String name : names()) {
            if (which.test(name)) {
                try {
                    Files.deleteIfExists(folder.resolve(name));
                } catch (IOException e) {
                    throw failed(name, e);
                }
            }
        }
    }

    private long greatest() {
        return names().stream().mapToLong(GroupFiles::number).max().orElse(-1);
    }

    private static long number(String name) {
        return Long.parseLong(name.substring(name.indexOf('-') + 1));
    }

    private List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new BarographException(
                    ErrorCode.IO_ERROR,
                    "the folder of checkpoints '" + folder + "' cannot be listed: " + e.getMessage(),
                    e);
        }
    }

    private BarographException damaged(String name, String what) {
        return new BarographException(
                ErrorCode.DATA_LOST,
                "the checkpoint needs '" + folder.resolve(name) + "', but " + what
                        + "; bring the folder back as it was, or start anew with --fresh");
    }

    private BarographException failed(String name, IOException e) {
        return new BarographException(
                FullDisk.codeOf(e),
                "states of open windows cannot be kept in '" + folder.resolve(name) + "': " + e.getMessage(),
                e);
    }
}
