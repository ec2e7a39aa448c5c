package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.SinkGroup;
import io.barograph.formats.FileCatalog;
import io.barograph.local.LocalEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 3: the rows of some lanes, read in whatever micro-batches by a host that dies in between, leave what a batch run over the same
 * lanes answers.
 */
@Tag("thorough")
class MicroBatchReplayTest {
    private static final int SEEDS = Integer.getInteger("barograph.live.seeds", 60);
    private static final long FIRST_SEED = Long.getLong("barograph.seed", 20_261_128L);
    /** Runs that end in the midst, by a crash or because they are told to. */
    private static final int UNFINISHED = 5;

    private static final List<String> QUERIES = Stream.of(
                    LiveReplayTest.QUERIES,
                    LiveReplayTest.SESSIONS,
                    LiveReplayTest.FOLDS,
                    LiveReplayTest.FIRST_ROWS,
                    LiveReplayTest.WITHIN_WINDOWS,
                    LiveReplayTest.BESIDE,
                    LiveJoins.QUERIES)
            .flatMap(List::stream)
            .toList();

    @TempDir
    Path folder;

    private final FileCatalog files = new FileCatalog();
    private int crashes;
    private int batches;
    private int revised;
    private final Set<String> ran = new TreeSet<>();

    @Test
    void whateverTheBatchesTheAnswerIsThatOfOne() throws IOException {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 2 * SEEDS; seed++) {
            Random random = new Random(seed);
            Path lanes = Files.createDirectories(folder.resolve("seed-" + seed));
            LaneFiles.write(lanes, random);
            LaneFiles.writeEvents(lanes, new Random(~seed));
            check(seed, random, lanes, QUERIES.get((int) Math.floorMod(seed, (long) QUERIES.size())));
        }
        if (2 * SEEDS >= QUERIES.size()) {
            assertThat(ran).as("queries that a cluster runs").hasSizeGreaterThan(9 * QUERIES.size() / 10);
            assertThat(ran)
                    .as("joins among them")
                    .filteredOn(LiveJoins.QUERIES::contains)
                    .hasSameSizeAs(LiveJoins.QUERIES);
        }
        assertThat(crashes).as("crashes of the host").isPositive();
        assertThat(batches).as("batches").isGreaterThan(2 * SEEDS);
        assertThat(revised).as("rows that took the place of others").isPositive();
    }

    /** Each partition has all rows at rest pass, and takes its own. */
    @Test
    void undefinedResultsCountOnceHoweverManyPartitions() throws IOException {
        LaneFiles.write(folder, new Random(FIRST_SEED));
        LiveEngine.Insert insert = new Pipelines(folder)
                .insert(
                        "SELECT key, 100 / (value - 50) FROM sensors UNION ALL SELECT key, 1 / (key - 1) FROM places",
                        "30 seconds",
                        null);
        RunSummary batch = new LocalEngine(files).run(insert.query(), new Pipelines.Rows(), RunOptions.defaults());
        ReplayCatalog[] catalog = new ReplayCatalog[1];
        catalog[0] = new ReplayCatalog(
                FIRST_SEED, request -> new MemorySink(new MemorySink.Place(), request, false, true, catalog[0]));
        LiveOptions options = new LiveOptions(
                RunOptions.defaults(), folder.resolve("state"), false, 0, LiveOptions.Until.ENDED, progress -> {});
        LiveStatus status = new MicroBatchEngine(files, catalog[0])
                .run(
                        List.of(insert),
                        "test",
                        new SinkGroup(),
                        options,
                        new MemoryHost(catalog[0], new Random(FIRST_SEED), 3));
        assertThat(batch.undefined()).as("those of the two halves").hasSize(2);
        assertThat(status.undefined()).isEqualTo(batch.undefined());
    }

    /** No worker sees the table that is joined, nor that of the sub-query: what is in them has come with the job. */
    @Test
    void tablesThatAreJoinedAreReadByWhoAsks() throws IOException {
        LaneFiles.write(folder, new Random(FIRST_SEED));
        LiveEngine.Insert insert = new Pipelines(folder)
                .insert(
                        "SELECT s.key, p.place, count(*) FROM sensors s JOIN places p ON s.key = p.key"
                                + " WHERE s.value > (SELECT min(key) FROM places) GROUP BY s.key, p.place",
                        "30 seconds",
                        null);
        Pipelines.Rows expected = new Pipelines.Rows();
        new LocalEngine(files).run(insert.query(), expected, RunOptions.defaults());
        MemorySink.Place place = new MemorySink.Place();
        ReplayCatalog[] catalog = new ReplayCatalog[1];
        catalog[0] = new ReplayCatalog(FIRST_SEED, request -> new MemorySink(place, request, true, false, catalog[0]));
        MemoryHost host = new MemoryHost(catalog[0], new Random(FIRST_SEED));
        host.begun = () -> Files.delete(folder.resolve("places.csv"));
        LiveOptions options = new LiveOptions(
                RunOptions.defaults(), folder.resolve("state"), false, 0, LiveOptions.Until.ENDED, progress -> {});
        new MicroBatchEngine(files, catalog[0]).run(List.of(insert), "test", new SinkGroup(), options, host);
        assertThat(place.rows(true)).isEqualTo(expected.rows);
        assertThat(expected.rows).isNotEmpty();
    }

    private void check(long seed, Random random, Path lanes, String query) {
        String how = "repeat with -Dbarograph.seed=" + seed + " -Dbarograph.live.seeds=1: " + query;
        boolean revises = !query.contains("window") || !query.contains("SESSION") && random.nextBoolean();
        String per = revises && random.nextInt(3) == 0 ? "key" : null;
        String accept =
                List.of("4 seconds", "9 seconds", "0 seconds", "30 seconds").get(random.nextInt(4));
        Pipelines pipelines = new Pipelines(lanes);
        LiveEngine.Insert insert = pipelines.insert(query, accept, per);
        Pipelines.Rows expected = new Pipelines.Rows();
        new LocalEngine(files).run(insert.query(), expected, RunOptions.defaults());
        RunSummary books = new LocalEngine(files)
                .run(
                        pipelines.insert(LiveJoins.plain(query), accept, per).query(),
                        new Pipelines.Rows(),
                        RunOptions.defaults());

        MemorySink.Place place = new MemorySink.Place();
        boolean transactional = random.nextBoolean();
        List<Boolean> keyed = new ArrayList<>();
        ReplayCatalog[] catalog = new ReplayCatalog[1];
        catalog[0] = new ReplayCatalog(seed, request -> {
            keyed.add(request.hasKey());
            if (!transactional && !request.hasKey()) {
                // Rows that come again after a crash stand beside the first ones.
                catalog[0].failsOnceIn = 0;
            }
            boolean isBag = transactional && LiveReplayTest.isAlongTime(query);
            return new MemorySink(place, request, revises && (request.hasKey() || isBag), transactional, catalog[0]);
        });
        MemoryHost host = new MemoryHost(catalog[0], new Random(seed));
        LiveStatus status = null;
        for (int attempt = 0; status == null; attempt++) {
            boolean finishes = attempt >= UNFINISHED;
            catalog[0].grows = !finishes;
            catalog[0].failsOnceIn = finishes ? 0 : 40 + random.nextInt(100);
            host.mostBatches = finishes ? Integer.MAX_VALUE : random.nextInt(6);
            LiveOptions.Until until = finishes ? LiveOptions.Until.ENDED : LiveOptions.Until.CANCELLED;
            LiveOptions options =
                    new LiveOptions(RunOptions.defaults(), lanes.resolve("state"), false, 0, until, progress -> {});
            try {
                LiveStatus one = new MicroBatchEngine(files, catalog[0])
                        .run(List.of(insert), "test", new SinkGroup(), options, host);
                status = finishes ? one : null;
            } catch (BarographException e) {
                if (e.code() == ErrorCode.NOT_SUPPORTED && finishes) {
                    return;
                } else if (e.code() == ErrorCode.NOT_SUPPORTED) {
                    // What groups of no window come to is known at the end alone, where nothing can be taken back.
                    attempt = UNFINISHED - 1;
                } else if (e.code() != ErrorCode.UNAVAILABLE) {
                    throw new AssertionError(how, e);
                }
            } catch (RuntimeException e) {
                throw new AssertionError(how, e);
            }
        }
        ran.add(query);
        crashes += host.crashes;
        batches += host.batches;
        revised += place.revisions;
        assertThat(place.rows(keyed.get(0))).as(how).isEqualTo(expected.rows);
        if (transactional && place.revisions == 0) {
            assertThat(place.rows(false)).as(how).isEqualTo(expected.rows);
        }
        assertThat(List.of(status.read(), status.used(), status.late(), status.rejected()))
                .as(how)
                .isEqualTo(List.of(books.read(), books.used(), books.late(), books.rejected()));
    }
}
