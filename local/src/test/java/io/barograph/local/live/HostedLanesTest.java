package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.formats.FileCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries that run side by side are told of the lanes of their own tables alone, which are read once for all. */
class HostedLanesTest {
    private static final int LANES = 2;
    private static final int OF_SENSORS = 0;
    private static final int OF_EVENTS = 1;
    private static final int OF_BOTH = 2;
    /** Each is read within so many steps, whatever turns the catalog takes. */
    private static final int MOST_STEPS = 10_000;

    @TempDir
    Path folder;

    private final FileCatalog files = new FileCatalog();
    private List<LiveJob> jobs;
    private ReplayCatalog live;

    @BeforeEach
    void write() throws IOException {
        for (int lane = 0; lane < LANES; lane++) {
            Files.writeString(folder.resolve("lane" + lane + ".csv"), "t,key\n1700000000,1\n1700000009,2\n");
        }
        Files.writeString(folder.resolve("event0.csv"), "t,key\n1700000005,1\n");
        String text =
                "CREATE TABLE sensors (t TIMESTAMP, key BIGINT, WATERMARK FOR t AS t - INTERVAL '4' SECOND) WITH ('path' = '"
                        + folder.resolve("lane*.csv") + "', 'timestamp.unit' = 's');\n"
                        + "CREATE TABLE events (t TIMESTAMP, key BIGINT, WATERMARK FOR t AS t - INTERVAL '4' SECOND) WITH ('path' = '"
                        + folder.resolve("event*.csv") + "', 'timestamp.unit' = 's', 'idle' = '1 hour');\n"
                        + insert("a", "SELECT t, key FROM sensors") + insert("b", "SELECT t, key FROM events")
                        + insert("c", "SELECT t, key FROM sensors UNION ALL SELECT t, key FROM events");
        jobs = new Pipelines(folder)
                .inserts(text).stream()
                        .map(insert -> new LiveJob(
                                insert.name(),
                                insert.query(),
                                insert.target(),
                                "test",
                                false,
                                false,
                                folder.toString()))
                        .toList();
        MemorySink.Place place = new MemorySink.Place();
        live = new ReplayCatalog(7, request -> new MemorySink(place, request, true, true, live));
    }

    private String insert(String name, String query) {
        return "CREATE TABLE " + name + " WITH ('path' = '" + folder.resolve(name + ".csv") + "');\nINSERT INTO " + name
                + " " + query + ";\n";
    }

    private static List<String> names(HostedLanes.Progress progress) {
        return progress.lanes().stream().map(LaneTime::name).toList();
    }

    @Test
    void aQueryIsToldOfItsOwnTablesLanes() {
        try (HostedTables tables = new HostedTables(jobs, files, live, RunOptions.defaults());
                HostedLanes some = tables.newLanes((query, reading, rows) -> {});
                HostedLanes all = tables.newLanes((query, reading, rows) -> {})) {
            assertThat(some.progress(OF_BOTH).lanes()).isEmpty();
            List<HostedLanes.Lane> lanes = tables.lanes();
            List<String> ids = lanes.stream().map(HostedLanes.Lane::id).toList();
            assertThat(ids).hasSize(LANES + 1).doesNotHaveDuplicates();

            // Of a reader that has lanes of one table, a query of the other waits for others.
            some.adopt(lanes.subList(0, 1));
            assertThat(names(some.progress(OF_SENSORS))).isEqualTo(ids.subList(0, 1));
            assertThat(names(some.progress(OF_EVENTS))).isEmpty();
            assertThat(names(some.progress(OF_BOTH))).isEqualTo(ids.subList(0, 1));

            all.adopt(lanes);
            assertThat(names(all.progress(OF_SENSORS))).isEqualTo(ids.subList(0, LANES));
            assertThat(names(all.progress(OF_EVENTS))).isEqualTo(ids.subList(LANES, LANES + 1));
            assertThat(names(all.progress(OF_BOTH))).isEqualTo(ids);
            for (HostedLanes reader : List.of(some, all)) {
                assertThat(reader.progress(OF_SENSORS).of()).isEqualTo(LANES);
                assertThat(reader.progress(OF_EVENTS).of()).isEqualTo(1);
                assertThat(reader.progress(OF_BOTH).of()).isEqualTo(LANES + 1);
            }
        }
    }

    /** What one query's silent lanes may still bring holds no other back. */
    @Test
    void aQueryIsCertainByItsOwnTablesAlone() throws IOException {
        try (HostedTables tables = new HostedTables(jobs, files, live, RunOptions.defaults());
                HostedLanes reader = tables.newLanes((query, reading, rows) -> {})) {
            reader.adopt(tables.lanes());
            assertThat(reader.progress(OF_SENSORS).isCertain())
                    .as("before a row is read")
                    .isFalse();
            for (int step = 0; step < MOST_STEPS && reader.books().read() < 2 * LANES + 1; step++) {
                reader.step();
            }
            assertThat(reader.books().read()).isEqualTo(2 * LANES + 1);
            assertThat(reader.progress(OF_SENSORS).isCertain()).isTrue();
            assertThat(reader.progress(OF_EVENTS).isCertain())
                    .as("its lane is waited for an hour")
                    .isFalse();
            assertThat(reader.progress(OF_BOTH).isCertain()).isFalse();
        }
    }
}
