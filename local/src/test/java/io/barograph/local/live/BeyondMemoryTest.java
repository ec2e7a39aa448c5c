package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.live.SinkGroup;
import io.barograph.formats.FileCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More is kept at once than memory holds. */
@Tag("thorough")
class BeyondMemoryTest {
    private static final int KEYS = 40_000;

    @TempDir
    Path folder;

    /** Twice each key comes, the second time within a gap or not; late rows join two sessions into one. */
    private void write(Random random) throws IOException {
        List<String> lines = new ArrayList<>(List.of("t,key,note,value"));
        for (int pass = 0; pass < 2; pass++) {
            for (int key = 0; key < KEYS; key++) {
                long time = 1_700_000_000L + pass * 400L + key / 100 - random.nextInt(300);
                lines.add(time + "," + key + ",note " + key % 7 + "," + random.nextInt(1000));
            }
        }
        Files.write(folder.resolve("lane.csv"), lines);
        Files.writeString(folder.resolve("places.csv"), "key,place\n0,roof\n");
    }

    private boolean hasFilesOfGroups(Path state) {
        try (var files = Files.list(state)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("groups-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void openSessionsAreWhatBatchAnswersAndMemoryStaysBounded() throws IOException {
        String sessions = "SELECT key, window_start, window_end, count(*), avg(value), stddev(value), max(note) FROM"
                + " TABLE(SESSION(TABLE sensors PARTITION BY key, DESCRIPTOR(t), INTERVAL '5' MINUTE))"
                + " GROUP BY key, window_start, window_end";
        assertThat(rows(sessions, 6L << 20)).isGreaterThan(KEYS);
    }

    @Test
    void fewGroupsOfManyValuesGoToDiskAsWell() throws IOException {
        String sets = "SELECT window_start, window_end, count(DISTINCT key), quantile_cont(value, 0.5) FROM"
                + " TABLE(HOP(TABLE sensors, DESCRIPTOR(t), INTERVAL '5' MINUTE, INTERVAL '20' MINUTE))"
                + " GROUP BY window_start, window_end";
        assertThat(rows(sets, 6L << 20)).isGreaterThan(5);
    }

    @Test
    void oneGroupThatOutgrowsMemorySaysWhatHelps() {
        assertThatThrownBy(() -> rows("SELECT count(DISTINCT key), max(note) FROM sensors", 1L << 20))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("into out: ")
                .hasMessageContaining("all values of one group have to fit memory (set of values")
                .hasMessageContaining("which the one group of all rows cannot")
                .hasMessageContaining("--memory");
    }

    /** Runs a query live with little memory, from start to end, and compares it with a batch run; gives how many rows there are. */
    private int rows(String query, long memory) throws IOException {
        write(new Random(20_261_128L));
        LiveEngine.Insert insert = new Pipelines(folder).insert(query, "300 seconds", null);
        MemorySink.Place place = new MemorySink.Place();
        List<Boolean> keyed = new ArrayList<>();
        ReplayCatalog[] catalog = new ReplayCatalog[1];
        catalog[0] = new ReplayCatalog(1, request -> {
            keyed.add(request.hasKey());
            return new MemorySink(place, request, false, true, catalog[0]);
        });
        Path state = folder.resolve("state");
        List<Long> bytes = new ArrayList<>();
        List<Boolean> spilled = new ArrayList<>();
        LiveOptions options = new LiveOptions(
                RunOptions.defaults().withThreads(1).withMemoryBytes(memory),
                state,
                false,
                100_000_000L,
                LiveOptions.Until.ENDED,
                status -> {
                    bytes.add(status.stateBytes());
                    spilled.add(hasFilesOfGroups(state));
                });
        new LiveEngine(new FileCatalog(), catalog[0]).run(List.of(insert), "test", new SinkGroup(), options, null);
        assertThat(place.rows(keyed.get(0))).isEqualTo(new Pipelines(folder).batch(insert));
        assertThat(spilled).contains(true);
        assertThat(bytes).allMatch(most -> most <= memory);
        return place.rows(keyed.get(0)).size();
    }
}
