package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the latest row of each key can go, and what is said of it. What it is, {@link LiveReplayTest} compares. */
class LiveFirstRowsTest {
    private static final String LATEST = "SELECT * FROM sensors LATEST ON t PARTITION BY key";
    private static final String OF_WINDOWS =
            "SELECT * FROM TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(t), INTERVAL '10' SECOND))"
                    + " LATEST ON t PARTITION BY key, window_end";

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Pipelines.writeLittle(folder);
    }

    private String explained(String query, boolean revises) {
        return new Pipelines(folder).explained(query, "4 seconds", revises);
    }

    @Test
    void whatIsKeptIsExplained() {
        assertThat(explained(LATEST, true))
                .contains(
                        "first row by key, in the order of t descending",
                        "keeps    one row per key",
                        "shown    as it changes: revisions (old row, new row)",
                        "! unbounded: grows with the number of different key");
        assertThat(explained(OF_WINDOWS, true))
                .contains(
                        "keeps    one row per key and window", "shown    early: when every lane has passed the end by")
                .doesNotContain("!");
    }

    @Test
    void aSinkThatTakesNoRowsBackGetsThoseOfWindowsAlone() {
        assertThatThrownBy(() -> explained(LATEST, false))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("the first or latest row of each key changes as long as rows come, and this sink"
                        + " cannot take rows back; write to one that can, or partition by a window, too")
                .extracting(failed -> ((BarographException) failed).code())
                .isEqualTo(ErrorCode.NOT_SUPPORTED);
        assertThat(explained(OF_WINDOWS, false)).contains("shown    once, final, when every lane");
    }

    @Test
    void whatReadsItTakesNoRowsBack() {
        assertThatThrownBy(() -> explained("SELECT note, count(*) FROM (" + LATEST + ") GROUP BY note", true))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining(
                        "an aggregate or a join over them would have to be taken back; partition by a window, too");
    }

    /** An order that rows keep to goes along time, as ever. */
    @ParameterizedTest
    @ValueSource(strings = {"t", "key, t", "t, key DESC"})
    void theFirstRowByEventTimeIsFinalWhenTheWatermarkHasPassedIt(String order) {
        String numbered = "row_number() OVER (PARTITION BY key ORDER BY " + order + ")";
        assertThat(explained("SELECT * FROM sensors QUALIFY " + numbered + " = 1", false))
                .contains("along t by key: first row", "shown    once, final, when every lane");
    }
}
