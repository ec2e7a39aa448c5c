package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which joins of two live tables run, and what is said of them. What they find, {@link LiveReplayTest} compares. */
class LiveJoinTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Pipelines.writeLittle(folder);
        Files.writeString(folder.resolve("event0.csv"), "t,key,level,what\n1700000000,1,7,a\n");
    }

    private String explained(String query) {
        return new Pipelines(folder).explained(query, "9 seconds", true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ON s.key = e.key",
                "ON s.key = e.key AND e.t >= s.t",
                "ON s.key = e.key AND e.t BETWEEN s.t - s.value * INTERVAL '1' SECOND AND s.t",
                "ON s.key = e.key AND e.level BETWEEN s.value AND s.value + 3",
                "ON s.t::DATE = e.t::DATE"
            })
    void aJoinThatSaysNoBoundInTimeIsRefused(String condition) {
        assertThatThrownBy(() -> explained("SELECT s.t, e.level FROM sensors s JOIN events e " + condition))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining(
                        "nothing here says when that is: bound the distance of the columns that WATERMARK names");
    }

    @Test
    void anAsOfJoinOfOtherTimesIsRefused() {
        assertThatThrownBy(
                        () -> explained("SELECT s.t, e.level FROM sensors s ASOF JOIN events e ON s.value >= e.level"))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("an as-of join of two live tables goes along their event times");
    }

    @Test
    void whatIsKeptIsExplained() {
        assertThat(explained(
                        "SELECT s.t, e.level FROM sensors s ASOF LEFT JOIN events e ON s.key = e.key AND s.t >= e.t"))
                .contains(
                        "left join as of t and t, by key",
                        "keeps    the last row of the right per key",
                        "rows of both until event time of both tables has passed them, and behind that while one that comes",
                        "! unbounded: grows with the number of different key, one row each",
                        "then revised, (old row, new row), where an earlier row comes");
        assertThat(explained("SELECT s.t, e.level FROM sensors s ASOF JOIN events e ON s.key = e.key AND s.t >= e.t"
                        + " AND s.t - e.t <= INTERVAL '1' MINUTE"))
                .contains("keeps    the last row of the right per key, for 00:01:00 at most")
                .doesNotContain("!");
        assertThat(explained("SELECT s.t, e.level FROM sensors s ASOF JOIN events e ON NEAREST(s.t, e.t)"))
                .contains(
                        "keeps    the last row of the right, and rows of the left until one of the right follows",
                        "! unbounded: rows of the left wait for ever where none of the right follows");
        assertThat(explained("SELECT s.t, e.level FROM sensors s JOIN events e ON s.key = e.key AND e.t BETWEEN s.t -"
                        + " INTERVAL '5' SECOND AND s.t + INTERVAL '1' MINUTE"))
                .contains(
                        "inner join along t and t, by key",
                        "keeps    rows of the left for 00:01:00 behind their time, of the right for 00:00:05")
                .doesNotContain("!");
    }

    @Test
    void windowsBehindAJoinEndByAsMuchLaterAsItsRowsWait() {
        String joined =
                "SELECT window_start, count(*) FROM TABLE(TUMBLE(TABLE (SELECT s.t, e.level FROM sensors s JOIN events e"
                        + " ON s.key = e.key AND e.t BETWEEN s.t AND s.t + INTERVAL '30' SECOND), DESCRIPTOR(t), INTERVAL '10' SECOND))"
                        + " GROUP BY window_start, window_end";
        assertThat(explained(joined))
                .contains(
                        "once, final, when every lane, silent ones too, has passed what can match it by 00:00:09",
                        "bound    5 windows at once, (00:00:10 + 00:00:39) / 00:00:10");
    }

    @Test
    void joinsOfGroupsReadFinalOnes() {
        String windows =
                "(SELECT key, window_start, window_end, count(*) AS n FROM TABLE(TUMBLE(TABLE %s, DESCRIPTOR(t),"
                        + " INTERVAL '10' SECOND)) GROUP BY key, window_start, window_end)";
        assertThat(explained("SELECT x.key, x.n, y.n AS m FROM " + windows.formatted("sensors") + " x JOIN "
                        + windows.formatted("events") + " y ON x.key = y.key AND x.window_start = y.window_start AND"
                        + " x.window_end = y.window_end"))
                .contains(
                        "inner join of windows by",
                        "keeps    rows of both sides until the end of their window",
                        "a join with another live table reads it, and takes no rows back");
    }
}
