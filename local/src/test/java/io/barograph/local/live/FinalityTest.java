package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said where windows never become final, of what makes their rows. */
class FinalityTest {
    private static final String EDGES = "SELECT key, window_start, window_end, time_weighted_avg(value, t) AS mean FROM"
            + " TABLE(TUMBLE_EDGES(TABLE sensors PARTITION BY key, DESCRIPTOR(t), INTERVAL '10' SECOND))"
            + " GROUP BY key, window_start, window_end";

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Pipelines.writeLittle(folder);
    }

    private String explained(String query, boolean revises) {
        return new Pipelines(folder).explained(query, "4 seconds", revises);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                EDGES,
                "SELECT key, window_end, avg(value) FROM TABLE(TUMBLE(TABLE (SELECT * FROM TABLE(RESAMPLE(TABLE sensors"
                        + " PARTITION BY key, DESCRIPTOR(t), INTERVAL '1' SECOND))), DESCRIPTOR(t), INTERVAL '10' SECOND))"
                        + " GROUP BY key, window_end"
            })
    void windowsWhoseRowsWaitForTheNextReadingAreNeverComplete(String query) {
        assertThatThrownBy(() -> explained(query, false))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining(
                        "may come as late as the next rows of their key, however long that takes, so none of"
                                + " these windows is ever known to be complete")
                .hasMessageContaining("this sink cannot take rows back; write to one that can, or have the run end");
        assertThat(explained(query, true)).contains("shown    as it changes: revisions (old row, new row)");
    }

    @Test
    void neitherIsWhatAddsThemUp() {
        assertThatThrownBy(() -> explained("SELECT key, max(mean) FROM (" + EDGES + ") GROUP BY key", true))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("rows of TUMBLE_EDGES(")
                .hasMessageContaining("an aggregate or a join over them would have to be taken back");
    }

    @Test
    void groupsOfNoWindowAreSaidToBeSuch() {
        assertThatThrownBy(() -> explained("SELECT key, count(*) FROM sensors GROUP BY key", false))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining(
                        "groups without a window of the table's event time change as long as rows come, and"
                                + " this sink cannot take rows back; write to one that can, or group by a window");
    }
}
