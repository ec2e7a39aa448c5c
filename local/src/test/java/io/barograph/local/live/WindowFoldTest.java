package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of folds along the rows of a window. What they give, {@link LiveReplayTest} compares. */
class WindowFoldTest {
    private static final String WINDOWS = "TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(t), INTERVAL '10' SECOND))";

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Pipelines.writeLittle(folder);
    }

    private String explained(String query) {
        return new Pipelines(folder).explained(query, "4 seconds", true);
    }

    @Test
    void ranksOfAWindowWaitForItsEnd() {
        assertThat(explained("SELECT key, value FROM " + WINDOWS
                        + " QUALIFY rank() OVER (PARTITION BY key, window_end ORDER BY value DESC) <= 3"))
                .contains("by key, window_end: rank()", "keeps    all rows per key and window", "shown    once, final")
                .doesNotContain("!");
    }

    @Test
    void whereTimeTellsEnoughRowsDoNotWait() {
        assertThat(explained("SELECT key, value FROM " + WINDOWS
                        + " QUALIFY rank() OVER (PARTITION BY key, window_end ORDER BY t) <= 3"))
                .contains("along t by key, window_end: rank()", "shown    when every lane has passed a row");
    }

    @Test
    void whereNoKeyIsOfAWindowTheWayOutIsSaid() {
        assertThatThrownBy(() -> explained(
                        "SELECT key FROM sensors QUALIFY rank() OVER (PARTITION BY key ORDER BY value DESC) <= 3"))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("a row that comes later may stand before all others")
                .hasMessageContaining("partition by a window, too");
    }

    /** How long a device has been quiet is told by the latest row of any, which no window alone knows. */
    @Test
    void whatAsksForTheLatestRowOfAnyKeyIsNotFoldedByWindow() {
        assertThatThrownBy(() -> explained("SELECT key, score FROM TABLE(DETECT(TABLE (SELECT key, window_end, value,"
                        + " CAST(CAST(t AS VARCHAR) AS TIMESTAMP) AS measured FROM " + WINDOWS
                        + ") PARTITION BY (key, window_end), DESCRIPTOR(measured), 'value'))"))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("goes along rows in an order that is not known while rows come")
                .hasMessageNotContaining("partition by a window");
    }
}
