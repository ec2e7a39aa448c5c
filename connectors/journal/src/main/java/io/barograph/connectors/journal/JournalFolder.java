package io.barograph.connectors.journal;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.ReadFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a journal lies: a folder of segments, each of which goes on where the one before it ends.
 *
 * @param name as the user calls it
 */
record JournalFolder(Path path, String name) {
    /** Whoever writes has locked this file. */
    static final String LOCK = "lock";

    static JournalFolder named(String name) {
        return new JournalFolder(Path.of(name), name);
    }

    /**
     * A segment as it is now.
     *
     * @param base position of its first byte
     */
    record Segment(long base, long size) {
        long end() {
            return base + size;
        }
    }

    /** Whether there is a journal. */
    boolean exists() {
        return Files.isDirectory(path);
    }

    Path file(long base) {
        return path.resolve(JournalLayout.segmentName(base));
    }

    /** The segments in their order; none where the folder is missing. */
    List<Segment> segments() {
        List<Segment> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Segment segment = segment(file);
                if (segment != null) {
                    found.add(segment);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (IOException e) {
            throw ReadFailure.of(name, e);
        }
        found.sort(Comparator.comparingLong(Segment::base));
        return found;
    }

    /** Where the segment behind another begins; -1 where there is none. */
    long baseBehind(long base) {
        return segments().stream()
                .mapToLong(Segment::base)
                .filter(other -> other > base)
                .findFirst()
                .orElse(-1);
    }

    private static @Nullable Segment segment(Path file) throws IOException {
        var base = JournalLayout.segmentBase(String.valueOf(file.getFileName()));
        try {
            return base.isEmpty() ? null : new Segment(base.getAsLong(), Files.size(file));
        } catch (NoSuchFileException deletedMeanwhile) {
            return null;
        }
    }

    /** Names that were given in the folder, and those that were taken away, stay so from here on. */
    void force() throws IOException {
        // Elsewhere folders cannot be opened, and names are kept in order by the system itself.
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** The error for a stretch that cannot be read though it was complete once. */
    BarographException damaged(long from, long to, String why) {
        return new BarographException(
                ErrorCode.DATA_LOST,
                "journal '" + name + "' is damaged from byte " + from + " to " + to + ": " + why
                        + ". Bring the file back from a copy; or read without that stretch: declare the table with"
                        + " 'damaged' = 'skip'");
    }

    /** The error for a position that the journal does not have. */
    BarographException lost(long position, long first, long end) {
        String what = position < first
                ? "bytes " + position + " to " + first + " are gone: they were kept for a shorter time than was needed"
                : "it ends at byte " + end + ", before byte " + position + ", where reading was to go on: it is another"
                        + " journal, or was put back from an older copy";
        return new BarographException(
                ErrorCode.DATA_LOST,
                "journal '" + name + "' (" + path.toAbsolutePath() + ") no longer has what is needed: " + what
                        + ". Bring it back, or start anew with --fresh");
    }
}
