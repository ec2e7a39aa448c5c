package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What EXPLAIN says about the state of live queries: what is kept, how long, how much at most. */
class LiveExplainTest {
    private static final String PER_MINUTE =
            " SELECT device_id, window_start, count(*), avg(v) FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                    + " GROUP BY device_id, window_start, window_end;";

    @TempDir
    Path folder;

    private final Session baro = new Session();

    private String explained(String watermark, String options, String statement) throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("in/a.csv"), "ts,device_id,v\n2023-01-01 00:00:00,1,2.5\n");
        Files.writeString(folder.resolve("places.csv"), "device_id,place\n1,roof\n");
        String sql = "CREATE TABLE s (ts TIMESTAMP, device_id BIGINT, v DOUBLE" + watermark + ") WITH ('path' = '"
                + folder.resolve("in") + "', 'format' = 'csv', 'follow' = 'true'" + options + ");\n"
                + "CREATE TABLE places WITH ('path' = '" + folder.resolve("places.csv") + "');\n"
                + "CREATE TABLE out WITH ('path' = '" + folder.resolve("out") + "/', 'format' = 'csv');\n"
                + "CREATE TABLE screen WITH ('connector' = 'console');\n" + statement;
        Path file = Files.writeString(folder.resolve("live.sql"), sql);
        boolean byFlag = !statement.contains("EXPLAIN");
        int status = byFlag ? baro.run("run", file.toString(), "--explain") : baro.run("run", file.toString());
        assertThat(status).as(baro.err()).isZero();
        return baro.out();
    }

    private static final String WATERMARK = ", WATERMARK FOR ts AS ts - INTERVAL '5' SECOND";

    @Test
    void aWindowIsKeptUntilNoAcceptedRowCanReachIt() throws IOException {
        assertThat(explained(WATERMARK, "", "EXPLAIN INSERT INTO screen" + PER_MINUTE))
                .contains(
                        "from s (filesystem): a row more than 00:00:05 behind its lane's greatest time is late; windows wait for"
                                + " every lane",
                        "groups by device_id, window_start",
                        "bytes or more (count; exact sum) per device_id and window",
                        "until    every lane, silent ones too, has passed the window's end by 00:00:05",
                        "bound    2 windows at once per device_id, (00:01:00 + 00:00:05) / 00:01:00",
                        "grows with the number of different device_id in a window, and with nothing else",
                        "shown    early: when every lane has passed the end by 00:00:05; nothing accepted can revise it",
                        "into screen",
                        "takes    rows and their revisions",
                        "holds    at least once")
                .doesNotContain("!");
    }

    @Test
    void theBoundFollowsFromSlideAndAccept() throws IOException {
        String hop =
                "INSERT INTO screen SELECT window_end, sum(v) FROM TABLE(HOP(TABLE s, DESCRIPTOR(ts), INTERVAL '10' SECOND,"
                        + " INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;";
        assertThat(explained(WATERMARK, ", 'accept' = '2 minutes', 'idle' = '30 seconds'", hop))
                .contains(
                        "windows do not wait for a lane that is silent for 00:00:30",
                        "until    every lane, silent ones too, has passed the window's end by 00:02:00",
                        "bound    18 windows at once, (00:01:00 + 00:02:00) / 00:00:10",
                        "then revised, (old row, new row), as a silent lane may return, and rows are accepted for longer");
    }

    @Test
    void retainLetsWindowsGoBeforeEveryAcceptedRowHasCome() throws IOException {
        String retired = "an accepted row that comes later counts as late, as retired: then the run has diverged";
        assertThat(explained(WATERMARK, ", 'accept' = 'ALL', 'retain' = '10 seconds'", "INSERT INTO out" + PER_MINUTE))
                .contains(
                        "until    every lane has passed the window's end by 00:00:15, as 'retain' says",
                        retired,
                        "bound    2 windows at once per device_id, (00:01:00 + 00:00:15) / 00:01:00",
                        "shown    once, final, when every lane has passed the end by 00:00:15, as 'retain' says: its sink")
                .doesNotContain("unbounded");
        assertThat(explained(
                        WATERMARK,
                        ", 'accept' = '20 seconds', 'idle' = '30 seconds', 'retain' = '1 minute'",
                        "INSERT INTO screen" + PER_MINUTE))
                .contains(
                        "until    every lane, silent ones too, has passed the window's end by 00:00:20; or every lane that"
                                + " is not silent has passed the window's end by 00:01:05, as 'retain' says",
                        retired);
        assertThat(explained(
                        WATERMARK,
                        ", 'accept' = '20 seconds', 'retain' = '1 minute'",
                        "INSERT INTO screen" + PER_MINUTE))
                .as("nothing can come so late")
                .contains("until    every lane, silent ones too, has passed the window's end by 00:00:20\n")
                .doesNotContain("retain", "retired");
        assertThat(explained(
                        WATERMARK,
                        ", 'accept' = 'ALL', 'retain' = '1 minute'",
                        "EXPLAIN SELECT window_start, count(*) FROM TABLE(SESSION(TABLE s, DESCRIPTOR(ts), INTERVAL '7'"
                                + " SECOND)) GROUP BY window_start, window_end"))
                .contains(
                        "until    every lane has passed the session's end by 00:01:05, as 'retain' says",
                        "bound    12 states; more by as much as one lane lies behind another");
    }

    @Test
    void whatHasNoBoundIsSaidPlainly() throws IOException {
        assertThat(explained(WATERMARK, ", 'accept' = 'ALL'", "EXPLAIN INSERT INTO screen" + PER_MINUTE))
                .contains("! unbounded: grows with time, for every row is accepted, however late");
        assertThat(explained(WATERMARK + " PER device_id", "", "EXPLAIN INSERT INTO screen" + PER_MINUTE))
                .contains(
                        "! unbounded: grows with time, for a device_id that nobody has seen yet may bring rows of any time");
        assertThat(explained(WATERMARK, "", "EXPLAIN SELECT device_id, count(DISTINCT v) FROM s GROUP BY device_id"))
                .contains(
                        "! unbounded: grows with the number of different device_id",
                        "! unbounded within a group: set of values",
                        "shown    as it changes: revisions (old row, new row)",
                        "into console");
        assertThat(explained("", "", "EXPLAIN INSERT INTO screen" + PER_MINUTE))
                .contains("no WATERMARK", "! windows of a table without a WATERMARK are kept for ever");
        assertThat(
                        explained(
                                WATERMARK,
                                "",
                                "EXPLAIN SELECT device_id, window_start, count(*) FROM TABLE(SESSION(TABLE s PARTITION BY device_id,"
                                        + " DESCRIPTOR(ts), INTERVAL '7' SECOND)) GROUP BY device_id, window_start, window_end"))
                .contains(
                        "shown    once, final: that two sessions are one may turn out late",
                        "those on disk up to 00:00:01.75 of event time later",
                        "bound    3 states per device_id; more by as much as one lane lies behind another")
                .doesNotContain("!");
    }

    @Test
    void whatIsShownFinalSaysWhy() throws IOException {
        String nested =
                "INSERT INTO out SELECT window_start, max(n) FROM (SELECT device_id, window_start, window_end, count(*) AS n"
                        + " FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) JOIN places USING (device_id)"
                        + " GROUP BY device_id, window_start, window_end) GROUP BY window_start, window_end;";
        assertThat(explained(WATERMARK, "", nested))
                .contains(
                        "beside places, at rest: read once, at the start",
                        "another aggregate reads it, and takes no rows back",
                        "its sink takes no rows back",
                        "takes    rows that nothing can revise",
                        "holds    exactly once");
    }

    @Test
    void whatGoesAlongTimeKeepsItsKeysAndTheRowsThatMayChange() throws IOException {
        String step = " SELECT device_id, ts, v - lag(v) OVER (PARTITION BY device_id ORDER BY ts) AS step FROM s;";
        assertThat(explained(WATERMARK, "", "INSERT INTO screen" + step))
                .contains(
                        "along ts by device_id: lag",
                        "keeps    one state per device_id; rows until they are folded\n",
                        "! unbounded: grows with the number of different device_id",
                        "shown    when every lane has passed a row by its publish time\n");
        assertThat(explained(WATERMARK, ", 'accept' = '2 minutes'", "INSERT INTO screen" + step))
                .contains(
                        "keeps    two states per device_id; rows until they are folded, and behind that while one that comes may lie"
                                + " before them",
                        "until    every lane, silent ones too, has passed them by 00:02:00",
                        "then revised, (old row, new row), where an earlier one comes");
        assertThat(explained(WATERMARK, ", 'accept' = '2 minutes'", "INSERT INTO out" + step))
                .contains("shown    once, final, when every lane, silent ones too, has passed a row by 00:02:00");
        assertThat(explained(WATERMARK, "", "INSERT INTO screen" + step.replace("lag(v)", "lead(v)")))
                .contains("by its publish time, or later where it looks ahead");
    }

    @Test
    void tableFunctionsAlongTimeRunLiveAndSayHowTheyFill() throws IOException {
        assertThat(explained(
                        WATERMARK,
                        "",
                        "INSERT INTO screen SELECT * FROM TABLE(RESAMPLE(TABLE s PARTITION BY device_id, DESCRIPTOR(ts),"
                                + " INTERVAL '1' MINUTE, v => 'linear'))"))
                .contains("RESAMPLE(00:01:00: v linear)", "one state per device_id");
    }

    @Test
    void anOrderThatIsNotTimesIsRefusedWithTheWayOut() throws IOException {
        for (String over : List.of(
                "rank() OVER (ORDER BY v)",
                "lag(v) OVER (PARTITION BY device_id ORDER BY ts DESC)",
                "lag(v) OVER (ORDER BY ts NULLS FIRST)")) {
            assertThat(refused(over))
                    .contains("in an order that is not known while rows come", "the column that WATERMARK names");
        }
        assertThat(refused("avg(v) OVER (PARTITION BY device_id)"))
                .contains("avg", "ends at the last row", "without ORDER BY", "end the frame at CURRENT ROW");
        assertThat(refused("ntile(4) OVER (ORDER BY ts)")).contains("ntile needs to know how many rows there are");
        assertThat(refusedQuery("SELECT * FROM TABLE(LTTB(TABLE s PARTITION BY device_id, DESCRIPTOR(ts), 'v', 100))"))
                .contains("LTTB(v, 100)", "cuts all of a key's readings into 100 parts", "give an interval");
    }

    private String refused(String over) throws IOException {
        return refusedQuery("SELECT ts, " + over + " AS x FROM s");
    }

    private String refusedQuery(String query) throws IOException {
        Path source = Files.createDirectories(folder.resolve("in"));
        Files.writeString(source.resolve("a.csv"), "ts,device_id,v\n2023-01-01 00:00:00,1,2.5\n");
        String sql =
                "CREATE TABLE s (ts TIMESTAMP, device_id BIGINT, v DOUBLE" + WATERMARK + ") WITH ('path' = '" + source
                        + "', 'format' = 'csv', 'follow' = 'true');\n"
                        + "CREATE TABLE screen WITH ('connector' = 'console');\nINSERT INTO screen " + query + ";";
        Path file = Files.writeString(folder.resolve("live.sql"), sql);
        Session refused = new Session();
        assertThat(refused.run("run", file.toString(), "--explain")).isEqualTo(2);
        return refused.err();
    }

    @Test
    void aQueryOverFilesAtRestSaysNothingOfIt() throws IOException {
        assertThat(explained(WATERMARK, "", "EXPLAIN SELECT count(*) FROM places"))
                .doesNotContain("live");
    }
}
