package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.SinkGroup;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lanes that come while a run goes on, or between two runs, and lanes that go. */
class LateLanesTest {
    private static final String COUNTS =
            "SELECT key, window_start, count(*), sum(value) FROM TABLE(TUMBLE(TABLE sensors,"
                    + " DESCRIPTOR(t), INTERVAL '10' SECOND)) GROUP BY key, window_start, window_end";
    private static final long FIRST_SEED = Long.getLong("barograph.seed", 20_261_128L);

    @TempDir
    Path folder;

    private final MemorySink.Place place = new MemorySink.Place();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    private void write(int lane, int from, int to) throws IOException {
        Random random = new Random(lane);
        List<String> lines = new ArrayList<>(List.of("t,key,note,value"));
        for (int second = from; second < to; second++) {
            lines.add((1_700_000_000 + second) + "," + random.nextInt(3) + ",note," + random.nextInt(100));
        }
        Files.write(folder.resolve("lane" + lane + ".csv"), lines);
        Files.writeString(folder.resolve("places.csv"), "key,place\n0,roof\n");
    }

    private LiveStatus run(
            ReplayCatalog catalog, String accept, LiveOptions.Until until, LiveRun.Schedule turns, Cancellation stop) {
        LiveOptions options = new LiveOptions(
                        RunOptions.defaults()
                                .withThreads(2)
                                .withCancellation(stop)
                                .withRejects(record -> told.add(record.reason())),
                        folder.resolve("state"),
                        false,
                        5_000_000L,
                        until,
                        status -> {})
                .lookingEvery(10_000_000L);
        return new LiveEngine(new FileCatalog(), catalog)
                .run(
                        List.of(new Pipelines(folder).insert(COUNTS, accept, null)),
                        "test",
                        new SinkGroup(),
                        options,
                        turns);
    }

    private ReplayCatalog catalog(long seed) {
        ReplayCatalog[] made = new ReplayCatalog[1];
        made[0] = new ReplayCatalog(seed, request -> new MemorySink(place, request, true, false, made[0]));
        return made[0];
    }

    /** Stops the run after so many turns. */
    private static final class Turns implements LiveRun.Schedule {
        private final Random random;
        private final Cancellation stop;
        private final CheckpointDisk disk;
        private int left;
        private long now;

        Turns(long seed, int left, Cancellation stop, CheckpointDisk disk) {
            this.disk = disk;
            this.random = new Random(seed);
            this.left = left;
            this.stop = stop;
        }

        @Override
        public CheckpointDisk disk() {
            return disk;
        }

        @Override
        public int next(int parties) {
            if (left-- == 0) {
                stop.request();
            }
            return random.nextInt(parties);
        }

        @Override
        public long nanoTime() {
            now += random.nextInt(1_000_000);
            return now;
        }
    }

    private Map<String, Integer> batch(String accept) {
        return new Pipelines(folder).batch(new Pipelines(folder).insert(COUNTS, accept, null));
    }

    @Test
    void whereEveryRowIsAcceptedItMakesNoDifferenceWhenALaneComes() throws IOException {
        for (int lane = 0; lane < 4; lane++) {
            write(lane, lane * 20, lane * 20 + 100);
        }
        int stoppedEarly = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 40; seed++) {
            place.table.clear();
            FaultyDisk disk = new FaultyDisk(new Random(seed));
            ReplayCatalog catalog = catalog(seed);
            catalog.lanesAtFirst = 1;
            Random random = new Random(seed);
            for (int part = 0; part < 3; part++) {
                catalog.failsOnceIn = random.nextInt(3) == 0 ? 40 : 0;
                Cancellation stop = new Cancellation();
                try {
                    LiveStatus status = run(
                            catalog,
                            "ALL",
                            LiveOptions.Until.CANCELLED,
                            new Turns(seed + part, 50 + random.nextInt(300), stop, disk),
                            stop);
                    stoppedEarly += status.lanes().size() < 4 ? 1 : 0;
                } catch (BarographException e) {
                    assertThat(e.code()).as("seed " + seed).isEqualTo(ErrorCode.UNAVAILABLE);
                }
            }
            catalog.lanesAtFirst = 4;
            catalog.failsOnceIn = 0;
            Cancellation never = new Cancellation();
            run(catalog, "ALL", LiveOptions.Until.ENDED, new Turns(seed, -1, never, disk), never);
            assertThat(place.rows(true))
                    .as("repeat with -Dbarograph.seed=" + seed)
                    .isEqualTo(batch("ALL"));
        }
        assertThat(stoppedEarly).as("runs that had not yet found all lanes").isPositive();
        assertThat(told).isEmpty();
    }

    /** The lane's rows up to 60 s are for windows that were let go: they are told of, and change nothing that was shown. */
    @Test
    void rowsForWindowsThatWereLetGoAreRetired() throws IOException {
        write(0, 0, 100);
        assertThat(readAllAndLetGo().late()).isZero();
        Map<String, Integer> shown = new TreeMap<>(place.rows(true));
        write(1, 0, 200);
        ReplayCatalog catalog = catalog(2);
        LiveStatus after = run(catalog, "4 seconds", LiveOptions.Until.ENDED, null, new Cancellation());
        // The lane at 99 s has let go what ends at 95 s or before.
        assertThat(after.late()).isEqualTo(95);
        assertThat(told).hasSize(95).allMatch(reason -> reason.startsWith("retired: column 't' is before"));
        assertThat(after.read()).isEqualTo(300).isEqualTo(after.used() + after.late() + after.rejected());
        assertThat(place.rows(true)).containsAllEntriesOf(shown);
        Map<String, Integer> batch = batch("4 seconds");
        batch.keySet().removeIf(row -> row.contains(", 17000000") && start(row) < 100);
        assertThat(place.rows(true)).containsAllEntriesOf(batch);
    }

    @Test
    void aLeapThatIsConfirmedMayBeRetiredAllTheSame() throws IOException {
        write(0, 0, 100);
        readAllAndLetGo();
        Files.writeString(
                folder.resolve("lane1.csv"),
                "t,key,note,value\n1699000000,1,first,1\n1699999990,1,leap,1\n1699999991,1,confirms,1\n");
        LiveStatus after = run(catalog(2), "4 seconds", LiveOptions.Until.ENDED, null, new Cancellation());
        assertThat(List.of(after.late(), after.rejected())).containsExactly(3L, 0L);
        assertThat(told).hasSize(3).allMatch(reason -> reason.startsWith("retired"));
    }

    /** The second run knows from its first look on how far the lane has come, which the first one may end without. */
    private LiveStatus readAllAndLetGo() {
        run(catalog(1), "4 seconds", LiveOptions.Until.CAUGHT_UP, null, new Cancellation());
        return run(catalog(1), "4 seconds", LiveOptions.Until.CAUGHT_UP, null, new Cancellation());
    }

    private static long start(String row) {
        return Long.parseLong(row.split(", ", -1)[1]) / 1_000_000_000L - 1_700_000_000L;
    }

    /** The same in one run: the lane is found as it goes on. */
    @Test
    void aLaneThatComesMeanwhileOpensNoWindowAgain() throws IOException {
        write(0, 0, 100);
        write(1, 0, 200);
        int retired = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 20; seed++) {
            told.clear();
            place.table.clear();
            place.log.clear();
            FaultyDisk disk = new FaultyDisk(new Random(seed));
            ReplayCatalog catalog = catalog(seed);
            catalog.lanesAtFirst = 1;
            Cancellation stop = new Cancellation();
            LiveStatus status =
                    run(catalog, "4 seconds", LiveOptions.Until.CANCELLED, new Turns(seed, 2_000, stop, disk), stop);
            String how = "repeat with -Dbarograph.seed=" + seed;
            assertThat(status.lanes()).as(how).hasSize(2);
            assertThat(status.read())
                    .as(how)
                    .isEqualTo(status.used() + status.late() + status.rejected())
                    .isEqualTo(300);
            assertThat(told.size()).as(how).isEqualTo((int) status.late());
            assertThat(place.revisions)
                    .as(how + ": nothing shown before is revised")
                    .isZero();
            assertThat(place.log).as(how).hasSize(place.table.size());
            retired += told.size();
        }
        assertThat(retired).isPositive();
    }

    @Test
    void aLaneThatIsGoneEndsTheRunWithItsName() throws IOException {
        write(0, 0, 100);
        write(1, 0, 100);
        ReplayCatalog lanes = catalog(3);
        LiveCatalog vanishing = new LiveCatalog() {
            @Override
            public boolean isLive(TableDescription description) {
                return lanes.isLive(description);
            }

            @Override
            public LiveTable open(TableDescription description) {
                LiveTable table = lanes.open(description);
                return new LiveTable() {
                    private int looks;

                    @Override
                    public TableDescription description() {
                        return table.description();
                    }

                    @Override
                    public List<LiveLane> lanes() {
                        List<LiveLane> all = table.lanes();
                        return looks++ == 0 ? all : all.subList(0, 1);
                    }

                    @Override
                    public LiveReader newReader(int[] columns, List<LaneStart> starts, RejectHandler rejects) {
                        return table.newReader(columns, starts, rejects);
                    }

                    @Override
                    public void close() {
                        table.close();
                    }
                };
            }

            @Override
            public LiveSink openSink(SinkRequest request) {
                return lanes.openSink(request);
            }
        };
        LiveOptions options = new LiveOptions(
                        RunOptions.defaults(),
                        folder.resolve("state"),
                        false,
                        5_000_000L,
                        LiveOptions.Until.CANCELLED,
                        status -> {})
                .lookingEvery(10_000_000L);
        assertThatThrownBy(() -> new LiveEngine(new FileCatalog(), vanishing)
                        .run(
                                List.of(new Pipelines(folder).insert(COUNTS, "4 seconds", null)),
                                "test",
                                new SinkGroup(),
                                options))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_LOST))
                .hasMessageContaining("lane1.csv' of table sensors is there no more")
                .hasMessageContaining("--fresh");
    }
}
