package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.live.SinkGroup;
import io.barograph.formats.FileCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Few readings for a chart come out while rows keep coming. That they are those of batch, {@link LiveReplayTest} shows. */
class LiveChartTest {
    private static final int READINGS = 100;
    /** Seconds. */
    private static final int STRETCH = 10;

    @TempDir
    Path folder;

    /** Readings a second apart: of LTTB two stretches wait, and what the watermark, four seconds behind, has not passed. */
    @ParameterizedTest
    @CsvSource({"LTTB, 2", "MINMAX, 1", "M4, 1"})
    void stretchesAreThereBeforeTheEnd(String method, int waiting) throws IOException {
        StringBuilder lane = new StringBuilder("t,key,note,value\n");
        for (int i = 0; i < READINGS; i++) {
            lane.append(i).append(",1,a,").append(i * 7 % 13).append('\n');
        }
        Files.writeString(folder.resolve("lane0.csv"), lane);
        Files.writeString(folder.resolve("places.csv"), "key,place\n1,roof\n");
        Pipelines pipelines = new Pipelines(folder);
        LiveEngine.Insert insert = pipelines.insert(
                "SELECT * FROM TABLE(" + method + "(TABLE sensors PARTITION BY key, DESCRIPTOR(t), 'value', INTERVAL '"
                        + STRETCH + "' SECOND))",
                "4 seconds",
                null);
        MemorySink.Place place = new MemorySink.Place();
        ReplayCatalog[] catalog = new ReplayCatalog[1];
        catalog[0] = new ReplayCatalog(1, request -> new MemorySink(place, request, false, true, catalog[0]));
        LiveOptions options = new LiveOptions(
                RunOptions.defaults(), folder.resolve("state"), false, 0, LiveOptions.Until.CAUGHT_UP, progress -> {});
        new LiveEngine(new FileCatalog(), catalog[0]).run(List.of(insert), "test", new SinkGroup(), options, null);

        // The last stretch that is begun by the readings that the watermark has passed is the one of second 90.
        int complete = READINGS / STRETCH - waiting;
        assertThat(place.log).hasSizeBetween(complete, READINGS / 2);
        assertThat(pipelines.batch(insert))
                .containsKeys(place.log.stream().map(List::toString).toArray(String[]::new));
        assertThat(place.log.stream()
                        .map(row -> (Long) row.get(1) / 1_000_000_000L / STRETCH)
                        .distinct())
                .hasSize(complete);
    }
}
