package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryCommandTest {
    @TempDir
    Path folder;

    private final Session baro = new Session();
    private String file = "";

    @BeforeEach
    void writeReadings() throws IOException {
        file = write("readings.csv", """
                timestamp,device_id,temperature,장소
                2023-01-01 00:00:00,1,20.5,서울
                2023-01-01 00:00:01,2,21.25,부산
                2023-01-01 00:00:02,1,NA,서울
                2023-01-01 00:00:03,2,22.75,부산
                """);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private Stream<String> filesLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList().stream();
        }
    }

    @Test
    void aPipeGetsCsv() {
        assertThat(baro.run("SELECT device_id, count(*) AS n, avg(temperature) AS mean FROM '" + file
                        + "' GROUP BY device_id ORDER BY device_id"))
                .isZero();
        assertThat(baro.out()).isEqualTo("device_id,n,mean\n1,2,20.5\n2,2,22.0\n");
        assertThat(baro.err()).isEmpty();
    }

    @Test
    void theQueryMayStandBehindAnOptionAndBehindAFile() throws IOException {
        String init = write(
                "init.sql",
                "CREATE TABLE r WITH ('path' = '" + file + "');\nCREATE VIEW v AS SELECT temperature FROM r -- ;");
        assertThat(baro.run("-c", "SELECT count(*) AS n FROM v", "--init", init))
                .as(baro.err())
                .isZero();
        assertThat(baro.out()).isEqualTo("n\n4\n");
        assertThat(baro.run("verify", "SELECT count(*) AS n FROM v", "--init", init))
                .as(baro.err())
                .isZero();
        assertThat(baro.run("-c", "SELECT 1,\n  temprature FROM v", "--init", init))
                .isEqualTo(2);
        assertThat(baro.err()).contains("did you mean temperature?", "line 2:   temprature FROM v");
        write("init.sql", "CREATE VIEW v AS\nSELECT 1 +;");
        assertThat(baro.run("-c", "SELECT 1", "--init", init)).isEqualTo(2);
        assertThat(baro.err()).contains("init.sql:2:");
        assertThat(baro.withInput("").run("shell", "--init", init)).isEqualTo(2);
        assertThat(baro.run("-c", "SELECT 1", "SELECT 2")).isEqualTo(2);
        assertThat(baro.err()).contains("the query is given twice: by --command and as 'SELECT 2'");
    }

    @Test
    void aTerminalGetsABox() {
        assertThat(baro.onTerminal(80).run("SELECT timestamp, 장소, temperature FROM '" + file + "'"))
                .isZero();
        assertThat(baro.out()).isEqualTo("""
                        ┌─────────────────────┬─────────┬─────────────┐
                        │      timestamp      │  장소   │ temperature │
                        │      TIMESTAMP      │ VARCHAR │   DOUBLE    │
                        ├─────────────────────┼─────────┼─────────────┤
                        │ 2023-01-01 00:00:00 │ 서울    │        20.5 │
                        │ 2023-01-01 00:00:01 │ 부산    │       21.25 │
                        │ 2023-01-01 00:00:02 │ 서울    │        NULL │
                        │ 2023-01-01 00:00:03 │ 부산    │       22.75 │
                        ├─────────────────────┴─────────┴─────────────┤
                        │ 4 rows, 3 columns                           │
                        └─────────────────────────────────────────────┘
                        """);
    }

    @Test
    void theQueryMayComeFromAFileOrFromStandardInput() throws IOException {
        String sql = "SELECT count(*) AS n\n  FROM '" + file + "'";
        assertThat(baro.run("-f", write("query.sql", sql))).isZero();
        assertThat(baro.out()).isEqualTo("n\n4\n");
        assertThat(baro.withInput(sql).run("-")).isZero();
        assertThat(baro.out()).isEqualTo("n\n4\n");
    }

    @Test
    void anOutputFileAppearsCompleteOrNotAtAll() throws IOException {
        String out = folder.resolve("out.json").toString();
        assertThat(baro.run("SELECT device_id FROM '" + file + "' WHERE device_id = 1", "-o", out))
                .isZero();
        assertThat(Files.readString(Path.of(out))).isEqualTo("[\n{\"device_id\":1},\n{\"device_id\":1}\n]\n");
        assertThat(baro.out()).isEmpty();
        assertThat(baro.err()).isEmpty();
        assertThat(baro.onTerminal(80).run("SELECT device_id FROM '" + file + "'", "-o", out))
                .isZero();
        assertThat(baro.err()).startsWith("4 rows in " + out + " (");

        String bad = write("bad.csv", "a\n" + "1\n".repeat(20_000) + "x\n");
        String strict = folder.resolve("strict.csv").toString();
        assertThat(baro.run("SELECT a FROM '" + bad + "'", "-o", strict, "--strict"))
                .isEqualTo(1);
        assertThat(filesLeft()).doesNotContain("strict.csv").noneMatch(name -> name.endsWith(".tmp"));
    }

    @Test
    void nullsOfOneColumnComeBackFromCsv() throws IOException {
        String[][] columns = {
            {"(1), (NULL), (3)", "sum"}, {"('a'), (NULL), (''), ('NULL')", "max"}, {"(NULL), (NULL)", "max"}
        };
        for (String[] column : columns) {
            String out = folder.resolve("nulls.csv").toString();
            String sql = "SELECT count(*) AS n, count(x) AS present, count(DISTINCT x) AS d, " + column[1]
                    + "(x) AS v FROM ";
            String values = "(VALUES " + column[0] + ") AS t(x)";
            assertThat(baro.run("SELECT x FROM " + values, "-o", out))
                    .as(baro.err())
                    .isZero();
            assertThat(baro.run(sql + "'" + out + "'")).as(baro.err()).isZero();
            String read = baro.out();
            assertThat(baro.run(sql + values)).isZero();
            assertThat(read).isEqualTo(baro.out());
        }
    }

    @Test
    void oneRowIsNoOneRows() throws IOException {
        assertThat(baro.run("EXPLAIN ANALYZE SELECT 1")).isZero();
        assertThat(baro.out()).contains("\n1 row in ");
        assertThat(baro.run("summarize", write("one.csv", "x\n1\n"))).isZero();
        assertThat(baro.out()).contains("one.csv: 1 row of 1 column, ");
    }

    @Test
    void explainRunsNothing() {
        for (String[] arguments :
                new String[][] {{"--explain", "SUMMARIZE '" + file + "'"}, {"EXPLAIN SUMMARIZE '" + file + "'"}}) {
            assertThat(baro.run(arguments)).as(baro.err()).isZero();
            assertThat(baro.out()).contains("Aggregate count(*)", "Scan ").doesNotContain("┌");
        }
    }

    @Test
    void aTextWhoseNameEndsWithGzIsCompressed() throws IOException {
        String sql = "SELECT device_id, temperature FROM '" + file + "' ORDER BY timestamp";
        for (String form : new String[] {"csv", "json", "jsonl"}) {
            String out = folder.resolve("out." + form + ".gz").toString();
            assertThat(baro.run(sql, "-o", out)).as(baro.err()).isZero();
            assertThat(baro.run(sql, "--format", form)).isZero();
            assertThat(unpacked(out)).isEqualTo(baro.out());
            assertThat(baro.run("SELECT sum(temperature) AS s FROM '" + out + "'"))
                    .isZero();
            assertThat(baro.out()).isEqualTo("s\n64.5\n");
        }
        String none = folder.resolve("none.jsonl.gz").toString();
        assertThat(baro.run(sql.replace("ORDER", "WHERE false ORDER"), "-o", none))
                .isZero();
        assertThat(unpacked(none)).isEmpty();
        String named = folder.resolve("named.gz").toString();
        assertThat(baro.run(sql, "-o", named, "--format", "csv")).isZero();
        assertThat(unpacked(named)).startsWith("device_id,temperature\n");
        String copied = folder.resolve("copied.csv.gz").toString();
        assertThat(baro.run("run", write("copy.sql", "COPY (SELECT 1 AS one) TO '" + copied + "'")))
                .as(baro.err())
                .isZero();
        assertThat(unpacked(copied)).isEqualTo("one\n1\n");

        String bad = write("bad.csv", "a\n" + "1\n".repeat(20_000) + "x\n");
        assertThat(baro.run(
                        "SELECT a FROM '" + bad + "'",
                        "-o",
                        folder.resolve("strict.csv.gz").toString(),
                        "--strict"))
                .isEqualTo(1);
        assertThat(filesLeft()).doesNotContain("strict.csv.gz").noneMatch(name -> name.endsWith(".tmp"));
        assertThat(baro.run(sql, "-o", "x.parquet.gz")).isEqualTo(2);
        assertThat(baro.err()).contains("texts such as .csv also with .gz or .zst behind it");
    }

    private static String unpacked(String file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(Path.of(file)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyFormCanBeAskedFor() {
        String sql = "SELECT device_id, temperature FROM '" + file + "' WHERE device_id = 1";
        assertThat(baro.run(sql, "--format", "jsonl")).isZero();
        assertThat(baro.out())
                .isEqualTo("{\"device_id\":1,\"temperature\":20.5}\n{\"device_id\":1,\"temperature\":null}\n");
        assertThat(baro.run(sql, "--format=markdown")).isZero();
        assertThat(baro.out()).isEqualTo("| device_id | temperature |\n|---:|---:|\n| 1 | 20.5 |\n| 1 |  |\n");
        assertThat(baro.run(sql, "--format", "chart")).isZero();
        assertThat(baro.out()).startsWith("temperature\n").contains("┤");
        assertThat(baro.run(sql, "--format", "xml")).isEqualTo(2);
        assertThat(baro.err())
                .contains(
                        "one of box, line, markdown, chart, csv, tsv, json, jsonl, parquet, arrow, arrows, not 'xml'");
    }

    @Test
    void anUnknownColumnIsShownInItsPlaceWithTheNearestName() {
        assertThat(baro.run("SELECT device_id,\n  temprature FROM '" + file + "'"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("did you mean temperature?").endsWith("""
                        line 2:   temprature FROM '%s'
                                  ^
                        """.formatted(file));
    }

    @Test
    void aMissingFileIsAnOutsideFailure() {
        assertThat(baro.run("SELECT * FROM '" + folder.resolve("reading.csv") + "'"))
                .isEqualTo(3);
        assertThat(baro.err()).contains("readings.csv").contains("^");
    }

    @Test
    void rejectedLinesAreCountedNamedAndKept() throws IOException {
        String bad = write("bad.csv", "a,b\n" + "1,2\n".repeat(2000) + "1,\"x\"\"y\",3\n" + "1,2\n");
        assertThat(baro.run("SELECT count(*) AS n FROM '" + bad + "'")).isZero();
        assertThat(baro.out()).isEqualTo("n\n2001\n");
        assertThat(baro.err()).startsWith("1 of 2,002 records rejected: ").endsWith("; see them with --rejects FILE\n");

        String rejects = folder.resolve("rejects.csv").toString();
        assertThat(baro.run("SELECT count(*) AS n FROM '" + bad + "'", "--rejects", rejects))
                .isZero();
        assertThat(Files.readString(Path.of(rejects)))
                .startsWith("file,line,offset,reason,text\n\"" + bad + "\",2002,8004,\"")
                .endsWith(",\"1,\"\"x\"\"\"\"y\"\",3\"\n");

        assertThat(baro.run("SELECT count(*) AS n FROM '" + bad + "'", "--strict"))
                .isEqualTo(1);
        assertThat(baro.out()).isEmpty();
    }

    @Test
    void undefinedValuesAreCounted() {
        assertThat(baro.run("SELECT device_id, device_id / 0 AS x FROM '" + file + "'"))
                .isZero();
        assertThat(baro.out()).isEqualTo("device_id,x\n1,\n2,\n1,\n2,\n");
        assertThat(baro.err()).contains("4 values were undefined and taken as NULL: 4 × ");
    }

    @Test
    void describeListsTheColumns() {
        assertThat(baro.run("DESCRIBE '" + file + "'")).isZero();
        assertThat(baro.out())
                .isEqualTo("column,type\ntimestamp,TIMESTAMP\ndevice_id,BIGINT\ntemperature,DOUBLE\n장소,VARCHAR\n");
    }

    @Test
    void explainShowsThePlanAndRunsNothing() {
        assertThat(baro.run("--explain", "SELECT count(*) FROM '" + file + "'")).isZero();
        assertThat(baro.out()).contains("Aggregate count(*)").contains("merge on all threads");
    }

    @Test
    void aReaderThatLeavesEndsTheRunInSilence() throws IOException {
        String large = write("large.csv", "a\n" + "12345678\n".repeat(100_000));
        assertThat(baro.withReaderThatLeaves().run("SELECT a FROM '" + large + "'"))
                .isZero();
        assertThat(baro.err()).isEmpty();
    }

    @Test
    void aCancelledRunSaysSo() {
        assertThat(baro.cancelled().run("SELECT * FROM '" + file + "'")).isEqualTo(130);
        assertThat(baro.err()).isEqualTo("cancelled\n");
    }

    @Test
    void optionsAreChecked() {
        String sql = "SELECT * FROM '" + file + "'";
        assertThat(baro.run(sql, "--thread", "2")).isEqualTo(2);
        assertThat(baro.err()).isEqualTo("error: unknown option --thread; did you mean --threads?\n");
        assertThat(baro.run(sql, "--memory", "lots")).isEqualTo(2);
        assertThat(baro.run(sql, "-o", "answer.xls")).isEqualTo(2);
        assertThat(baro.err()).contains(".csv, .tsv, .json, .jsonl, .parquet, .arrow, .arrows or .md");
        assertThat(baro.run("SELECT", "1")).isEqualTo(2);
        assertThat(baro.err()).contains("is a quote missing?");
    }

    @Test
    void theFolderOfTemporaryFilesIsLookedAtBeforeItIsNeeded() throws IOException {
        Path file = Files.createFile(folder.resolve("a file"));
        assertThat(baro.run("SELECT 1 AS one", "--temp", folder.toString())).isZero();
        assertThat(baro.run(
                        "SELECT 1 AS one", "--temp", folder.resolve("missing").toString()))
                .isEqualTo(2);
        assertThat(baro.err()).contains("missing' of --temp does not exist; name one for temporary files");
        assertThat(baro.run("SELECT 1 AS one", "--temp", file.toString())).isEqualTo(2);
        assertThat(baro.err()).contains("a file' of --temp is a file");
    }

    @Test
    void whatIsLargeBesideTheMemoryIsExplainedAsItRuns() throws IOException {
        String large = write("large.csv", "x\n" + "1\n".repeat(5_000_000));
        String sql = "EXPLAIN SELECT count(DISTINCT x) AS n, count(*) AS c FROM '" + large + "'";
        assertThat(baro.run(sql, "--memory", "1g")).as(baro.err()).isZero();
        assertThat(baro.out()).contains("Aggregate count(DISTINCT x), count(*)  [");
        assertThat(baro.run(sql, "--memory", "64m")).as(baro.err()).isZero();
        assertThat(baro.out()).contains("Aggregate count(x), sum(", "Aggregate count(*) by x  [");
    }

    @Test
    void aBareNullOfASubQueryIsOfAnyType() {
        assertThat(baro.run("SELECT 1 IN (SELECT NULL) AS a, 1 NOT IN (SELECT NULL) AS b"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out()).isEqualTo("a,b\n,\n");
        assertThat(baro.run("SELECT device_id FROM '" + file + "' WHERE device_id IN (SELECT NULL)"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out()).isEqualTo("device_id\n");
    }

    @Test
    void explainWritesItsTextIntoAFile() {
        assertThat(baro.run("EXPLAIN SELECT 1 AS one")).isZero();
        String shown = baro.out();
        Path plan = folder.resolve("plan.txt");
        assertThat(baro.run("EXPLAIN SELECT 1 AS one", "-o", plan.toString()))
                .as(baro.err())
                .isZero();
        assertThat(baro.out()).isEmpty();
        assertThat(plan).hasContent(shown);
        Path rows = folder.resolve("rows.parquet");
        assertThat(baro.run("SELECT 1 AS one", "--explain", "-o", rows.toString()))
                .isEqualTo(2);
        assertThat(baro.err()).contains("EXPLAIN answers with a text, not with rows", "rows.parquet", "plan.txt");
        assertThat(rows).doesNotExist();
        assertThat(baro.run("EXPLAIN SELECT 1 AS one", "--format", "json")).isEqualTo(2);
        assertThat(baro.err()).contains("EXPLAIN answers with a text, not with rows; leave --format away");
        assertThat(baro.run("EXPLAIN SELECT 1 AS one", "--format", "xml")).isEqualTo(2);
        assertThat(baro.err()).contains("not 'xml'");
    }

    @Test
    void aReceiptIsOfASelect() {
        Path receipt = folder.resolve("receipt.json");
        assertThat(baro.run("DESCRIBE '" + file + "'", "--receipt", receipt.toString()))
                .isEqualTo(2);
        assertThat(baro.err()).contains("a receipt is for the answer of a SELECT; leave --receipt away");
    }
}
