package io.barograph.formats.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.TableDeclaration;
import io.barograph.formats.LiveConnectors;
import io.barograph.formats.output.OutputFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderSinkTest {
    private static final Schema SCHEMA = Schema.of(new Field("site", Type.VARCHAR), new Field("n", Type.BIGINT));
    private static final int CHECKPOINTS = 4;

    @TempDir
    Path temp;

    private static FolderSink sink(Disk disk, Path folder, boolean overwrite) {
        return new FolderSink(
                disk,
                folder.toString(),
                OutputFormats.named("csv"),
                SCHEMA,
                List.of("site"),
                null,
                overwrite,
                Long.MAX_VALUE,
                "live.sql");
    }

    /** Rows of {@code site=n}. */
    private static Batch rows(String... rows) {
        Dictionary dictionary = new Dictionary();
        int[] codes = new int[rows.length];
        long[] values = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            String[] parts = rows[i].split("=");
            codes[i] = dictionary.intern(parts[0]);
            values[i] = Long.parseLong(parts[1]);
        }
        return new Batch(
                new Column[] {
                    new VarcharColumn(codes, dictionary, Validity.ALL),
                    new LongColumn(Type.BIGINT, values, Validity.ALL)
                },
                rows.length);
    }

    /** What belongs to a checkpoint; to one of them nothing does. */
    private static List<String> rowsOf(long checkpoint) {
        return checkpoint == 2 ? List.of() : List.of("north=" + checkpoint, "a/b=" + 10 * checkpoint, "north=7");
    }

    private static List<String> rowsUpTo(long checkpoint) {
        List<String> rows = new ArrayList<>();
        for (long n = 0; n <= checkpoint; n++) {
            rows.addAll(rowsOf(n));
        }
        return rows.stream().sorted().toList();
    }

    /** What a reader of the folder sees. */
    private static List<String> visible(Path folder) {
        List<String> rows = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String relative = folder.relativize(file).toString();
                if (!relative.startsWith(".")) {
                    String site = relative.substring(5, relative.indexOf('/')).replace("%2F", "/");
                    List<String> lines = Files.readAllLines(file);
                    assertThat(lines).as(relative).hasSizeGreaterThan(1).startsWith("n");
                    lines.stream().skip(1).forEach(n -> rows.add(site + "=" + n));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return rows.stream().sorted().toList();
    }

    private static void hand(LiveSink sink, long checkpoint) {
        for (String row : rowsOf(checkpoint)) {
            sink.accept(Revisions.added(rows(row)));
        }
    }

    /**
     * A run from a saved checkpoint on. Returns the one that is saved when it ends, however it does.
     *
     * @param savesPrepared whether a crash between {@code prepare} and {@code commit} comes behind the checkpoint's saving
     */
    private static long run(CrashingDisk disk, Path folder, long from, boolean savesPrepared) {
        long saved = from;
        long prepared = from;
        long stepsBeforeCommit = 0;
        LiveSink sink = sink(disk, folder, false);
        try {
            assertThat(sink.begin()).isEqualTo(LiveSink.ANY);
            sink.resume(from);
            assertThat(visible(folder)).isEqualTo(rowsUpTo(from));
            for (long n = from + 1; n < CHECKPOINTS; n++) {
                hand(sink, n);
                sink.flush();
                sink.prepare(n);
                prepared = n;
                stepsBeforeCommit = disk.steps();
                sink.commit(n);
                saved = n;
                assertThat(visible(folder)).isEqualTo(rowsUpTo(n));
            }
            sink.close();
        } catch (CrashingDisk.Crash crash) {
            boolean isWithinCommit = prepared > saved && disk.steps() > stepsBeforeCommit + 1;
            return isWithinCommit || savesPrepared ? prepared : saved;
        }
        return saved;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCrashAtAnyStepLosesNothingAndDoublesNothing(boolean savesPrepared) {
        for (long crash = 0; ; crash++) {
            Path folder = temp.resolve("crash-" + crash);
            CrashingDisk disk = new CrashingDisk(crash);
            long saved = run(disk, folder, LiveSink.NONE, savesPrepared);
            if (disk.steps() <= crash) {
                assertThat(saved).isEqualTo(CHECKPOINTS - 1);
                assertThat(crash).isGreaterThan(80);
                return;
            }
            // And another one on the way back, now and then.
            saved = run(new CrashingDisk(crash % 23), folder, saved, savesPrepared);
            assertThat(run(new CrashingDisk(), folder, saved, savesPrepared)).isEqualTo(CHECKPOINTS - 1);
            assertThat(visible(folder)).as("crash at step %d", crash).isEqualTo(rowsUpTo(CHECKPOINTS - 1));
        }
    }

    @Test
    void aRunBehindAnEarlierCheckpointTakesBackWhatCameLater() {
        run(new CrashingDisk(), temp, LiveSink.NONE, true);
        try (LiveSink sink = sink(new CrashingDisk(), temp, false)) {
            sink.begin();
            sink.resume(1);
            assertThat(visible(temp)).isEqualTo(rowsUpTo(1));
        }
        run(new CrashingDisk(), temp, 1, true);
        assertThat(visible(temp)).isEqualTo(rowsUpTo(CHECKPOINTS - 1));
    }

    @Test
    void aCheckpointThatTheFolderKnowsNothingOfIsRefused() {
        try (LiveSink sink = sink(new CrashingDisk(), temp, false)) {
            sink.begin();
            assertThatThrownBy(() -> sink.resume(5))
                    .isInstanceOf(BarographException.class)
                    .hasMessageContaining("holds rows of this pipeline up to no checkpoint, but the run goes on behind")
                    .extracting(e -> ((BarographException) e).code())
                    .isEqualTo(ErrorCode.DATA_LOST);
        }
    }

    @Test
    void aRunFromTheStartReplacesRowsOnlyWhereToldTo() {
        run(new CrashingDisk(), temp, LiveSink.NONE, true);
        try (LiveSink sink = sink(new CrashingDisk(), temp, false)) {
            sink.begin();
            assertThatThrownBy(() -> sink.resume(LiveSink.NONE)).hasMessageContaining("'overwrite' = 'true'");
            assertThat(visible(temp)).isEqualTo(rowsUpTo(CHECKPOINTS - 1));
        }
        try (LiveSink sink = sink(new CrashingDisk(), temp, true)) {
            sink.begin();
            sink.resume(LiveSink.NONE);
            assertThat(visible(temp)).isEmpty();
        }
    }

    @Test
    void filesOfOthersInTheFolderStay() throws IOException {
        Path other = Files.writeString(temp.resolve("part-live.sql-2-00000001-0.csv"), "n\n1\n");
        try (LiveSink sink = sink(new CrashingDisk(), temp, true)) {
            sink.begin();
            sink.resume(LiveSink.NONE);
        }
        assertThat(other).exists();
    }

    @Test
    void anInstanceThatIsBehindCanWriteNoMore() {
        Path folder = temp.resolve("out");
        try (LiveSink zombie = sink(new CrashingDisk(), folder, false)) {
            zombie.begin();
            zombie.resume(LiveSink.NONE);
            hand(zombie, 0);
            zombie.prepare(0);
            hand(zombie, 1);
            run(new CrashingDisk(), folder, LiveSink.NONE, true);
            assertThatThrownBy(() -> zombie.commit(0))
                    .extracting(e -> ((BarographException) e).code())
                    .isEqualTo(ErrorCode.FENCED);
            assertThatThrownBy(() -> zombie.prepare(1)).hasMessageContaining("another run of this pipeline writes to");
        }
        assertThat(visible(folder)).isEqualTo(rowsUpTo(CHECKPOINTS - 1));
        run(new CrashingDisk(), folder, CHECKPOINTS - 1, true);
        assertThat(visible(folder)).isEqualTo(rowsUpTo(CHECKPOINTS - 1));
    }

    @Test
    void aFencedInstanceThatPreparesLateCountsForNothing() throws IOException {
        Path folder = temp.resolve("out");
        run(new CrashingDisk(), folder, LiveSink.NONE, true);
        // As if its last look for another instance had been just before that began.
        Files.writeString(folder.resolve(".baro-live.sql/part-0-0"), "n\n99\n");
        Files.writeString(
                folder.resolve(".baro-live.sql/checkpoint-3-0"), "part-0-0\tsite=x/part-live.sql-00000003-0.csv\n");
        run(new CrashingDisk(), folder, CHECKPOINTS - 1, true);
        assertThat(visible(folder)).isEqualTo(rowsUpTo(CHECKPOINTS - 1));
    }

    @Test
    void nothingOfTheHiddenFolderGrows() throws IOException {
        run(new CrashingDisk(), temp, LiveSink.NONE, true);
        run(new CrashingDisk(), temp, CHECKPOINTS - 1, true);
        try (Stream<Path> files = Files.list(temp.resolve(".baro-live.sql"))) {
            assertThat(files.map(file -> file.getFileName().toString()).sorted())
                    .containsExactly("checkpoint-3-2", "epoch-2");
        }
    }

    @Test
    void aFullDiskSaysSo() {
        CrashingDisk disk = new CrashingDisk();
        LiveSink sink = sink(disk, temp, false);
        sink.begin();
        sink.resume(LiveSink.NONE);
        hand(sink, 0);
        disk.failure = new IOException("No space left on device");
        assertThatThrownBy(() -> sink.prepare(0))
                .extracting(e -> ((BarographException) e).code())
                .isEqualTo(ErrorCode.DISK_FULL);
        sink.close();
        assertThat(run(new CrashingDisk(), temp, LiveSink.NONE, true)).isEqualTo(CHECKPOINTS - 1);
        assertThat(visible(temp)).isEqualTo(rowsUpTo(CHECKPOINTS - 1));
    }

    @Test
    void moreThanAThousandPartitionsBetweenTwoCheckpointsAreRefused() {
        try (LiveSink sink = sink(new CrashingDisk(), temp, false)) {
            sink.begin();
            sink.resume(LiveSink.NONE);
            for (int i = 0; i < 1000; i++) {
                sink.accept(Revisions.added(rows(i + "=1")));
            }
            assertThatThrownBy(() -> sink.accept(Revisions.added(rows("x=1"))))
                    .hasMessageContaining("more than 1000 partitions")
                    .hasMessageContaining("the latest site=x");
            sink.prepare(0);
            sink.commit(0);
            sink.accept(Revisions.added(rows("x=1")));
        }
        assertThat(visible(temp)).hasSize(1000);
    }

    private static LiveSink open(Path path, List<String> partitionedBy, String... options) {
        Map<String, String> all = new TreeMap<>(Map.of("connector", "filesystem", "path", path.toString() + "/"));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        TableDeclaration target = new TableDeclaration("t", all, null, null, partitionedBy);
        return new LiveConnectors().openSink(new SinkRequest(target, SCHEMA, List.of(), false, "p/q"));
    }

    @Test
    void aChangelogIsOfRowsThatAreOnlyAdded() throws IOException {
        try (LiveSink sink = open(temp, List.of(), "format", "csv", "changelog", "true")) {
            assertThat(sink.takesRevisions()).isTrue();
            sink.begin();
            sink.resume(LiveSink.NONE);
            BitSet had = new BitSet();
            had.set(2, 5);
            BitSet has = new BitSet();
            has.set(0, 4);
            sink.accept(new Revisions(
                    rows("x=0", "x=0", "a=1", "b=2", "c=3"), rows("a=1", "b=2", "a=10", "b=20", "x=0"), had, has));
            sink.prepare(0);
            sink.commit(0);
        }
        assertThat(Files.readString(temp.resolve("part-p%2Fq-00000000-0.csv")))
                .isEqualTo("op,site,n\n+I,a,1\n+I,b,2\n-U,a,1\n+U,a,10\n-U,b,2\n+U,b,20\n-D,c,3\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json", "jsonl", "parquet", "arrow"})
    void everyFormatGoes(String format) throws IOException {
        try (LiveSink sink = open(temp, List.of(), "format", format)) {
            assertThat(sink.takesRevisions()).isFalse();
            assertThat(sink.guarantee()).startsWith("exactly once");
            sink.begin();
            sink.resume(LiveSink.NONE);
            for (int n = 0; n < 3; n++) {
                sink.accept(Revisions.added(rows("a=" + n)));
                sink.accept(Revisions.added(rows()));
                sink.prepare(n);
                sink.commit(n);
            }
            sink.prepare(3);
            sink.commit(3);
        }
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(3);
        }
    }

    @Test
    void aFileAloneIsNoPlaceForALiveQuery() {
        Map<String, String> options = Map.of("path", temp + "/out.csv");
        SinkRequest request = new SinkRequest(
                new TableDeclaration("t", options, null, null, List.of()), SCHEMA, List.of(), false, "p");
        assertThatThrownBy(() -> new LiveConnectors().openSink(request))
                .hasMessageContaining("be a folder, 'path' = 'out/', 'format' = 'csv'");
        assertThatThrownBy(() -> open(temp, List.of(), "format", "csv", "changelog", "yes"))
                .hasMessage("option 'changelog' of table t is true or false, not 'yes'");
    }

    @Test
    void theOldestFilesGoWhereAllTakeMoreThanIsKept() throws IOException {
        Path folder = temp.resolve("kept");
        try (FolderSink sink = new FolderSink(
                new StoreDisk(),
                folder.toString(),
                OutputFormats.named("csv"),
                SCHEMA,
                List.of(),
                null,
                false,
                2 * KeptParts.BLOCK,
                "live.sql")) {
            sink.begin();
            sink.resume(LiveSink.NONE);
            for (long n = 0; n < 4; n++) {
                sink.accept(Revisions.added(rows("north=" + n)));
                sink.prepare(n);
                sink.commit(n);
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            // Of a block each.
            assertThat(files.map(file -> String.valueOf(file.getFileName())).filter(name -> name.startsWith("part-")))
                    .containsExactlyInAnyOrder("part-live.sql-00000002-0.csv", "part-live.sql-00000003-0.csv");
        }
    }

    @Test
    void whatIsKeptCostsACheckpointTheSameHoweverManyFilesThereAre() {
        CrashingDisk disk = new CrashingDisk();
        List<Long> steps = new ArrayList<>();
        try (FolderSink sink = new FolderSink(
                disk,
                temp.resolve("kept").toString(),
                OutputFormats.named("csv"),
                SCHEMA,
                List.of(),
                null,
                false,
                1 << 20,
                "live.sql")) {
            sink.begin();
            sink.resume(LiveSink.NONE);
            for (long n = 0; n < 20; n++) {
                long before = disk.steps();
                sink.accept(Revisions.added(rows("north=" + n)));
                sink.prepare(n);
                sink.commit(n);
                steps.add(disk.steps() - before);
            }
        }
        assertThat(steps.subList(2, 20)).containsOnly(steps.get(1));
    }
}
