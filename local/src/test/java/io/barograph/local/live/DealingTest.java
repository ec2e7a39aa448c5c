package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.formats.FileCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether later stages find their rows in one place is the replays' matter; here, that they need not be in the same one for all. */
class DealingTest {
    private static final String WINDOWS =
            "SELECT key, window_start, window_end, count(*) AS c FROM TABLE(TUMBLE(TABLE sensors,"
                    + " DESCRIPTOR(t), INTERVAL '10' SECOND)) GROUP BY key, window_start, window_end";

    @TempDir
    Path folder;

    /** By how many columns the first stage's parts are dealt out. */
    private int columns(String sql) throws IOException {
        LaneFiles.write(folder, new Random(1));
        FileCatalog files = new FileCatalog();
        ReplayCatalog[] live = new ReplayCatalog[1];
        live[0] = new ReplayCatalog(1, request -> new MemorySink(new MemorySink.Place(), request, true, true, live[0]));
        LiveEngine.Insert insert = new Pipelines(folder).insert(sql, "4 seconds", null);
        LiveJob job = new LiveJob("out", insert.query(), insert.target(), "test", true, false, folder.toString());
        try (HostedQuery query = HostedQuery.outlined(job, files, live[0], RunOptions.defaults())) {
            query.check("here");
            return Dealing.by(query.network(changes -> {}).nodes()).size();
        }
    }

    @Test
    void oneStageDealsByAllItsKeys() throws IOException {
        assertThat(columns(WINDOWS)).isEqualTo(2);
        assertThat(columns("SELECT t, lag(value) OVER (PARTITION BY key ORDER BY t) FROM sensors"))
                .isOne();
    }

    @Test
    void laterStagesLeaveTheKeysThatTheyHaveThemselves() throws IOException {
        assertThat(columns("SELECT key, c - lag(c) OVER (PARTITION BY key ORDER BY window_end) FROM (" + WINDOWS + ")"))
                .isOne();
        assertThat(columns("SELECT window_end, max(c) FROM (" + WINDOWS + ") GROUP BY window_start, window_end"))
                .isOne();
    }

    @Test
    void whatMeetsByNoSharedKeyIsInOnePlace() throws IOException {
        assertThat(columns("SELECT c, lag(key) OVER (PARTITION BY c ORDER BY window_end) FROM (" + WINDOWS + ")"))
                .isZero();
    }
}
