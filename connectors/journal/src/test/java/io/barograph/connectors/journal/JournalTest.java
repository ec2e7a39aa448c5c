package io.barograph.connectors.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there, once and in order; whatever happens to the files. */
class JournalTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());

    @TempDir
    Path folder;

    @Test
    void recordsComeBackInOrderAndGoOnBehindAReopening() throws IOException {
        try (JournalWriter journal = Journals.open(folder)) {
            assertThat(Journals.append(journal, null, "a", "", "c")).isEqualTo(new Appended(Appended.Outcome.ADDED, 3));
            assertThat(Journals.append(journal, null).records()).isZero();
        }
        try (JournalWriter journal = Journals.open(folder)) {
            Journals.append(journal, null, "d");
            assertThat(Journals.read(folder)).containsExactly("a", "", "c", "d");
        }
    }

    @Test
    void manyProducersAreAcknowledgedTogether() throws IOException, InterruptedException {
        List<String> sent = Collections.synchronizedList(new ArrayList<>());
        try (JournalWriter journal = Journals.open(folder, 10_000)) {
            List<Thread> producers = new ArrayList<>();
            for (int p = 0; p < 20; p++) {
                String name = "p" + p;
                Thread producer = new Thread(() -> {
                    for (int i = 0; i < 50; i++) {
                        Journals.append(journal, null, name + "-" + i);
                        sent.add(name + "-" + i);
                    }
                });
                producer.start();
                producers.add(producer);
            }
            for (Thread producer : producers) {
                producer.join();
            }
        }
        List<String> read = Journals.read(folder);
        assertThat(sent).hasSize(1000);
        assertThat(read).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(read.stream().filter(record -> record.startsWith("p7-")))
                .as("each producer's records are in its order")
                .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 50)
                        .mapToObj(i -> "p7-" + i)
                        .toList());
        assertThat(Journals.segments(folder)).hasSizeGreaterThan(3);
    }

    @Test
    void aTailTornAtAnyByteIsCutAndNothingBeforeItIs() throws IOException {
        long behindFirst;
        try (JournalWriter journal = Journals.open(folder)) {
            Journals.append(journal, "k1", "first", "second");
            behindFirst = journal.end();
            Journals.append(journal, "k2", "third", "fourth, a little longer");
        }
        Path segment = Journals.segments(folder).get(0);
        byte[] whole = Files.readAllBytes(segment);
        for (int length = 0; length <= whole.length; length++) {
            Files.write(segment, Arrays.copyOf(whole, length));
            List<String> expected = length == whole.length
                    ? List.of("first", "second", "third", "fourth, a little longer")
                    : length >= behindFirst ? List.of("first", "second") : List.of();
            assertThat(Journals.read(folder)).as("cut at %d", length).isEqualTo(expected);
            try (JournalWriter journal = Journals.open(folder)) {
                Appended.Outcome again =
                        Journals.append(journal, "k1", "first", "second").outcome();
                assertThat(again == Appended.Outcome.DUPLICATE)
                        .as("cut at %d", length)
                        .isEqualTo(length >= behindFirst);
                Journals.append(journal, null, "after");
            }
            List<String> after = new ArrayList<>(length >= behindFirst ? expected : List.of("first", "second"));
            after.add("after");
            assertThat(Journals.read(folder)).as("cut at %d", length).isEqualTo(after);
        }
    }

    @Test
    void garbageInPlaceOfATornTailIsCutToo() throws IOException {
        Random random = new Random(SEED);
        try (JournalWriter journal = Journals.open(folder)) {
            Journals.append(journal, null, "kept");
        }
        Path segment = Journals.segments(folder).get(0);
        byte[] whole = Files.readAllBytes(segment);
        for (int i = 0; i < 50; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            byte[] file = Arrays.copyOf(whole, whole.length + garbage.length);
            System.arraycopy(garbage, 0, file, whole.length, garbage.length);
            Files.write(segment, file);
            try (JournalWriter journal = Journals.open(folder)) {
                Journals.append(journal, null, "more");
            }
            assertThat(Journals.read(folder)).as("seed " + SEED).containsExactly("kept", "more");
        }
    }

    @Test
    void whatWasOnTheDiskOnceAndIsDamagedIsNoTornTail() throws IOException {
        List<String> sent = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        try (JournalWriter journal = Journals.open(folder)) {
            for (int i = 0; i < 5; i++) {
                Journals.append(journal, null, "record " + i);
                sent.add("record " + i);
                ends.add(journal.end());
            }
        }
        Path segment = Journals.segments(folder).get(0);
        byte[] whole = Files.readAllBytes(segment);
        // Every byte of the third batch; the last batch may as well have been torn.
        for (int at = ends.get(1).intValue(); at < ends.get(2); at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(segment, damaged);
            assertThatThrownBy(() -> JournalWriter.open(Journals.folder(folder), Keeping.ALL, (from, to, why) -> {
                                throw Journals.folder(folder).damaged(from, to, why);
                            })
                            .close())
                    .as("byte %d", at)
                    .isInstanceOf(BarographException.class)
                    .hasMessageContaining("is damaged from byte " + ends.get(1) + " to " + ends.get(2))
                    .extracting(e -> ((BarographException) e).code())
                    .isEqualTo(ErrorCode.DATA_LOST);
            List<String> skipped = new ArrayList<>();
            List<String> read = Journals.read(folder, 0, (from, to, why) -> skipped.add(from + "-" + to));
            assertThat(skipped).containsExactly(ends.get(1) + "-" + ends.get(2));
            assertThat(read).containsExactly("record 0", "record 1", "record 3", "record 4");
        }
        // One who goes on where nothing is to be damaged can pass over it.
        Files.write(segment, whole);
        JournalWriter.open(Journals.folder(folder), Keeping.ALL, (from, to, why) -> {})
                .close();
        assertThat(Journals.read(folder)).isEqualTo(sent);
    }

    @Test
    void noByteThatIsChangedGivesARecordThatNobodyWrote() throws IOException {
        Random random = new Random(SEED);
        List<String> sent = new ArrayList<>();
        try (JournalWriter journal = Journals.open(folder, 400)) {
            for (int i = 0; i < 30; i++) {
                Journals.append(journal, i % 3 == 0 ? "key " + i : null, "record " + i, "x".repeat(i));
                sent.addAll(List.of("record " + i, "x".repeat(i)));
            }
        }
        List<Path> segments = Journals.segments(folder);
        assertThat(segments).hasSizeGreaterThan(3);
        for (int i = 0; i < 200; i++) {
            Path segment = segments.get(random.nextInt(segments.size()));
            byte[] whole = Files.readAllBytes(segment);
            byte[] changed =
                    random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int n = random.nextInt(3); n >= 0 && changed.length > 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            Files.write(segment, changed);
            int[] damaged = {0};
            List<String> read = new ArrayList<>();
            try {
                read = Journals.read(folder, 0, (from, to, why) -> damaged[0]++);
            } catch (BarographException e) {
                assertThat(e.code()).isIn(ErrorCode.NOT_SUPPORTED, ErrorCode.DATA_LOST);
            }
            assertThat(isPart(read, sent)).as("seed " + SEED + ", try " + i).isTrue();
            boolean isLast = segment.equals(segments.get(segments.size() - 1));
            if (!isLast && !Arrays.equals(whole, changed) && read.size() < sent.size()) {
                assertThat(damaged[0] + (read.isEmpty() ? 1 : 0))
                        .as("seed " + SEED + ", try " + i + ": it is told")
                        .isPositive();
            }
            Files.write(segment, whole);
        }
    }

    /** Whether the records of one list stand in the other in this order. */
    private static boolean isPart(List<String> part, List<String> all) {
        int at = 0;
        for (String record : part) {
            while (at < all.size() && !all.get(at).equals(record)) {
                at++;
            }
            if (at++ == all.size()) {
                return false;
            }
        }
        return true;
    }

    @Test
    void aKeyIsKnownAgainAlsoBehindEndedSegmentsAndRestarts() throws IOException {
        try (JournalWriter journal = Journals.open(folder, 300)) {
            assertThat(Journals.append(journal, "k", "a", "b").outcome()).isEqualTo(Appended.Outcome.ADDED);
            for (int i = 0; i < 40; i++) {
                Journals.append(journal, "other " + i, "filler " + i);
            }
            assertThat(Journals.append(journal, "k", "a", "b")).isEqualTo(new Appended(Appended.Outcome.DUPLICATE, 2));
        }
        assertThat(Journals.segments(folder)).hasSizeGreaterThan(4);
        try (JournalWriter journal = Journals.open(folder, 300)) {
            assertThat(Journals.append(journal, "k", "a", "b")).isEqualTo(new Appended(Appended.Outcome.DUPLICATE, 2));
            assertThat(Journals.append(journal, "k", "a", "c").outcome()).isEqualTo(Appended.Outcome.CONFLICT);
            assertThat(Journals.append(journal, "other 7", "filler 7").outcome())
                    .isEqualTo(Appended.Outcome.DUPLICATE);
        }
        assertThat(Journals.read(folder)).hasSize(42);
    }

    @Test
    void theSameEntryTwiceAtOnceIsOne() throws IOException {
        try (JournalWriter journal = Journals.open(folder)) {
            List<CompletableFuture<Appended>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(journal.append(Journals.entry("k", "a")));
            }
            TreeSet<Appended.Outcome> outcomes = new TreeSet<>();
            all.forEach(one -> outcomes.add(one.join().outcome()));
            assertThat(outcomes).containsExactly(Appended.Outcome.ADDED, Appended.Outcome.DUPLICATE);
        }
        assertThat(Journals.read(folder)).containsExactly("a");
    }

    @Test
    void onlyOneWritesAJournal() {
        try (JournalWriter journal = Journals.open(folder)) {
            assertThatThrownBy(() -> Journals.open(folder))
                    .isInstanceOf(BarographException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("another process")
                    .extracting(e -> ((BarographException) e).code())
                    .isEqualTo(ErrorCode.FENCED);
            assertThat(journal.health()).isEmpty();
        }
        Journals.open(folder).close();
    }

    @Test
    void aReaderFollowsWhileItIsWrittenFromAnyRecord() throws IOException {
        try (JournalWriter journal = Journals.open(folder, 2_000);
                JournalCursor follower = new JournalCursor(Journals.folder(folder), 0, true, Journals.NONE)) {
            assertThat(follower.next(Long.MAX_VALUE)).isFalse();
            List<Long> positions = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Journals.append(journal, null, "r" + i, "s" + i);
                assertThat(follower.next(Long.MAX_VALUE)).isTrue();
                assertThat(Journals.text(follower)).isEqualTo("r" + i);
                positions.add(follower.recordPosition());
                assertThat(follower.next(Long.MAX_VALUE)).isTrue();
                assertThat(Journals.text(follower)).isEqualTo("s" + i);
                assertThat(follower.behind()).isEqualTo(journal.end());
                assertThat(follower.next(Long.MAX_VALUE)).isFalse();
            }
            for (int i = 0; i < 200; i += 17) {
                assertThat(Journals.read(folder, positions.get(i), Journals.NONE))
                        .hasSize(400 - 2 * i)
                        .startsWith("r" + i, "s" + i);
                assertThat(Journals.read(folder, positions.get(i) + 1, Journals.NONE))
                        .hasSize(399 - 2 * i)
                        .startsWith("s" + i);
            }
        }
    }

    @Test
    void oldSegmentsAreDeletedAndWhoeverNeedsThemIsTold() throws IOException {
        Keeping keeping = new Keeping(4_000, Long.MAX_VALUE);
        try (JournalWriter journal = JournalWriter.open(Journals.folder(folder), keeping, 1_000, Journals.NONE)) {
            for (int i = 0; i < 300; i++) {
                Journals.append(journal, null, "record number " + i);
            }
        }
        long bytes = 0;
        for (Path segment : Journals.segments(folder)) {
            bytes += Files.size(segment);
        }
        assertThat(bytes).isBetween(2_000L, 5_500L);
        long first = Journals.folder(folder).segments().get(0).base();
        assertThat(first).isPositive();
        assertThat(Journals.read(folder, first, Journals.NONE)).endsWith("record number 299");
        assertThatThrownBy(() -> Journals.read(folder, first - 1, Journals.NONE))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("are gone");
        assertThatThrownBy(() -> Journals.read(folder, 1_000_000, Journals.NONE))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("another journal");
    }

    @Test
    void moreThanCanWaitIsNotTaken() throws IOException {
        try (JournalWriter journal = Journals.open(folder)) {
            String large = "x".repeat(8 << 20);
            List<CompletableFuture<Appended>> taken = new ArrayList<>();
            boolean refused = false;
            for (int i = 0; i < 60 && !refused; i++) {
                CompletableFuture<Appended> one = journal.append(Journals.entry(null, large));
                refused = one == null;
                if (one != null) {
                    taken.add(one);
                }
            }
            assertThat(refused).isTrue();
            taken.forEach(CompletableFuture::join);
            assertThat(Journals.read(folder)).hasSize(taken.size());
        }
    }
}
