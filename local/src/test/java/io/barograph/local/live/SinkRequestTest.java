package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.live.SinkGroup;
import io.barograph.core.live.SinkRequest;
import io.barograph.formats.FileCatalog;
import io.barograph.local.LocalEngine;
import io.barograph.sql.Script;
import io.barograph.sql.Session;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sinks are told of keys: of one that is declared and of the query's own. */
class SinkRequestTest {
    private static final String GROUPED =
            "SELECT device_id, window_start, count(*) AS n FROM TABLE(TUMBLE(TABLE readings,"
                    + " DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY device_id, window_start, window_end";

    @TempDir
    Path folder;

    private final FileCatalog files = new FileCatalog();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("r.csv"), "ts,device_id,n\n2026-01-01 00:00:00,1,2\n");
    }

    private SinkRequest request(String key, String query) {
        Session session = new Session(
                files,
                ValueFinder.by((values, sink) -> new LocalEngine(files).run(values, sink, RunOptions.defaults())),
                table -> folder.resolve(table).toString());
        String text = "CREATE TABLE readings (ts TIMESTAMP, device_id BIGINT, n BIGINT, WATERMARK FOR ts AS ts)"
                + " WITH ('path' = '" + folder.resolve("r.csv") + "', 'format' = 'csv');\n"
                + "CREATE TABLE target"
                + (key.isEmpty() ? "" : " (device_id BIGINT, at TIMESTAMP, n BIGINT" + key + ")") + " WITH ('path' = '"
                + folder.resolve("out") + "/', 'format' = 'csv');\n"
                + "INSERT INTO target " + query;
        Statement last = null;
        for (Script.Piece piece : session.read(text, null).pieces()) {
            last = session.bind(piece);
        }
        Statement.Insert insert = (Statement.Insert) Objects.requireNonNull(last);
        return LiveEngine.request(insert.query(), insert.target(), "p", new SinkGroup());
    }

    @Test
    void aDeclaredKeyIsNotWhatTheQueryKnows() {
        SinkRequest declared =
                request(", PRIMARY KEY (device_id) NOT ENFORCED", "SELECT device_id, ts, n FROM readings");
        assertThat(declared.hasKey()).isTrue();
        assertThat(declared.key()).containsExactly(0);
        assertThat(declared.givesReplaced()).isFalse();
        SinkRequest none = request("", "SELECT device_id, ts, n FROM readings");
        assertThat(none.hasKey()).isFalse();
        assertThat(none.givesReplaced()).isFalse();
    }

    @Test
    void aRowComesWithTheOneThatItReplacesWhereItsKeyNamesItsGroup() {
        SinkRequest own = request("", GROUPED);
        assertThat(own.key()).containsExactly(0, 1);
        assertThat(own.givesReplaced()).isTrue();
        SinkRequest same = request(", PRIMARY KEY (at, device_id) NOT ENFORCED", GROUPED);
        assertThat(same.key()).isEqualTo(List.of(0, 1));
        assertThat(same.givesReplaced()).isTrue();
        // The next window's row takes the place of this one's, which is not said to go.
        SinkRequest coarser = request(", PRIMARY KEY (device_id) NOT ENFORCED", GROUPED);
        assertThat(coarser.key()).containsExactly(0);
        assertThat(coarser.givesReplaced()).isFalse();
    }

    @Test
    void groupingTellsTheRowsOfSetsApart() {
        String sets = "SELECT device_id, window_start, count(*)%s FROM TABLE(TUMBLE(TABLE readings,"
                + " DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY GROUPING SETS ((device_id, window_start), (window_start))";
        assertThat(request("", sets.formatted(" + GROUPING(device_id) AS n")).hasKey())
                .as("two sets may give equal keys, where a key is NULL")
                .isFalse();
        SinkRequest one = request("", sets.formatted(", GROUPING(device_id, window_start)"));
        assertThat(one.key()).containsExactly(0, 1, 3);
        assertThat(one.givesReplaced()).isTrue();
        SinkRequest each = request("", sets.formatted(", GROUPING(window_start) AS w, GROUPING(device_id)"));
        assertThat(each.key()).as("window_start is in both sets").containsExactly(0, 1, 4);
    }

    @Test
    void whatOneBranchComputesIsNoKeyOfTheOthers() {
        String windows = " FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY ";
        String each = "SELECT 'each' AS l, device_id, window_start, count(*) AS n" + windows
                + "device_id, window_start UNION ALL ";
        assertThat(request("", each + "SELECT 'all', 0, window_start, count(*)" + windows + "window_start")
                        .key())
                .containsExactly(0, 1, 2);
        assertThat(request(
                                "",
                                each + "SELECT 'worst', max_by(device_id, ts), window_start, count(*)" + windows
                                        + "window_start")
                        .hasKey())
                .as("a device that is the worst until another one is")
                .isFalse();
    }
}
