package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.FileCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 3 on a cluster: the parts of a live query, in whatever turns, with messages on their way for however long, with crashes and
 * another number of readers behind each, leave what a batch run answers.
 */
@Tag("thorough")
class HostedReplayTest {
    private static final int SEEDS = Integer.getInteger("barograph.live.seeds", 60);
    private static final long FIRST_SEED = Long.getLong("barograph.seed", 20_261_129L);

    @TempDir
    Path folder;

    private final FileCatalog files = new FileCatalog();
    private final Set<String> ran = new TreeSet<>();
    private int crashed;
    private int revised;

    @Test
    void partsOnAClusterLeaveWhatBatchAnswers() throws IOException {
        List<String> queries = new ArrayList<>(LiveReplayTest.QUERIES);
        queries.addAll(LiveReplayTest.SESSIONS);
        queries.addAll(LiveReplayTest.FOLDS);
        queries.addAll(LiveReplayTest.FIRST_ROWS);
        queries.addAll(LiveReplayTest.WITHIN_WINDOWS);
        queries.addAll(LiveReplayTest.BESIDE);
        queries.addAll(LiveJoins.QUERIES);
        for (int i = 0; i < 2 * SEEDS; i++) {
            long seed = FIRST_SEED + i;
            replay(seed, queries.get((int) Math.floorMod(seed, (long) queries.size())));
        }
        if (2 * SEEDS >= queries.size()) {
            assertThat(ran).as("queries that a cluster runs").hasSizeGreaterThan(9 * queries.size() / 10);
            assertThat(ran)
                    .as("joins among them")
                    .filteredOn(LiveJoins.QUERIES::contains)
                    .hasSameSizeAs(LiveJoins.QUERIES);
            assertThat(crashed).as("runs that crashed").isPositive();
            assertThat(revised).as("rows that took the place of others").isPositive();
        }
    }

    private void replay(long seed, String query) throws IOException {
        Random random = new Random(seed);
        try (var old = Files.list(folder)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        LaneFiles.write(folder, random);
        LaneFiles.writeEvents(folder, new Random(~seed));
        String accept =
                List.of("4 seconds", "9 seconds", "0 seconds", "30 seconds").get(random.nextInt(4));
        String per = random.nextInt(3) == 0 ? "key" : null;
        Pipelines pipelines = new Pipelines(folder);
        LiveEngine.Insert insert = pipelines.insert(query, accept, per);
        String how = "repeat with -Dbarograph.seed=" + seed + " -Dbarograph.live.seeds=1: " + query;

        MemorySink.Place place = new MemorySink.Place();
        boolean transactional = random.nextBoolean();
        boolean revises = !query.contains("window") || random.nextBoolean();
        boolean[] keyed = new boolean[1];
        boolean[] repeats = new boolean[1];
        ReplayCatalog[] catalog = new ReplayCatalog[1];
        catalog[0] = new ReplayCatalog(seed, request -> {
            keyed[0] = request.hasKey();
            // Rows that come again after a crash stand beside the first ones.
            repeats[0] = !transactional && !request.hasKey();
            boolean isBag = transactional && LiveReplayTest.isAlongTime(query);
            return new MemorySink(place, request, revises && (request.hasKey() || isBag), transactional, catalog[0]);
        });
        LiveJob job = new LiveJob("out", insert.query(), insert.target(), "test", true, false, folder.toString());
        try (HostedQuery outlined = HostedQuery.outlined(job, files, catalog[0], RunOptions.defaults())) {
            outlined.check("here");
        } catch (BarographException refused) {
            assertThat(refused.code()).as(how).isEqualTo(ErrorCode.NOT_SUPPORTED);
            return;
        }
        ran.add(query);
        LiveJob ready = random.nextBoolean()
                ? LiveJob.of(HostedQuery.withRest(job, files, catalog[0], RunOptions.defaults())
                        .toBytes())
                : job;
        SimulatedHost host = new SimulatedHost(ready, files, catalog[0], random);
        boolean isDone = false;
        for (int attempt = 0; !isDone; attempt++) {
            catalog[0].failsOnceIn = attempt < 5 && !repeats[0] ? 10 + random.nextInt(80) : 0;
            try {
                host.run(1 + random.nextInt(4));
                isDone = true;
            } catch (BarographException e) {
                if (e.code() != ErrorCode.UNAVAILABLE) {
                    throw new AssertionError(how, e);
                }
                crashed++;
            } catch (IOException | RuntimeException e) {
                throw new AssertionError(how, e);
            }
        }
        Map<String, Integer> expected = pipelines.batch(insert);
        assertThat(place.rows(keyed[0])).as(how).isEqualTo(expected);
        if (transactional && !revises) {
            assertThat(place.rows(false)).as(how).isEqualTo(expected);
        }
        revised += place.revisions;
        HostedLanes.Books books = host.books();
        assertThat(books.used() + books.late() + books.rejected()).as(how).isEqualTo(books.read());
    }
}
