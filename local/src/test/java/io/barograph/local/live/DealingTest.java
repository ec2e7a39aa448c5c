package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.formats.FileCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
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
        return dealt(sql).get(0).size();
    }

    /** By which columns the parts of each stage are dealt out. */
    private List<List<Integer>> dealt(String sql) throws IOException {
        return outlined(sql, query -> Dealing.by(query.network(changes -> {}).nodes()));
    }

    private <T> T outlined(String sql, Function<HostedQuery, T> ask) throws IOException {
        LaneFiles.write(folder, new Random(1));
        LaneFiles.writeEvents(folder, new Random(2));
        FileCatalog files = new FileCatalog();
        ReplayCatalog[] live = new ReplayCatalog[1];
        live[0] = new ReplayCatalog(1, request -> new MemorySink(new MemorySink.Place(), request, true, true, live[0]));
        LiveEngine.Insert insert = new Pipelines(folder).insert(sql, "4 seconds", null);
        LiveJob job = new LiveJob("out", insert.query(), insert.target(), "test", true, false, folder.toString());
        try (HostedQuery query = HostedQuery.outlined(job, files, live[0], RunOptions.defaults())) {
            query.check("here");
            return ask.apply(query);
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

    private static final String JOIN =
            "SELECT s.t, s.key, s.note, e.level FROM sensors s LEFT JOIN events e ON s.key = e.key"
                    + " AND e.t BETWEEN s.t - INTERVAL '5' SECOND AND s.t";

    @Test
    void bothSidesOfAJoinAreDealtByItsKey() throws IOException {
        assertThat(dealt(JOIN).get(0)).as("the number of the key").containsExactly(0);
    }

    @Test
    void whatIsBehindAJoinFindsItsRowsByTheSideThatIsNeverNull() throws IOException {
        assertThat(columns("SELECT key, count(*) FROM (" + JOIN + ") GROUP BY key"))
                .isOne();
        assertThat(columns("SELECT k, count(*) FROM (" + JOIN.replace("s.key, s.note", "e.key AS k") + ") GROUP BY k"))
                .as("the other side's key, which is NULL where nothing matches")
                .isZero();
        assertThat(columns("SELECT note, count(*) FROM (" + JOIN + ") GROUP BY note"))
                .isZero();
    }

    @Test
    void eachSideIsDealtByItsOwnColumnOfTheKeyThatTheyMeetBy() throws IOException {
        String events = "SELECT level, key, window_start, window_end, count(*) AS n FROM TABLE(TUMBLE(TABLE events,"
                + " DESCRIPTOR(t), INTERVAL '10' SECOND)) GROUP BY level, key, window_start, window_end";
        List<List<Integer>> dealt = dealt("SELECT x.key, x.c, y.n FROM (" + WINDOWS + ") x JOIN (" + events
                + ") y ON x.key = y.key AND x.window_start = y.window_start AND x.window_end = y.window_end");
        assertThat(dealt.subList(0, 2))
                .as("both windows")
                .allSatisfy(columns -> assertThat(columns).hasSize(1));
        assertThat(dealt.get(2)).as("the join, which no table flows into").isEmpty();
    }

    @Test
    void whatNeverMeetsIsDealtByKeysOfItsOwn() throws IOException {
        List<List<Integer>> dealt =
                dealt("SELECT key, count(*) FROM sensors GROUP BY key UNION ALL SELECT what, n FROM (SELECT"
                        + " key AS what, level, count(*) AS n FROM events GROUP BY key, level)");
        assertThat(dealt.get(0)).hasSize(1);
        assertThat(dealt.get(1)).hasSize(2);
    }

    @Test
    void explainSaysByWhatEachStageIsDealtOut() throws IOException {
        assertThat(dealing(
                        "SELECT key, window_end, sum(step) FROM TABLE(TUMBLE(TABLE (SELECT key, t, value - lag(value)"
                                + " OVER (PARTITION BY key ORDER BY t) AS step FROM sensors), DESCRIPTOR(t), INTERVAL '10' SECOND))"
                                + " GROUP BY key, window_end"))
                .containsExactly("rows along time by key: dealt out by key");
        assertThat(dealing("SELECT key, count(*) FROM sensors GROUP BY key UNION ALL SELECT what, n FROM (SELECT"
                        + " key AS what, level, count(*) AS n FROM events GROUP BY key, level)"))
                .containsExactly("groups by key: dealt out by key", "groups by key, level: dealt out by key, level");
        assertThat(dealing(JOIN)).containsExactly("join by key: dealt out by key");
    }

    @Test
    void explainSaysWhereOnePartitionHasEverything() throws IOException {
        assertThat(dealing("SELECT count(*) FROM sensors")).containsExactly("groups: all in one partition");
        assertThat(dealing(
                        "SELECT t, key, reason FROM TABLE(DETECT(TABLE sensors PARTITION BY key, DESCRIPTOR(t), 'value',"
                                + " detector => 'gone_quiet'))"))
                .containsExactly("rows along time by key: all in one partition");
        assertThat(dealing(
                        JOIN.replace("s.key = e.key", "CAST(s.key AS DECIMAL(9, 0)) = CAST(e.key AS DECIMAL(9, 0))")))
                .as("values that are compared as of another type")
                .containsExactly("join by key 1: all in one partition");
    }

    private List<String> dealing(String sql) throws IOException {
        return outlined(sql, HostedQuery::dealing).lines().map(String::strip).toList();
    }
}
