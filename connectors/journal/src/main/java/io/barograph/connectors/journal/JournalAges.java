package io.barograph.connectors.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How old segments are, by the time that their writers have lived through: a clock on the wall that jumps ages nothing, and neither
 * does time in which nobody wrote. Kept in the journal's folder, so that it goes on with the next writer. Used by one thread.
 *
 * <p><b>File</b>: lines of text, {@code lived MILLIS}, then {@code BASE MILLIS} for each segment: what had been lived through when it
 * began.
 */
final class JournalAges {
    static final String FILE = "ages";

    /** What a writer that is killed may have lived through without a trace. */
    private static final long MOST_UNSAVED_MILLIS = 60_000;

    private static final Pattern LIVED = Pattern.compile("lived (\\d{1,18})");
    private static final Pattern SEGMENT = Pattern.compile("(\\d{1,18}) (\\d{1,18})");

    private final JournalFolder folder;
    private final LongSupplier nanos;
    private final TreeMap<Long, Long> begun = new TreeMap<>();
    private final long openedNanos;
    private long livedBefore;
    private long saved;
    private volatile String trouble = "";

    private JournalAges(JournalFolder folder, LongSupplier nanos) {
        this.folder = folder;
        this.nanos = nanos;
        this.openedNanos = nanos.getAsLong();
    }

    /**
     * Ages as the last writer has left them. Those of segments that it says nothing of count from now on.
     *
     * @param nanos a clock that never jumps, such as {@link System#nanoTime}
     */
    static JournalAges open(JournalFolder folder, LongSupplier nanos) throws IOException {
        JournalAges ages = new JournalAges(folder, nanos);
        List<JournalFolder.Segment> segments = folder.segments();
        Map<Long, Long> told = ages.read();
        // The first write saves: where that cannot be, somebody learns of it at once.
        ages.saved = ages.livedBefore - MOST_UNSAVED_MILLIS;
        for (JournalFolder.Segment segment : segments) {
            ages.begun.put(segment.base(), told.getOrDefault(segment.base(), ages.livedBefore));
        }
        return ages;
    }

    private Map<Long, Long> read() throws IOException {
        Map<Long, Long> told = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file(), StandardCharsets.ISO_8859_1)) {
                Matcher lived = LIVED.matcher(line);
                Matcher segment = SEGMENT.matcher(line);
                if (lived.matches()) {
                    livedBefore = Long.parseLong(lived.group(1));
                } else if (segment.matches()) {
                    told.put(Long.parseLong(segment.group(1)), Long.parseLong(segment.group(2)));
                }
            }
        } catch (NoSuchFileException none) {
            // Nobody has kept them yet.
        }
        // What was torn tells of times that nobody has lived through.
        told.values().removeIf(millis -> millis > livedBefore);
        return told;
    }

    private Path file() {
        return folder.path().resolve(FILE);
    }

    /** Milliseconds that all writers have lived through. */
    long lived() {
        return livedBefore + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - openedNanos);
    }

    /** For how long a segment has been written, or was written last and since then; 0 for one that is not known. */
    long sinceBegin(long base) {
        Long from = begun.get(base);
        return from == null ? 0 : lived() - from;
    }

    /** For how long a segment has not been written any more: since the one behind it began; 0 for the last. */
    long sinceEnd(long base) {
        Long next = begun.higherKey(base);
        return next == null ? 0 : sinceBegin(next);
    }

    /** A segment begins. */
    void begin(long base) {
        begun.put(base, lived());
        save();
    }

    /** Something is written: what was lived through is left behind now and then, for a writer that ends by no close. */
    void passBy() {
        if (lived() - saved >= MOST_UNSAVED_MILLIS) {
            save();
        }
    }

    /** What is wrong with the file; empty where nothing is. May be asked by any thread. */
    String trouble() {
        return trouble;
    }

    /** A segment is deleted. */
    void delete(long base) {
        begun.remove(base);
    }

    /** Leaves behind what the next writer goes on from. Where that fails, records are kept for longer than asked for. */
    void save() {
        // Where it fails, it is tried again as soon as after a success.
        saved = lived();
        StringBuilder text = new StringBuilder("lived ").append(saved).append('\n');
        begun.forEach(
                (base, millis) -> text.append(base).append(' ').append(millis).append('\n'));
        Path next = folder.path().resolve(FILE + ".next");
        try {
            Files.writeString(next, text, StandardCharsets.ISO_8859_1);
            Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            trouble = "";
        } catch (IOException unsaved) {
            // The records themselves matter more: a full disk has to end no writing that would still succeed.
            trouble = "journal '" + folder.name()
                    + "' cannot save how old its files are, so that they are kept for longer than"
                    + " 'journal.keep.time': " + unsaved;
        }
    }
}
