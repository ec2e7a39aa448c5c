package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    @TempDir
    Path folder;

    private final Session baro = new Session();

    @BeforeEach
    void writeReadings() throws IOException {
        write("readings.csv", """
                timestamp,device_id,site,temperature
                2023-01-01 00:00:00,1,north,20.5
                2023-01-01 00:10:00,2,south,21.25
                2023-01-01 01:00:00,1,north,31
                2023-01-01 01:20:00,2,,22.75
                """);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text.replace("FOLDER", folder.toString()));
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private List<String> files(String of) throws IOException {
        try (Stream<Path> tree = Files.walk(folder.resolve(of))) {
            return tree.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    private int run(String sql, String... options) throws IOException {
        Path file = write("pipeline.sql", sql);
        return baro.run(Stream.concat(Stream.of("run", file.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    @Test
    void aFolderThatWasMadeForNothingGoesAgain() throws IOException {
        String to = "INSERT INTO o SELECT %s FROM 'FOLDER/readings.csv';";
        String table = "CREATE TABLE o WITH ('path' = 'FOLDER/a/b/', 'format' = 'csv');\n";
        assertThat(run(table + String.format(to, "1 / (device_id - 1) AS q"), "--strict"))
                .isEqualTo(1);
        assertThat(folder.resolve("a/b")).doesNotExist();
        assertThat(run(table + String.format(to, "count(*) AS n")))
                .as(baro.err())
                .isZero();
        assertThat(read("a/b/part-0.csv")).isEqualTo("n\n4\n");
        assertThat(run(table + String.format(to, "1 / (device_id - 1) AS q"), "--strict"))
                .isEqualTo(1);
        assertThat(read("a/b/part-0.csv")).isEqualTo("n\n4\n");
    }

    @Test
    void rejectedLinesOfAllStatementsAreInOneFile() throws IOException {
        write("torn.csv", "a,b\n1,2\n3\n");
        String rejects = folder.resolve("rejects.csv").toString();
        String sql = "SUMMARIZE 'FOLDER/torn.csv';\nEXPLAIN ANALYZE SELECT a FROM 'FOLDER/torn.csv';\n"
                + "SELECT count(*) AS n FROM 'FOLDER/torn.csv';\n";
        assertThat(run(sql, "--rejects", rejects)).as(baro.err()).isZero();
        assertThat(Path.of(rejects)).content().hasLineCount(4);
    }

    @Test
    void tablesViewsAndSeveralSinks() throws IOException {
        assertThat(run("""
                -- readings; of one day
                CREATE TABLE readings (`timestamp` TIMESTAMP, device_id BIGINT, site STRING, temperature DOUBLE,
                  WATERMARK FOR `timestamp` AS `timestamp` - INTERVAL '5' SECOND)
                WITH ('connector' = 'filesystem', 'path' = 'FOLDER/${name}.csv', 'format' = 'csv', 'accept' = 'ALL');
                CREATE VIEW warm AS SELECT * FROM readings WHERE temperature > :limit;
                EXECUTE STATEMENT SET BEGIN
                INSERT INTO 'FOLDER/warm.csv' SELECT device_id, temperature FROM warm;
                INSERT INTO "FOLDER/sites.csv" SELECT site, count(*) AS n FROM readings GROUP BY site;
                END;
                COPY (SELECT device_id AS "a;b" FROM warm) TO 'FOLDER/copy.jsonl' (FORMAT jsonl);
                SELECT count(*) AS n FROM 'FOLDER/warm.csv'
                """, "--set", "name=readings", "--set", "limit=21"))
                .as(baro.err())
                .isZero();
        assertThat(read("warm.csv")).isEqualTo("device_id,temperature\n2,21.25\n1,31.0\n2,22.75\n");
        assertThat(read("sites.csv")).isEqualTo("site,n\nnorth,2\nsouth,1\n,1\n");
        assertThat(read("copy.jsonl")).isEqualTo("{\"a;b\":2}\n{\"a;b\":1}\n{\"a;b\":2}\n");
        assertThat(baro.out()).isEqualTo("n\n3\n");
        assertThat(baro.err())
                .contains("pipeline.sql:7: 3 rows in", "read 4 = used 4 + late 0 + rejected 0 + duplicate 0");
    }

    @Test
    void everyStatementIsCheckedBeforeAnythingRuns() throws IOException {
        assertThat(run("""
                INSERT INTO 'FOLDER/first.csv' SELECT * FROM 'FOLDER/readings.csv';
                INSERT INTO 'FOLDER/second.csv'
                  SELECT temprature FROM 'FOLDER/first.csv';
                """)).isEqualTo(2);
        assertThat(baro.err()).contains("pipeline.sql:3:10: there is no column temprature; did you mean temperature?");
        assertThat(files("")).containsExactly("pipeline.sql", "readings.csv");
    }

    @Test
    void aQueryThatEndsWritesNoFileInPlaceOfATableThatIsNone() throws IOException {
        assertThat(run("""
                CREATE TABLE t (a BIGINT) WITH ('connector' = 'http', 'format' = 'csv', 'path' = 'FOLDER/t');
                INSERT INTO t SELECT 1 AS a;
                """)).isEqualTo(2);
        assertThat(baro.err()).contains("table t: connector 'http'", "write to files");
        assertThat(files("")).containsExactly("pipeline.sql", "readings.csv");
    }

    @Test
    void aStatementReadsWhatOneBeforeItWrote() throws IOException {
        assertThat(run("""
                CREATE TABLE big AS SELECT device_id, '07' AS text, '' AS empty, CAST(NULL AS BIGINT) AS nothing
                  FROM 'FOLDER/readings.csv' WHERE temperature > 21;
                CREATE TABLE out (id BIGINT, t STRING) WITH ('path' = 'FOLDER/out.csv');
                INSERT INTO out (t, id) SELECT text || empty, device_id + coalesce(nothing, 0) FROM big;
                SELECT * FROM out;
                DROP TABLE big;
                SHOW TABLES;
                """)).as(baro.err()).isZero();
        assertThat(baro.out()).isEqualTo("id,t\n2,07\n1,07\n2,07\ntable\nout\n");
    }

    @Test
    void aStatementReadsWhatOneBeforeItWroteHoweverItsPlaceIsSpelled() throws IOException {
        Files.createDirectories(folder.resolve("o/sub"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("o"));
        List<String> spelled = List.of(
                "o/./z1.csv", "o/sub/../z1.csv", "link/z1.csv", "o//z1.csv", "o/z1*.csv", "**/z1.csv", "o", "o/");
        for (String place : spelled) {
            write("o/z1.csv", "a\n111\n");
            assertThat(run(
                            "INSERT INTO 'FOLDER/o/z1.csv' SELECT 222 AS a;\nINSERT INTO 'FOLDER/z2.csv' SELECT a FROM 'FOLDER/"
                                    + place + "';"))
                    .as(baro.err())
                    .isZero();
            assertThat(read("z2.csv")).as(place).isEqualTo("a\n222\n");
        }
    }

    @Test
    void aFolderThatIsWrittenIsReadBehindItByItsFiles() throws IOException {
        String text = "COPY (SELECT %d AS a, 'x' AS k) TO 'FOLDER/o' (FORMAT csv, PARTITION_BY (k));\n"
                + "INSERT INTO 'FOLDER/z.csv' SELECT a FROM 'FOLDER/%s';";
        int value = 0;
        for (String place : List.of("o/", "o/**/*.csv", "*/k=x/*.csv", "o/k=x/part-0.csv")) {
            value++;
            assertThat(run(String.format(text, value, place))).as(baro.err()).isZero();
            assertThat(read("z.csv")).as(place).isEqualTo("a\n" + value + "\n");
        }
    }

    @Test
    void declaredNamesAreMatchedWhateverTheirCase() throws IOException {
        String query = "INSERT INTO 'FOLDER/z.csv' SELECT window_start, min(DEVICE_ID) AS d FROM"
                + " TABLE(TUMBLE(TABLE x, DESCRIPTOR(TIMESTAMP), INTERVAL '1' DAY)) GROUP BY window_start;";
        assertThat(run("INSERT INTO 'FOLDER/r.parquet' SELECT * FROM 'FOLDER/readings.csv';\n"
                        + "INSERT INTO 'FOLDER/r.jsonl' SELECT * FROM 'FOLDER/readings.csv';"))
                .as(baro.err())
                .isZero();
        for (String file : List.of("readings.csv", "r.parquet", "r.jsonl")) {
            assertThat(run("CREATE TABLE x (DEVICE_ID BIGINT, \"TIMESTAMP\" TIMESTAMP, WATERMARK FOR \"TIMESTAMP\" AS"
                            + " \"TIMESTAMP\" - INTERVAL '1' SECOND) WITH ('path' = 'FOLDER/" + file + "');\n"
                            + query))
                    .as(baro.err())
                    .isZero();
            assertThat(read("z.csv")).as(file).isEqualTo("window_start,d\n2023-01-01 00:00:00,1\n");
        }
    }

    @Test
    void parametersAreValuesAndNeverSql() throws IOException {
        String sql = "SELECT :who AS who, ${n} + 1 AS n FROM 'FOLDER/readings.csv' WHERE site = 'no${half}' LIMIT 1";
        assertThat(run(sql, "--set", "who=x'; DROP TABLE y; --", "--set", "n=-3.5", "--set", "half=rth"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out()).isEqualTo("who,n\nx'; DROP TABLE y; --,-2.5\n");
        assertThat(run(sql, "--set", "whom=1")).isEqualTo(2);
        assertThat(baro.err()).contains("parameter who has no value; give it with --set who=…; did you mean whom?");
        assertThat(run("SELECT :whom AS n", "--set", "whom=1", "--set", "whon=2"))
                .isEqualTo(2);
        assertThat(baro.err())
                .contains("no statement has a parameter whon, which --set gives a value; did you mean whom?");
        assertThat(run("SELECT 1 AS n", "--set", "foo=1")).isEqualTo(2);
        assertThat(baro.err()).contains("no statement has a parameter foo", "are written :foo or ${foo}");
        assertThat(run("SELECT :n AS n", "--set", "n='007'")).isZero();
        assertThat(baro.out()).endsWith("n\n007\n");
    }

    @Test
    void partitionsAreReplacedOneByOne() throws IOException {
        String sql = """
                CREATE TABLE t PARTITIONED BY (site, day) WITH ('path' = 'FOLDER/t', 'format' = 'csv')
                AS SELECT temperature, site, CASE WHEN device_id = :id THEN 'a/b=../%' ELSE '..' END AS day
                FROM 'FOLDER/readings.csv' WHERE device_id = :id OR temperature > 30;
                """;
        assertThat(run(sql, "--set", "id=2")).as(baro.err()).isZero();
        assertThat(files("t"))
                .containsExactly(
                        "t/site=__HIVE_DEFAULT_PARTITION__/day=a%2Fb%3D..%2F%25/part-0.csv",
                        "t/site=north/day=%2E%2E/part-0.csv", "t/site=south/day=a%2Fb%3D..%2F%25/part-0.csv");
        assertThat(read("t/site=north/day=%2E%2E/part-0.csv")).isEqualTo("temperature\n31.0\n");
        assertThat(run(sql.replace("temperature, site", "1 AS temperature, site"), "--set", "id=9"))
                .isZero();
        assertThat(files("t")).hasSize(3);
        assertThat(read("t/site=north/day=%2E%2E/part-0.csv")).isEqualTo("temperature\n1\n");
    }

    @Test
    void aFolderOfPartitionsThatComesToNothingIsNotLeftBehind() throws IOException {
        write(
                "many.csv",
                "n,one\n" + IntStream.range(0, 1001).mapToObj(n -> n + ",1\n").collect(Collectors.joining()));
        assertThat(run("""
                CREATE TABLE t PARTITIONED BY (n) WITH ('path' = 'FOLDER/t', 'format' = 'csv')
                AS SELECT n, one FROM 'FOLDER/many.csv';
                """)).isNotZero();
        assertThat(baro.err()).contains("more than 1000 partitions");
        assertThat(folder.resolve("t")).doesNotExist();
    }

    @Test
    void nothingIsWrittenWhereOneSinkFails() throws IOException {
        write("warm.csv", "before\n");
        assertThat(run("""
                INSERT INTO 'FOLDER/warm.csv' SELECT temperature FROM 'FOLDER/readings.csv';
                INSERT INTO 'FOLDER/nowhere/x.csv' SELECT site FROM 'FOLDER/readings.csv';
                """)).isEqualTo(3);
        assertThat(baro.err()).contains("pipeline.sql:2:1: cannot write", "its folder does not exist");
        assertThat(files("")).containsExactly("pipeline.sql", "readings.csv", "warm.csv");
        assertThat(read("warm.csv")).isEqualTo("before\n");
    }

    @Test
    void whatCannotBeMeantIsRefusedByName() throws IOException {
        assertThat(run("CREATE TABLE t (a INT) WITH ('connector' = 'kinesis', 'stream' = 'x')"))
                .isEqualTo(2);
        assertThat(baro.err())
                .contains("there is no connector 'kinesis' in this Barograph; connectors: ", "'filesystem', 'kafka'");
        assertThat(run("INSERT INTO 'FOLDER/a.csv' SELECT 1; INSERT INTO 'FOLDER/../" + folder.getFileName()
                        + "/a.csv' SELECT 2"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("is written twice");
        assertThat(run("SET 'thread' = '1'")).isEqualTo(2);
        assertThat(baro.err()).contains("there is no setting 'thread'; did you mean threads?");
        assertThat(run("INSERT INTO nowhere SELECT 1")).isEqualTo(2);
        assertThat(run("COPY (SELECT 1 AS a) TO 'FOLDER/a.csv' (DELIMITER ';')"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("cannot be written with {delimiter=;}");
        assertThat(run("CREATE VIEW v AS SELECT 'a;b' -- ;\n;")).isZero();
    }

    @Test
    void explainAndVerifyTakeFilesToo() throws IOException {
        String sql =
                "CREATE VIEW v AS SELECT * FROM 'FOLDER/readings.csv'; INSERT INTO 'FOLDER/n.csv' SELECT count(*) AS n"
                        + " FROM v WHERE temperature > :t; SELECT n FROM 'FOLDER/n.csv'";
        assertThat(run(sql, "--explain", "--set", "t=1")).as(baro.err()).isZero();
        assertThat(baro.out()).contains("pipeline.sql:1 into", "Aggregate count(*)", "Scan");
        assertThat(run(sql, "--receipts", folder.resolve("proofs").toString(), "--set", "t=1"))
                .as(baro.err())
                .isZero();
        assertThat(baro.run("verify", folder.resolve("pipeline.sql").toString(), "--set", "t=1"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out()).contains("the same answer", "skipped: it reads a table that the file writes");
        String proof = folder.resolve(files("proofs").get(0)).toString();
        assertThat(baro.run("verify", proof)).as(baro.err()).isZero();
        assertThat(baro.out()).contains("the receipt's answer");
    }

    /** The real process, killed at any moment: every file is the one before or the one after, and nothing else stays. */
    @Test
    void aKilledRunLeavesWholeFiles() throws Exception {
        long seed = Long.getLong("barograph.seed", System.nanoTime());
        Random random = new Random(seed);
        baro.run("generate", folder.resolve("many.csv").toString(), "--rows", "300000", "--devices", "50");
        Path pipeline = write("kill.sql", """
                INSERT INTO 'FOLDER/rows.csv' SELECT * FROM 'FOLDER/many.csv';
                INSERT INTO 'FOLDER/groups.csv' SELECT device_id, avg(temperature) FROM 'FOLDER/many.csv' GROUP BY 1;
                """);
        assertThat(baro.run("run", pipeline.toString())).as(baro.err()).isZero();
        List<String> whole = List.of(read("rows.csv"), read("groups.csv"));
        for (int attempt = 0; attempt < 4; attempt++) {
            write("rows.csv", "before\n");
            write("groups.csv", "before\n");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "run",
                            pipeline.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            process.waitFor(300 + random.nextInt(1700), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            assertThat(read("rows.csv")).as("seed " + seed).isIn("before\n", whole.get(0));
            assertThat(read("groups.csv")).as("seed " + seed).isIn("before\n", whole.get(1));
        }
        assertThat(baro.run("run", pipeline.toString())).isZero();
        assertThat(files("").stream().filter(file -> file.endsWith(".tmp")))
                .as("seed " + seed)
                .isEmpty();
    }
}
