package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.SinkGroup;
import io.barograph.formats.FileCatalog;
import io.barograph.local.live.LiveChange.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline that has changed goes on with what is still its own, and is told what is not. */
@Tag("thorough")
class ChangedPipelineTest {
    private static final String WINDOWS = " FROM TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(t), INTERVAL '10' SECOND))";
    private static final String BY_KEY = " GROUP BY key, window_start, window_end";
    private static final String COUNTS = "SELECT key, window_start, count(*) AS n, sum(value) AS s" + WINDOWS + BY_KEY;
    private static final String EXTREMES =
            "SELECT window_start, window_end, max(note), min(value)" + WINDOWS + " GROUP BY window_end, window_start";
    private static final String TOTALS = "SELECT key, count(*), sum(value) FROM sensors GROUP BY key";
    private static final long SEED = Long.getLong("barograph.seed", 20_261_128L);

    @TempDir
    Path folder;

    private final Map<String, MemorySink.Place> places = new HashMap<>();
    private final List<LiveChange> told = new ArrayList<>();
    private boolean transactional;
    private int failsOnceIn;
    private long seed = SEED;

    @BeforeEach
    void firstHalf() throws IOException {
        for (int lane = 0; lane < 2; lane++) {
            Files.writeString(lane(lane), "t,key,note,value\n");
        }
        Files.writeString(folder.resolve("places.csv"), "key,place\n0,roof\n");
        append(0, 65);
    }

    private Path lane(int lane) {
        return folder.resolve("lane" + lane + ".csv");
    }

    private void append(int from, int to) throws IOException {
        Random random = new Random(from);
        for (int lane = 0; lane < 2; lane++) {
            List<String> lines = new ArrayList<>();
            for (int second = from; second < to; second++) {
                int time = 1_700_000_000 + second - random.nextInt(3);
                lines.add(time + "," + random.nextInt(3) + ",note " + random.nextInt(5) + "," + random.nextInt(100));
            }
            Files.write(lane(lane), lines, StandardOpenOption.APPEND);
        }
    }

    private static Map<String, String> queries(String... namesAndQueries) {
        Map<String, String> queries = new LinkedHashMap<>();
        for (int i = 0; i < namesAndQueries.length; i += 2) {
            queries.put(namesAndQueries[i], namesAndQueries[i + 1]);
        }
        return queries;
    }

    private List<LiveEngine.Insert> inserts(Map<String, String> queries) {
        return new Pipelines(folder).inserts("4 seconds", null, queries);
    }

    private LiveStatus run(Map<String, String> queries, LiveOptions.Until until, boolean drops) {
        told.clear();
        ReplayCatalog[] catalog = new ReplayCatalog[1];
        catalog[0] = new ReplayCatalog(seed++, request -> sink(request, catalog[0]));
        catalog[0].failsOnceIn = failsOnceIn;
        LiveOptions options = new LiveOptions(
                        RunOptions.defaults().withThreads(2),
                        folder.resolve("state"),
                        false,
                        1_000_000L,
                        until,
                        status -> {})
                .droppingState(drops)
                .tellingChanges(told::addAll);
        return new LiveEngine(new FileCatalog(), catalog[0]).run(inserts(queries), "test", new SinkGroup(), options);
    }

    private LiveSink sink(io.barograph.core.live.SinkRequest request, ReplayCatalog catalog) {
        MemorySink.Place place = places.computeIfAbsent(request.target().name(), name -> new MemorySink.Place());
        return new MemorySink(place, request, !transactional, transactional, catalog);
    }

    private void assertEqualToBatch(Map<String, String> queries) {
        for (LiveEngine.Insert insert : inserts(queries)) {
            assertThat(places.get(insert.name()).rows(!transactional))
                    .as(insert.name())
                    .isEqualTo(new Pipelines(folder).batch(insert));
        }
    }

    private List<Kind> kinds() {
        return told.stream().map(LiveChange::kind).toList();
    }

    @Test
    void whatIsUnchangedGoesOnWhereverItStandsAndWhatIsNewBeginsAtTheStart() throws IOException {
        run(queries("counts", COUNTS, "totals", TOTALS), LiveOptions.Until.CAUGHT_UP, false);
        append(65, 130);
        Map<String, String> more = queries("extremes", EXTREMES, "totals", TOTALS, "counts", COUNTS);
        LiveStatus status = run(more, LiveOptions.Until.ENDED, false);
        assertThat(kinds()).containsExactly(Kind.NEW, Kind.KEPT, Kind.KEPT);
        assertEqualToBatch(more);
        assertThat(places.get("counts").log)
                .as("nothing that was final is shown again")
                .doesNotHaveDuplicates();
        assertThat(status.lanes()).extracting(LiveStatus.Lane::table).contains("sensors", "sensors again");
        assertThat(status.lanes()).allSatisfy(lane -> assertThat(lane.read()).isEqualTo(130));
    }

    @Test
    void anUnchangedPipelineIsToldNothing() throws IOException {
        run(queries("counts", COUNTS), LiveOptions.Until.CAUGHT_UP, false);
        append(65, 130);
        run(queries("counts", COUNTS), LiveOptions.Until.ENDED, false);
        assertThat(told).isEmpty();
        assertEqualToBatch(queries("counts", COUNTS));
        assertThat(places.get("counts").restored).as("what it showed").isEqualTo(1);
    }

    @Test
    void statesStayWhereOnlyWhatLiesBehindThemHasChanged() throws IOException {
        run(queries("counts", COUNTS), LiveOptions.Until.CAUGHT_UP, false);
        // Knows from its first look on what is final, which the run before may end without.
        run(queries("counts", COUNTS), LiveOptions.Until.CAUGHT_UP, false);
        append(65, 130);
        places.get("counts").table.clear();
        places.get("counts").restored = 0;
        String other = "SELECT key, window_start, n * 2 AS twice, s FROM (" + COUNTS + ") WHERE n > 5";
        LiveStatus status = run(queries("counts", other), LiveOptions.Until.ENDED, false);
        assertThat(kinds()).containsExactly(Kind.STATES_KEPT);
        assertThat(status.lanes()).as("nothing is read again").hasSize(2);
        assertThat(places.get("counts").restored)
                .as("what the query before it showed, since its groups are shown again")
                .isZero();
        Map<String, Integer> expected =
                new Pipelines(folder).batch(inserts(queries("counts", other)).get(0));
        Map<String, Integer> shown = places.get("counts").rows(true);
        assertThat(expected).containsAllEntriesOf(shown);
        // Of the window from 60 s on half was there before the change; those before 50 s were final.
        assertThat(shown.keySet()).containsAll(from(expected, 60)).doesNotContainAnyElementsOf(before(expected, 50));
    }

    private static List<String> from(Map<String, Integer> rows, int second) {
        return rows.keySet().stream().filter(row -> start(row) >= second).toList();
    }

    private static List<String> before(Map<String, Integer> rows, int second) {
        return rows.keySet().stream().filter(row -> start(row) < second).toList();
    }

    /** Where a row's window starts, in seconds of the test's time. */
    private static long start(String row) {
        return Long.parseLong(row.split(", ", -1)[1]) / 1_000_000_000L - 1_700_000_000L;
    }

    @Test
    void anotherAggregateWantsAYesAndThenBeginsAnew() throws IOException {
        run(queries("counts", COUNTS, "totals", TOTALS), LiveOptions.Until.CAUGHT_UP, false);
        append(65, 130);
        Map<String, String> other =
                queries("counts", COUNTS.replace("sum(value) AS s", "sum(value) AS s, max(value)"), "totals", TOTALS);
        assertThatThrownBy(() -> run(other, LiveOptions.Until.ENDED, false))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("states would be lost, those of counts")
                .hasMessageContaining("nothing is lost of totals")
                .hasMessageContaining("--drop-state");
        run(other, LiveOptions.Until.ENDED, true);
        assertThat(kinds()).containsExactly(Kind.ANEW, Kind.KEPT);
        assertEqualToBatch(other);
    }

    @Test
    void whereEveryCheckpointIsDamagedNothingBeginsAnewInSilence() throws IOException {
        run(queries("counts", COUNTS), LiveOptions.Until.CAUGHT_UP, false);
        append(65, 130);
        run(queries("counts", COUNTS), LiveOptions.Until.CAUGHT_UP, false);
        try (var files = Files.list(folder.resolve("state"))) {
            for (Path file : files.toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        assertThatThrownBy(() -> run(queries("counts", COUNTS), LiveOptions.Until.CAUGHT_UP, false))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_LOST))
                .hasMessageContaining("damaged")
                .hasMessageContaining("--fresh");
    }

    @Test
    void whatIsGoneWantsAYes() throws IOException {
        run(queries("counts", COUNTS, "totals", TOTALS), LiveOptions.Until.CAUGHT_UP, false);
        append(65, 130);
        assertThatThrownBy(() -> run(queries("totals", TOTALS), LiveOptions.Until.ENDED, false))
                .hasMessageContaining("counts (gone)");
        run(queries("totals", TOTALS), LiveOptions.Until.ENDED, true);
        assertThat(kinds()).containsExactly(Kind.KEPT, Kind.DROPPED);
        assertEqualToBatch(queries("totals", TOTALS));
    }

    @Test
    void anotherPlaceGetsTheWholeAnswer() throws IOException {
        run(queries("counts", COUNTS), LiveOptions.Until.CAUGHT_UP, false);
        append(65, 130);
        run(queries("elsewhere", COUNTS), LiveOptions.Until.ENDED, true);
        assertThat(kinds()).containsExactly(Kind.NEW, Kind.DROPPED);
        assertEqualToBatch(queries("elsewhere", COUNTS));
    }

    @Test
    void aTableIsReadOnceAgainWhenBothReadingsAreEquallyFar() throws IOException {
        run(queries("counts", COUNTS), LiveOptions.Until.CAUGHT_UP, false);
        Map<String, String> both = queries("counts", COUNTS, "totals", TOTALS, "extremes", EXTREMES);
        append(65, 130);
        assertThat(run(both, LiveOptions.Until.CAUGHT_UP, false).lanes()).hasSize(4);
        append(130, 150);
        assertThat(run(both, LiveOptions.Until.ENDED, false).lanes()).hasSize(2);
        assertThat(told).isEmpty();
        assertEqualToBatch(both);
    }

    @Test
    void crashesOnTheWayFromOnePipelineToTheNextLoseNothing() throws IOException {
        transactional = true;
        for (int round = 0; round < 20; round++) {
            places.clear();
            clear(folder.resolve("state"));
            firstHalf();
            failsOnceIn = 0;
            run(queries("counts", COUNTS), LiveOptions.Until.CAUGHT_UP, false);
            append(65, 130);
            Map<String, String> both = queries("extremes", EXTREMES, "counts", COUNTS);
            boolean done = false;
            for (int attempt = 0; !done; attempt++) {
                failsOnceIn = attempt < 6 ? 25 : 0;
                try {
                    run(both, LiveOptions.Until.ENDED, false);
                    done = true;
                } catch (BarographException e) {
                    assertThat(e.code())
                            .as("seed " + seed + ": " + e.getMessage())
                            .isEqualTo(ErrorCode.UNAVAILABLE);
                }
            }
            assertEqualToBatch(both);
        }
    }

    private static void clear(Path state) throws IOException {
        if (!Files.isDirectory(state)) {
            return;
        }
        try (var files = Files.list(state)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
