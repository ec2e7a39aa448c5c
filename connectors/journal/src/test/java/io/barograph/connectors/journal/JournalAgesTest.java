package io.barograph.connectors.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted for its age, and what is not. */
class JournalAgesTest {
    private static final Duration KEPT = Duration.ofHours(8);

    @TempDir
    Path folder;

    /** Begins anywhere, as the system's does. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

    private JournalWriter open() {
        Keeping keeping = new Keeping(Long.MAX_VALUE, KEPT.toMillis());
        return JournalWriter.open(Journals.folder(folder), keeping, 1 << 20, Journals.NONE, nanos::get);
    }

    private void live(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Appends a record an hour, which begins a segment each time but the first. */
    private void write(int first, int count) {
        try (JournalWriter journal = open()) {
            for (int i = first; i < first + count; i++) {
                Journals.append(journal, null, "record " + i);
                live(Duration.ofMinutes(61));
            }
        }
    }

    private void age(Duration byTheWall) throws IOException {
        for (Path segment : Journals.segments(folder)) {
            Files.setLastModifiedTime(segment, FileTime.from(Instant.now().minus(byTheWall)));
        }
    }

    private String first() throws IOException {
        long base = Journals.folder(folder).segments().get(0).base();
        return Journals.read(folder, base, Journals.NONE).get(0);
    }

    @Test
    void whatIsOldIsDeletedAlsoByTheNextWriter() throws IOException {
        write(0, 6);
        assertThat(first()).isEqualTo("record 0");
        write(6, 6);
        // Record 11 came 671 minutes after the first; the file of record 2 had ended at 183, more than eight hours
        // before.
        assertThat(first()).isEqualTo("record 3");
        assertThat(Journals.read(
                        folder, Journals.folder(folder).segments().get(0).base(), Journals.NONE))
                .endsWith("record 11");
    }

    @Test
    void aClockThatJumpsAndTimeInWhichNobodyWroteDeleteNothing() throws IOException {
        write(0, 6);
        age(Duration.ofDays(400));
        // The next process counts from elsewhere.
        nanos.set(-5_000);
        write(6, 1);
        age(Duration.ofDays(-400));
        write(7, 1);
        assertThat(first()).isEqualTo("record 0");
    }

    @Test
    void whatAWriterLivedThroughThatIsKilledCounts(@TempDir Path left) throws IOException {
        try (JournalWriter journal = open()) {
            for (int minute = 0; minute < 30; minute++) {
                Journals.append(journal, null, "record " + minute);
                live(Duration.ofMinutes(1));
            }
            // A process that is killed leaves the files as they are.
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.copy(file, left.resolve(file.getFileName()));
                }
            }
        }
        assertThat(JournalAges.open(Journals.folder(left), nanos::get).lived())
                .isBetween(
                        Duration.ofMinutes(28).toMillis(),
                        Duration.ofMinutes(30).toMillis());
    }

    @Test
    void agesThatCannotBeSavedAreSaidToPeopleAndEndNothing() throws IOException {
        try (JournalWriter before = open()) {
            Journals.append(before, null, "zero");
        }
        Path inTheWay = Files.createDirectories(folder.resolve(JournalAges.FILE + ".next"));
        try (JournalWriter journal = open()) {
            assertThat(journal.health()).isEmpty();
            Journals.append(journal, null, "one");
            assertThat(journal.health()).contains("cannot save how old its files are");
            Files.delete(inTheWay);
            live(Duration.ofMinutes(2));
            Journals.append(journal, null, "two");
            assertThat(journal.health()).isEmpty();
        }
    }

    @Test
    void agesThatAreLostOrDamagedCountFromTheNextStart() throws IOException {
        write(0, 6);
        Files.writeString(
                folder.resolve(JournalAges.FILE), "lived 5\n0 999999999999\n9999999999999999999 1\nrubbish\n");
        write(6, 1);
        Files.delete(folder.resolve(JournalAges.FILE));
        write(7, 6);
        assertThat(first()).isEqualTo("record 0");
        write(13, 6);
        assertThat(first()).isNotEqualTo("record 0");
    }
}
