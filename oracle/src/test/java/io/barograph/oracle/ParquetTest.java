package io.barograph.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet files that DuckDB writes hold for us what they hold for DuckDB, and ours for it. */
@Tag("thorough")
class ParquetTest {
    private static final int ROWS = 30_000;
    /** All types of ours; texts of few and of many values, NULLs in runs and alone. */
    private static final String READINGS = """
            SELECT i AS number, (i %% 200 - 100)::TINYINT AS tiny, (i * 7 %% 60000 - 30000)::SMALLINT AS small,
                (i * 1000003 %% 4000000000 - 2000000000)::INTEGER AS whole, (i %% 256)::UTINYINT AS utiny,
                (i * 99991 %% 4294967296)::UINTEGER AS uwhole, (i * 1000000007)::UBIGINT AS ubig,
                CASE WHEN i %% 7 = 0 THEN NULL ELSE sin(i) END AS wave, (i / 8)::FLOAT AS fraction,
                i %% 3 = 0 AS flag, CASE WHEN i %% 1000 < 400 THEN NULL ELSE i %% 2 = 0 END AS maybe,
                'device-' || (i %% 17) AS device, CASE WHEN i %% 5 = 0 THEN NULL ELSE 'äöü ' || i || '한' END AS note,
                TIMESTAMP '2023-01-01' + to_microseconds(i * 1234567) AS time,
                (TIMESTAMP '2023-01-01' + to_milliseconds(i * 10))::TIMESTAMP_MS AS time_ms,
                (TIMESTAMP '2023-01-01' + to_seconds(i))::TIMESTAMP_NS AS time_ns,
                (TIMESTAMP '2023-01-01' + to_seconds(i))::TIMESTAMPTZ AS instant,
                1000 + i %% 40 AS level,
                DATE '2023-01-01' + (i %% 900)::INTEGER AS day
            FROM range(%d) t(i)""".formatted(ROWS);

    @TempDir
    Path folder;

    private Connection connection;
    private Statement duckdb;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        duckdb = connection.createStatement();
        duckdb.execute("SET TimeZone = 'UTC'");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMPRESSION zstd",
                "COMPRESSION snappy",
                "COMPRESSION gzip",
                "COMPRESSION lz4_raw",
                "COMPRESSION uncompressed",
                "COMPRESSION zstd, PARQUET_VERSION v2",
                "COMPRESSION snappy, PARQUET_VERSION v2, ROW_GROUP_SIZE 2048",
                "COMPRESSION uncompressed, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1",
                "COMPRESSION zstd, ROW_GROUP_SIZE 4096, DICTIONARY_SIZE_LIMIT 1"
            })
    void everyTypeIsReadWithEveryCodecAndVersion(String options) throws SQLException {
        Path file = folder.resolve("x.parquet");
        duckdb.execute("COPY (" + READINGS + ") TO '" + file + "' (FORMAT parquet, " + options + ")");

        Command.Output all = Command.run(
                "SELECT * FROM '" + file + "'", "-o", folder.resolve("x.csv").toString());

        assertThat(all.messages()).doesNotContain("rejected");
        assertThat(difference(READINGS, folder.resolve("x.csv"))).isZero();
        // Projection and cuts anywhere change nothing.
        Command.run(
                "SELECT note, device, number FROM '" + file + "'",
                "-o",
                folder.resolve("y.csv").toString(),
                "--threads",
                "3");
        assertThat(difference("SELECT note, device, number FROM (" + READINGS + ")", folder.resolve("y.csv")))
                .isZero();
    }

    @Test
    void whatWeWriteDuckDbReads() throws SQLException {
        Path theirs = folder.resolve("theirs.parquet");
        Path ours = folder.resolve("ours.parquet");
        Path again = folder.resolve("again.parquet");
        duckdb.execute("COPY (" + READINGS + ") TO '" + theirs + "' (FORMAT parquet)");
        Command.run("SELECT * FROM '" + theirs + "'", "-o", ours.toString());
        Command.run("SELECT * FROM '" + ours + "'", "-o", again.toString(), "--threads", "3");

        assertThat(differenceFrom(READINGS, "'" + ours + "'")).isZero();
        assertThat(again).hasSameBinaryContentAs(ours);
    }

    @Test
    void whatWeWriteDuckDbPrunesRight() throws SQLException {
        Path ours = folder.resolve("ours.parquet");
        Path csv = folder.resolve("long.csv");
        duckdb.execute("COPY (SELECT i AS a, CASE WHEN i % 50000 < 30000 THEN 'name ' || i // 20000 END AS b,"
                + " CASE WHEN i > 200000 THEN (i - 100000) / 8 END AS c FROM range(300000) t(i)) TO '" + csv + "'");
        Command.run("SELECT * FROM '" + csv + "'", "-o", ours.toString());
        for (String condition : new String[] {
            "a = 123456", "a BETWEEN 150000 AND 170000", "b = 'name 7'", "b > 'name 7' AND c < 20000", "c >= 12500.125",
            "c < 0", "a < 5 OR a > 299990", "b IS NULL AND a < 40000", "NOT a < 299000", "c = 12500.25"
        }) {
            String query = "SELECT count(*), min(a), max(a), count(b), sum(c) FROM '" + ours + "' WHERE " + condition;
            try (var rows = duckdb.executeQuery(query)) {
                rows.next();
                String expected = rows.getLong(1) + "," + text(rows.getString(2)) + "," + text(rows.getString(3)) + ","
                        + rows.getLong(4);
                Command.Output output = Command.run(query);
                assertThat(output.answer().lines().skip(1).findFirst().orElseThrow())
                        .as(condition)
                        .startsWith(expected + ",");
            }
        }
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }

    /** Rows that one has and the other has not, the CSV read with the query's types. */
    private long difference(String query, Path csv) throws SQLException {
        return differenceFrom(
                query, "read_csv('" + csv + "', header = true, all_varchar = true, quote = '\"', nullstr = '')");
    }

    private long differenceFrom(String query, String source) throws SQLException {
        duckdb.execute("CREATE OR REPLACE TABLE expected AS " + query);
        duckdb.execute("CREATE OR REPLACE TABLE found AS SELECT * FROM expected LIMIT 0");
        duckdb.execute("INSERT INTO found SELECT * FROM " + source);
        try (var rows = duckdb.executeQuery("""
                SELECT (SELECT count(*) FROM (SELECT * FROM expected EXCEPT ALL SELECT * FROM found))
                    + (SELECT count(*) FROM (SELECT * FROM found EXCEPT ALL SELECT * FROM expected))""")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void nestedColumnsAreRefusedByNameAndTheOthersUsed() throws SQLException {
        Path file = folder.resolve("nested.parquet");
        duckdb.execute("COPY (SELECT i AS a, [i, i + 1] AS list, {'x': i, 'y': 'z'} AS pair, MAP {'k': i} AS map,"
                + " i * 2 AS b FROM range(10) t(i)) TO '" + file + "' (FORMAT parquet)");

        assertThat(Command.run("SELECT sum(a), sum(b) FROM '" + file + "'").answer())
                .endsWith("\n45,90\n");
        assertThat(Command.fail("SELECT list FROM '" + file + "'")).contains("column list", "is a list");
        assertThat(Command.fail("SELECT pair.x FROM '" + file + "'")).contains("column pair", "is a struct");
        assertThat(Command.fail("SELECT * FROM '" + file + "'"))
                .contains("list (a list), pair (a struct), map (a map)", "name the columns that you want: a, b");
    }

    @Test
    void whatIsNotReadIsNotCalledDamaged() throws SQLException {
        Path file = folder.resolve("x.parquet");
        duckdb.execute("COPY (SELECT i AS a FROM range(1000) t(i)) TO '" + file + "' (COMPRESSION brotli)");
        assertThat(Command.fail("SELECT sum(a) FROM '" + file + "'"))
                .contains("BROTLI, is not read; write it with zstd")
                .doesNotContain("damaged");
        duckdb.execute("COPY (SELECT '\\xAA'::BLOB AS a) TO '" + file + "' (FORMAT parquet)");
        assertThat(Command.fail("SELECT a FROM '" + file + "'"))
                .contains("no text in UTF-8", "column 'a'")
                .doesNotContain("damaged");
    }

    @Test
    void timesBeyondTheRangeAreRejectedWhateverIsAskedFor() throws SQLException {
        Path file = folder.resolve("wide.parquet");
        duckdb.execute(
                "COPY (SELECT i AS a, CASE WHEN i = 7 THEN TIMESTAMP '9999-12-31' ELSE TIMESTAMP '2023-01-01' END"
                        + " AS t FROM range(10) t(i)) TO '" + file + "' (FORMAT parquet)");

        for (String query : new String[] {
            "SELECT count(*), sum(a) FROM 'FILE'",
            "SELECT count(*), sum(a) FROM 'FILE' WHERE a < 100",
            "SELECT count(*), sum(a) FROM 'FILE' WHERE a >= 0 AND t < TIMESTAMP '2200-01-01'"
        }) {
            Command.Output output = Command.run(query.replace("FILE", file.toString()));
            assertThat(output.answer()).endsWith("\n9,38\n");
            assertThat(output.messages()).contains("1 of 10 ");
        }
        assertThat(Command.fail("SELECT count(*) FROM '" + file + "'", "--strict"))
                .contains("row 8", "column 't': 9999-12-31T00:00:00Z is not between 1677-09-21 and 2262-04-11");
        // Of no such row's group is anything left out, though the condition holds for none of its rows.
        Command.Output none = Command.run("SELECT count(*) FROM '" + file + "' WHERE a > 100");
        assertThat(none.answer()).endsWith("\n0\n");
        assertThat(none.messages()).contains("1 of 10 ");
    }
}
