package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.SinkGroup;
import io.barograph.formats.FileCatalog;
import io.barograph.local.live.LiveStatus.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end by themselves: where their tables are declared to, or at an event time. A reading a second in each of two lanes. */
@Timeout(120)
@Tag("thorough")
class LiveEndTest {
    private static final String COUNTS =
            "SELECT key, window_start, window_end, count(*), sum(value) FROM TABLE(TUMBLE(TABLE sensors,"
                    + " DESCRIPTOR(t), INTERVAL '10' SECOND)) GROUP BY key, window_start, window_end";
    private static final String TOTALS = "SELECT key, count(*), sum(value) FROM sensors GROUP BY key";
    private static final long FIRST_SECOND = 1_700_000_000L;
    private static final long SEED = Long.getLong("barograph.seed", 20_261_128L);

    @TempDir
    Path folder;

    private final MemorySink.Place place = new MemorySink.Place();
    private String query = COUNTS;
    private String accept = "4 seconds";
    private boolean revises = true;
    private boolean transactional;
    private LongUnaryOperator bound = records -> LiveLane.UNBOUNDED;
    private String ending = "";
    private int failsOnceIn;
    private long seed = SEED;
    private final List<LiveStatus> told = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        for (int lane = 0; lane < 2; lane++) {
            Files.writeString(lane(lane), "t,key,note,value\n");
        }
        Files.writeString(folder.resolve("places.csv"), "key,place\n0,roof\n");
        append(0, 100);
    }

    private Path lane(int lane) {
        return folder.resolve("lane" + lane + ".csv");
    }

    private void append(int from, int to) throws IOException {
        for (int lane = 0; lane < 2; lane++) {
            append(lane, from, to);
        }
    }

    private void append(int lane, int from, int to) throws IOException {
        Files.write(
                lane(lane),
                IntStream.range(from, to)
                        .mapToObj(second -> (FIRST_SECOND + second) + "," + second % 3 + ",n," + second)
                        .toList(),
                StandardOpenOption.APPEND);
    }

    private static LongUnaryOperator at(long offset) {
        return records -> offset;
    }

    private static long nanos(int second) {
        return (FIRST_SECOND + second) * 1_000_000_000L;
    }

    private LiveStatus run(LiveOptions.Until until, long time) {
        ReplayCatalog[] catalog = new ReplayCatalog[1];
        catalog[0] = new ReplayCatalog(
                seed++, request -> new MemorySink(place, request, revises, transactional, catalog[0]));
        catalog[0].failsOnceIn = failsOnceIn;
        catalog[0].bound = bound;
        catalog[0].ending = ending;
        LiveOptions options = new LiveOptions(
                        RunOptions.defaults().withThreads(2),
                        folder.resolve("state"),
                        false,
                        1_000_000L,
                        until,
                        told::add)
                .reaching(time);
        return new LiveEngine(new FileCatalog(), catalog[0])
                .run(List.of(insert()), "test", new SinkGroup(), options, new Turns(seed));
    }

    /** A seeded schedule, with a clock of its own, in which the publisher often looks, so that little is read in between. */
    private static final class Turns implements LiveRun.Schedule {
        private final Random random;
        private long now;

        Turns(long seed) {
            random = new Random(seed);
        }

        @Override
        public int next(int parties) {
            return random.nextBoolean() ? parties - 1 : random.nextInt(parties);
        }

        @Override
        public long nanoTime() {
            now += random.nextInt(1_000_000);
            return now;
        }
    }

    /** Runs until it ends by itself, with some crashes before. */
    private LiveStatus runThroughCrashes() {
        @Nullable LiveStatus last = null;
        for (int attempt = 0; last == null; attempt++) {
            failsOnceIn = attempt < 6 ? 25 : 0;
            try {
                last = run(LiveOptions.Until.CANCELLED, Long.MAX_VALUE);
            } catch (BarographException e) {
                assertThat(e.code()).as("seed " + seed).isEqualTo(ErrorCode.UNAVAILABLE);
            }
        }
        return last;
    }

    private LiveEngine.Insert insert() {
        return new Pipelines(folder).insert(query, accept, null);
    }

    /** What a batch run answers over the first lines of each lane. */
    private Map<String, Integer> batch(int lines) throws IOException {
        Path cut = Files.createDirectories(folder.resolve("cut"));
        for (int lane = 0; lane < 2; lane++) {
            List<String> all = Files.readAllLines(lane(lane));
            Files.write(cut.resolve("lane" + lane + ".csv"), all.subList(0, Math.min(all.size(), 1 + lines)));
        }
        Files.copy(folder.resolve("places.csv"), cut.resolve("places.csv"), StandardCopyOption.REPLACE_EXISTING);
        return new Pipelines(cut).batch(new Pipelines(cut).insert(query, accept, null));
    }

    @Test
    void aRecordingSeesReadsResultsAndCheckpoints() throws IOException {
        Path file = folder.resolve("run.jfr");
        LiveStatus status;
        try (Recording recording = new Recording()) {
            List.of("LiveRead", "Shown", "Checkpoint")
                    .forEach(name -> recording.enable("barograph." + name).withoutThreshold());
            recording.start();
            status = run(LiveOptions.Until.ENDED, Long.MAX_VALUE);
            recording.stop();
            recording.dump(file);
        }
        Map<String, List<RecordedEvent>> events = RecordingFile.readAllEvents(file).stream()
                .collect(Collectors.groupingBy(event -> event.getEventType().getName()));
        assertThat(sum(events, "LiveRead", "records")).isEqualTo(status.read());
        LiveStatus.Sink sink = status.sinks().get(0);
        assertThat(sum(events, "Shown", "rows")).isEqualTo(sink.added() + sink.revised() + sink.removed());
        assertThat(events.get("barograph.Checkpoint"))
                .extracting(event -> event.getLong("number"))
                .contains(status.checkpoint())
                .doesNotHaveDuplicates();
        assertThat(events.get("barograph.Checkpoint")).allMatch(event -> event.getLong("bytes") > 0);
    }

    private static long sum(Map<String, List<RecordedEvent>> events, String name, String field) {
        return events.get("barograph." + name).stream()
                .mapToLong(event -> event.getLong(field))
                .sum();
    }

    @Test
    void aRunEndsByItselfWhereItsTablesDo() throws IOException {
        transactional = true;
        revises = false;
        bound = at(57);
        ending = "57";
        for (int round = 0; round < 10; round++) {
            begin(folder.resolve("state"));
            LiveStatus status = runThroughCrashes();
            // The last crash may have come when all was done.
            assertThat(status.end()).isIn(End.ENDED, End.DONE);
            assertThat(status.lanes()).allSatisfy(lane -> {
                assertThat(lane.offset()).isEqualTo(57);
                assertThat(lane.lag()).isZero();
            });
            assertThat(place.rows(false)).as("seed " + seed).isEqualTo(batch(57));
            assertThat(run(LiveOptions.Until.CANCELLED, Long.MAX_VALUE).end())
                    .as("started again after its end")
                    .isEqualTo(End.DONE);
            assertThat(run(LiveOptions.Until.ENDED, Long.MAX_VALUE).end()).isEqualTo(End.DONE);
            assertThat(place.rows(false)).isEqualTo(batch(57));
        }
    }

    private void begin(Path state) throws IOException {
        place.log.clear();
        place.table.clear();
        place.shown = -1;
        if (Files.isDirectory(state)) {
            try (var files = Files.list(state)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void groupsOfNoWindowAreFinalWhereEveryTableEnds() throws IOException {
        query = TOTALS;
        revises = false;
        assertThatThrownBy(() -> run(LiveOptions.Until.CANCELLED, Long.MAX_VALUE))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED));
        bound = at(40);
        ending = "40";
        run(LiveOptions.Until.CANCELLED, Long.MAX_VALUE);
        assertThat(place.rows(false)).isEqualTo(batch(40));
    }

    @Test
    void whatThereIsNowMayEndBeforeADeclaredEnd() throws IOException {
        bound = at(150);
        ending = "150";
        assertThat(run(LiveOptions.Until.CAUGHT_UP, Long.MAX_VALUE).end()).isEqualTo(End.CAUGHT_UP);
        append(100, 200);
        assertThat(run(LiveOptions.Until.CAUGHT_UP, Long.MAX_VALUE).end()).isEqualTo(End.ENDED);
        assertThat(place.rows(true)).isEqualTo(batch(150));
    }

    @Test
    void theLatestOffsetsOfTheFirstStartAreTheEndOfLaterOnes() throws IOException {
        bound = records -> records;
        ending = "latest";
        assertThat(run(LiveOptions.Until.CANCELLED, nanos(30)).end()).isEqualTo(End.REACHED);
        append(100, 200);
        LiveStatus status = run(LiveOptions.Until.CANCELLED, Long.MAX_VALUE);
        assertThat(status.end()).isEqualTo(End.ENDED);
        assertThat(status.read()).isEqualTo(200);
        assertThat(place.rows(true)).isEqualTo(batch(100));
        run(LiveOptions.Until.CANCELLED, Long.MAX_VALUE);
        assertThat(place.rows(true))
                .as("behind the end it begins anew, to the latest")
                .isEqualTo(batch(200));
    }

    @Test
    void anEndBehindWhichMoreHasComeIsNotReadAgainWhereRowsWouldStandTwice() {
        transactional = true;
        bound = at(50);
        ending = "50";
        run(LiveOptions.Until.CANCELLED, Long.MAX_VALUE);
        bound = at(60);
        ending = "60";
        assertThatThrownBy(() -> run(LiveOptions.Until.CANCELLED, Long.MAX_VALUE))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("scan.bounded.mode");
    }

    @Test
    void anEndThatIsMovedBeforeItIsReachedIsGoneOnTo() throws IOException {
        transactional = true;
        bound = at(60);
        ending = "60";
        assertThat(run(LiveOptions.Until.CANCELLED, nanos(20)).end()).isEqualTo(End.REACHED);
        bound = at(90);
        ending = "90";
        LiveStatus status = run(LiveOptions.Until.CANCELLED, Long.MAX_VALUE);
        assertThat(status.end()).isEqualTo(End.ENDED);
        assertThat(status.read()).isEqualTo(180);
        assertThat(place.rows(false)).isEqualTo(batch(90));
    }

    @Test
    void aLaneThatHadEndedBringsNothingForWindowsThatDidNotWaitForIt() throws IOException {
        Files.write(lane(1), Files.readAllLines(lane(1)).subList(0, 31));
        append(0, 100, 300);
        ending = "300, 30";
        bound = records -> records;
        // Windows up to here are let go: the lane that ended delays none.
        assertThat(run(LiveOptions.Until.CANCELLED, nanos(70)).end()).isEqualTo(End.REACHED);
        Map<List<Object>, List<Object>> before = Map.copyOf(place.table);
        append(1, 30, 300);
        ending = "300, 300";
        LiveStatus status = run(LiveOptions.Until.CANCELLED, Long.MAX_VALUE);
        assertThat(status.retired()).as("told of, not lost in silence").isBetween(30L, 269L);
        assertThat(status.used() + status.late()).isEqualTo(600);
        before.forEach((key, row) -> {
            if (windowEnd(row) <= nanos(60)) {
                assertThat(place.table).containsEntry(key, row);
            }
        });
    }

    private static long windowEnd(List<Object> row) {
        return (Long) row.get(2);
    }

    @Test
    void aRunUntilATimeEndsWhenAllUpToItIsShownAndTheNextGoesOn() throws IOException {
        transactional = true;
        revises = false;
        Map<String, Integer> all = batch(100);
        for (int second : List.of(20, 60, 60, 90)) {
            LiveStatus status = run(LiveOptions.Until.CANCELLED, nanos(second));
            assertThat(status.end()).isEqualTo(End.REACHED);
            LiveStatus.Goal goal = status.goal();
            assertThat(goal).isNotNull();
            assertThat(goal.time()).isEqualTo(nanos(second));
            assertThat(goal.reached()).isGreaterThanOrEqualTo(goal.time());
            assertThat(goal.sink()).isEqualTo("out");
            List<String> due = all.keySet().stream()
                    .filter(row -> Long.parseLong(row.split(", ")[2]) <= nanos(second))
                    .toList();
            assertThat(place.rows(false)).as("up to " + second).containsKeys(due.toArray(String[]::new));
        }
        long read = told.get(told.size() - 1).read();
        assertThat(run(LiveOptions.Until.CANCELLED, nanos(60)).read())
                .as("what was reached before is reached at once")
                .isLessThanOrEqualTo(read + 64);
        assertThat(run(LiveOptions.Until.ENDED, Long.MAX_VALUE).end()).isEqualTo(End.ENDED);
        assertThat(place.rows(false)).as("nothing twice, nothing lost").isEqualTo(all);
    }

    @Test
    void aSinkThatTakesNothingBackIsWaitedForUntilWindowsAreFinal() {
        accept = "30 seconds";
        revises = false;
        LiveStatus status = run(LiveOptions.Until.CANCELLED, nanos(50));
        assertThat(status.end()).isEqualTo(End.REACHED);
        assertThat(status.sinks().get(0).watermark()).isGreaterThanOrEqualTo(nanos(75));
        assertThat(place.log).filteredOn(row -> windowEnd(row) == nanos(50)).isNotEmpty();
    }

    @Test
    void whicheverComesFirstEndsARun() {
        assertThat(run(LiveOptions.Until.CAUGHT_UP, nanos(1_000)).end()).isEqualTo(End.CAUGHT_UP);
        assertThat(run(LiveOptions.Until.CAUGHT_UP, nanos(1_000)).goal())
                .satisfies(goal -> assertThat(goal.heldBy()).contains("lane"));
        assertThat(run(LiveOptions.Until.CAUGHT_UP, nanos(50)).end()).isEqualTo(End.REACHED);
    }
}
