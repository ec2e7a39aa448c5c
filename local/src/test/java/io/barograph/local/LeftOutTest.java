package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.source.RejectedRecord;
import io.barograph.formats.FileCatalog;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of {@code sensors$late} and {@code sensors$rejected} are those that a run over {@code sensors} leaves out. */
class LeftOutTest {
    private static final int SEEDS = 40;
    private static final long FIRST_SEED = Long.getLong("barograph.seed", 20_270_101L);

    @TempDir
    Path folder;

    private final FileCatalog files = new FileCatalog();

    private String declaration(String per, String accept) {
        return "CREATE TABLE sensors (t TIMESTAMP, key BIGINT, value DOUBLE, WATERMARK FOR t AS t - INTERVAL '4' SECOND"
                + per
                + ") WITH ('path' = '" + folder.resolve("lane*.csv") + "', 'timestamp.unit' = 's', 'accept' = '"
                + accept
                + "');\n";
    }

    private List<String> rows(String text, RunOptions options) {
        Statement statement = SqlPlanner.plan(
                text,
                files,
                ValueFinder.by((query, sink) -> new LocalEngine(files).run(query, sink, RunOptions.defaults())));
        List<String> rows = new ArrayList<>();
        RunSummary run = new LocalEngine(files)
                .run(
                        ((Statement.Select) statement).query(),
                        new ResultSink() {
                            @Override
                            public void begin(Schema schema) {}

                            @Override
                            public void accept(Batch batch) {
                                for (int i = 0; i < batch.size(); i++) {
                                    rows.add(batch.row(i).toString());
                                }
                            }

                            @Override
                            public void end() {}
                        },
                        options);
        assertThat(run.read()).isEqualTo(run.used() + run.late() + run.rejected() + run.duplicate());
        return rows;
    }

    private void write(Random random) throws IOException {
        for (int lane = 0; lane < 3; lane++) {
            List<String> lines = new ArrayList<>(List.of("t,key,value"));
            long now = 1_700_000_000L;
            int count = random.nextInt(400);
            for (int i = 0; i < count; i++) {
                now += random.nextInt(3);
                long time = now - random.nextInt(14) + (random.nextInt(30) == 0 ? 200_000 : 0);
                lines.add(random.nextInt(20) == 0 ? "broken " + i : time + "," + random.nextInt(3) + "," + i);
            }
            Files.write(folder.resolve("lane" + lane + ".csv"), lines);
        }
    }

    @Test
    void theyAreWhatARunOverTheTableTellsOf() throws IOException {
        int late = 0;
        int rejected = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            Random random = new Random(seed);
            write(random);
            String table = declaration(random.nextBoolean() ? " PER key" : "", random.nextInt(9) + " seconds");
            List<String> expectedLate = new ArrayList<>();
            List<String> expectedRejected = new ArrayList<>();
            rows(table + "SELECT count(*) FROM sensors", RunOptions.defaults().withRejects(record -> {
                if (record.reason().startsWith("late")) {
                    expectedLate.add(List.of(record.lane(), record.offset(), valueOf(record))
                            .toString());
                } else {
                    expectedRejected.add(List.of(record.lane(), record.offset(), record.reason(), record.text())
                            .toString());
                }
            }));
            RunOptions options =
                    RunOptions.defaults().withThreads(1 + random.nextInt(4)).withSplitBytes(1000);
            assertThat(rows(table + "SELECT lane, lane_offset, value FROM sensors$late", options))
                    .as("-Dbarograph.seed=%d", seed)
                    .containsExactlyInAnyOrderElementsOf(expectedLate);
            assertThat(rows(table + "SELECT * FROM sensors$rejected", options))
                    .as("-Dbarograph.seed=%d", seed)
                    .containsExactlyInAnyOrderElementsOf(expectedRejected);
            late += expectedLate.size();
            rejected += expectedRejected.size();
        }
        assertThat(late).isPositive();
        assertThat(rejected).isPositive();
    }

    private static double valueOf(RejectedRecord record) {
        return Double.parseDouble(record.text().substring(record.text().lastIndexOf(',') + 1));
    }

    @Test
    void aLateRowSaysHowLateItIsAndBehindWhat() throws IOException {
        Files.writeString(folder.resolve("lane0.csv"), "t,key,value\n100,1,1\n90,2,2\n92,1,3\n95,2,4\n89,2,5\n");
        assertThat(rows(
                        declaration(" PER key", "5 seconds")
                                + "SELECT value, lane_time, lateness, reason FROM sensors$late",
                        RunOptions.defaults()))
                .containsExactly("[3.0, 100000000000, 8000000000, late]", "[5.0, 95000000000, 6000000000, late]");
    }

    @Test
    void columnsOfTheTableKeepTheirNames() throws IOException {
        Files.writeString(folder.resolve("lane0.csv"), "t,lane,reason_,Reason\n100,a,b,c\n1,d,e,f\n");
        String table = "CREATE TABLE sensors (t TIMESTAMP, WATERMARK FOR t AS t) WITH ('path' = '"
                + folder.resolve("lane0.csv") + "', 'timestamp.unit' = 's');\n";
        assertThat(rows(table + "SELECT lane, Reason, reason_, reason__ FROM sensors$late", RunOptions.defaults()))
                .containsExactly("[d, f, e, late]");
    }

    @Test
    void aFilesNameHasLeftOutRecordsToo() throws IOException {
        Files.writeString(folder.resolve("lane0.csv"), "a,b\n1,2\nx\n3,4\n");
        assertThat(rows(
                        "SELECT lane_offset, text FROM '" + folder.resolve("lane0.csv") + "$rejected'",
                        RunOptions.defaults()))
                .containsExactly("[8, x]");
        Files.writeString(folder.resolve("of$rejected.csv"), "a\n1\n");
        Files.move(folder.resolve("of$rejected.csv"), folder.resolve("of.csv$late"));
        assertThat(rows(
                        "CREATE TABLE t WITH ('path' = '" + folder.resolve("of.csv$late")
                                + "', 'format' = 'csv'); SELECT * FROM t",
                        RunOptions.defaults()))
                .containsExactly("[1]");
    }

    @Test
    void aTableWithoutAnEventTimeHasNoLateRows() throws IOException {
        Files.writeString(folder.resolve("lane0.csv"), "a,b\n1,2\nx\n3,4\n");
        assertThat(rows("SELECT a, lane FROM '" + folder.resolve("lane0.csv") + "$late'", RunOptions.defaults()))
                .isEmpty();
    }
}
