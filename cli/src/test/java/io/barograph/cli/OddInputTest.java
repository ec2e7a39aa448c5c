package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as they should not be: each gives an answer or an error that says what, where and the way out. */
class OddInputTest {
    @TempDir
    Path folder;

    private final Session baro = new Session();

    private String write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private String write(String name, String content) throws IOException {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] compressed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private void refused(String sql, int status, String message) {
        assertThat(baro.run(sql)).as(sql).isEqualTo(status);
        assertThat(baro.out()).as(sql).isEmpty();
        assertThat(baro.err()).as(sql).startsWith("error: ").contains(message).doesNotContain("Exception", "\tat ");
    }

    private void answers(String sql, String answer) {
        assertThat(baro.run(sql)).as("%s%n%s", sql, baro.err()).isZero();
        assertThat(baro.out()).as(sql).isEqualTo(answer);
    }

    private static String all(String file) {
        return "SELECT * FROM '" + file + "'";
    }

    @Test
    void decimalsBetweenWhatIsLookedAtNameTheDeclaration() throws IOException {
        String rows = "1,2\n".repeat(75_000);
        String file = write("late.csv", "n,x\n" + rows + "1,20.5\n" + rows.repeat(16));
        assertThat(baro.run("SELECT count(*) AS n FROM '" + file + "'")).isZero();
        String declaration = "CREATE TABLE t (\"x\" DOUBLE) WITH ('path' = '" + file + "');";
        assertThat(baro.err()).contains("1 of 1,275,001 records rejected: ", "declare: " + declaration);
        answers(declaration + " SELECT count(*) AS n, max(x) AS m FROM t", "n,m\n1275001,20.5\n");
        String declared = "CREATE TABLE r (x BIGINT) WITH ('path' = '" + file + "');";
        assertThat(baro.run(declared + " SELECT count(*) AS n FROM r")).isZero();
        assertThat(baro.err()).contains("records rejected: ").doesNotContain("CREATE TABLE");
    }

    @Test
    void zstdIsWrittenAndReadAndOtherKindsNameWhatUnpacksThem() throws IOException {
        for (String ending : new String[] {".csv.zst", ".jsonl.zst"}) {
            String file = folder.resolve("x" + ending).toString();
            assertThat(baro.run("SELECT 1 AS a, 2.5 AS b", "-o", file))
                    .as(baro.err())
                    .isZero();
            assertThat(Files.readAllBytes(Path.of(file))).startsWith(0x28, 0xB5, 0x2F, 0xFD);
            answers(all(file), "a,b\n1,2.5\n");
        }
        refused(all(write("y.csv.bz2", "BZh91AY")), 2, "uncompress it: bunzip2 '");
    }

    @Test
    void anEmptyFileHasNoRowsAndNoColumns() throws IOException {
        String empty = write("empty.csv", "");
        answers("SELECT count(*) AS n FROM '" + empty + "'", "n\n0\n");
        refused(all(empty), 2, "is empty, without even a header");
        refused("SELECT a FROM '" + empty + "'", 2, "there is no column a; the table is empty");
        assertThat(baro.run("summarize", empty)).isZero();
        answers(all(write("header.csv", "time,value\n")), "time,value\n");
        answers(all(write("unended.csv", "time,value")), "time,value\n");
    }

    /** What no value of was seen may be anything: it becomes what it is used for. */
    @Test
    void aFileWithAHeaderAloneIsATableWithoutRows() throws IOException {
        String file = "'" + write("header.csv", "ts,id,x,ok\n") + "'";
        answers(
                "SELECT sum(x) AS s, avg(x) AS a, min(x) AS m, count(x) AS n, last(x, ts) AS l FROM " + file,
                "s,a,m,n,l\n,,,0,\n");
        answers(
                "SELECT id, stddev(x + 1) AS d FROM " + file
                        + " WHERE x > 5 AND ok AND ts >= TIMESTAMP '2023-01-01 00:00:00'"
                        + " GROUP BY id HAVING sum(x) > 0 ORDER BY id",
                "id,d\n");
        answers("SELECT x + 1 AS y, count(*) AS n FROM " + file + " GROUP BY x", "y,n\n");
        answers("SELECT CASE WHEN ok THEN x ELSE 0.5 END AS c, date_trunc('day', ts) AS d FROM " + file, "c,d\n");
        answers(
                "SELECT id, window_start, sum(x) AS s FROM TABLE(TUMBLE(TABLE " + file
                        + ", DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY id, window_start, window_end",
                "id,window_start,s\n");
        answers("SELECT id, sum(x) AS s FROM (SELECT * FROM " + file + " ORDER BY ts LIMIT 3) GROUP BY id", "id,s\n");
        answers("SELECT s.x FROM " + file + " s JOIN (VALUES (1)) t (id) ON s.id = t.id", "x\n");
        String full = "'" + write("full.csv", "ts,id,x,ok\n2023-01-01 00:00:00,1,2.5,true\n") + "'";
        answers("SELECT sum(x) AS s FROM (TABLE " + file + " UNION ALL TABLE " + full + ")", "s\n2.5\n");
    }

    /** Where two columns of which no value was seen meet, or what goes along one, its use tells as well. */
    @Test
    void aFileWithAHeaderAloneIsGoneAlongAndJoined() throws IOException {
        String file = "'" + write("header.csv", "ts,id,x,ok\n") + "'";
        String full = "'" + write("full.csv", "ts,id,x,ok\n2023-01-01 00:00:00,1,2.5,true\n") + "'";
        String over = " OVER (PARTITION BY id ORDER BY ts";
        answers(
                "SELECT lag(x, 1, 0.5)" + over + ") AS l, sum(x)" + over
                        + " RANGE INTERVAL '1' HOUR PRECEDING) AS s FROM " + file,
                "l,s\n");
        answers("SELECT sum(x) OVER (ORDER BY x RANGE BETWEEN 1.5 PRECEDING AND CURRENT ROW) AS s FROM " + file, "s\n");
        answers("SELECT time_weighted_avg(x, ts) AS w, first(id, ts) AS f FROM " + file, "w,f\n,\n");
        answers(
                "SELECT count(*) AS n, sum(x) AS s FROM (SELECT *, lag(id)" + over + ") AS l FROM " + file + ")",
                "n,s\n0,\n");
        answers(
                "SELECT count(*) AS n, sum(x) AS s FROM (TABLE " + file + " UNION ALL TABLE " + file + ")",
                "n,s\n0,\n");
        answers(
                "SELECT m FROM " + file + " MATCH_RECOGNIZE (PARTITION BY id ORDER BY ts MEASURES a.x AS m"
                        + " PATTERN (a b+) DEFINE b AS x > PREV(x))",
                "m\n");
        answers(
                "SELECT m FROM " + file + " MATCH_RECOGNIZE (PARTITION BY id ORDER BY ts MEASURES a.x * 2 AS m"
                        + " PATTERN (a b+) DEFINE b AS b.x > a.x * 2 AND PREV(LAST(x)) + 1 < 5)",
                "m\n");
        answers("SELECT * FROM TABLE(M4(TABLE " + file + ", DESCRIPTOR(ts), 'x', 10))", "ts,x\n");
        answers(
                "SELECT count(*) AS n FROM TABLE(DETECT(TABLE " + file + " PARTITION BY id, DESCRIPTOR(ts), 'x'))",
                "n\n0\n");
        answers(
                "SELECT id || 'c' AS i, x + 1 AS y FROM (SELECT * FROM TABLE(DEADBAND(TABLE " + file
                        + ", DESCRIPTOR(ts), 'x', 1.5)) UNION ALL SELECT CAST(NULL AS TIMESTAMP), 'a', 2.5, 'b')",
                "i,y\nac,3.5\n");
        for (String kind : new String[] {"JOIN", "FULL JOIN", "ASOF LEFT JOIN"}) {
            answers(
                    "SELECT ts FROM " + file + " a " + kind + " " + full + " b USING (id, ts)",
                    kind.equals("FULL JOIN") ? "ts\n2023-01-01 00:00:00\n" : "ts\n");
            answers(
                    "SELECT ts FROM " + full + " a " + kind + " " + file + " b USING (id, ts)",
                    kind.equals("JOIN") ? "ts\n" : "ts\n2023-01-01 00:00:00\n");
        }
        String asOf = "SELECT a.x FROM " + file + " a ASOF JOIN " + file + " b ON a.id = b.id AND ";
        answers(asOf + "a.ts >= b.ts", "x\n");
        answers(asOf + "NEAREST(a.ts, b.ts, INTERVAL '5' MINUTE)", "x\n");
    }

    @Test
    void aColumnThatTheSampleHadNoValueOfIsReadAsItIsUsed() throws IOException {
        String rows = "1,\n".repeat(2_000_000);
        String file = write("late.csv", "id,x\n" + rows + "1,2.5\n1,seven\n" + rows);
        assertThat(baro.run("SELECT count(x) AS n, sum(x) AS s FROM '" + file + "'"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out()).isEqualTo("n,s\n2,2.5\n");
        assertThat(baro.err()).contains("1 value was undefined and taken as NULL: 1 ×");
        String json = write("nulls.jsonl", "{\"id\": 1, \"x\": null}\n");
        answers("SELECT sum(x) AS s, max(x) AS m FROM '" + json + "'", "s,m\n,\n");
    }

    @Test
    void whatAnAggregateTakesNamesDecimals() throws IOException {
        String file = write("texts.csv", "x\na\n");
        refused("SELECT sum(x) FROM '" + file + "'", 2, "(DECIMAL) -> DECIMAL");
        refused("SELECT avg(x) FROM '" + file + "'", 2, "(DECIMAL) -> DOUBLE");
    }

    @Test
    void anEmptyFileAmongOthersDoesNotMatter() throws IOException {
        write("part1.csv", "");
        write("part2.csv", "x,y\n1,2\n");
        write("part3.csv", "x,y\n");
        answers(all(folder + "/part*.csv"), "x,y\n1,2\n");
    }

    @Test
    void compressionGoesByTheNameAndIsChecked() throws IOException {
        byte[] gzip = compressed("a,b\n" + "1,2\n".repeat(100_000));
        refused(all(write("readings.csv", gzip)), 2, "is compressed with gzip; name it so: '");
        refused(
                all(write("plain.csv.gz", "a,b\n1,2\n")),
                2,
                "is not compressed with gzip, although its name ends in .gz");
        refused(all(write("cut.csv.gz", Arrays.copyOf(gzip, gzip.length / 2))), 3, "its gzip data end in the midst");
        byte[] long1 = compressed(largeText());
        String cut = write("cut2.csv.gz", Arrays.copyOf(long1, long1.length - 100));
        refused("SELECT count(*) FROM '" + cut + "'", 3, "its gzip data end in the midst");
    }

    private static String largeText() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder("a\n");
        while (text.length() < 6_000_000) {
            text.append(random.nextLong()).append('\n');
        }
        return text.toString();
    }

    @Test
    void aJsonFileWithoutRecordsSaysWhatIsMissing() throws IOException {
        String empty = write("empty.json", "[]");
        answers("SELECT count(*) AS n FROM '" + empty + "'", "n\n0\n");
        refused(all(empty), 2, "is empty, without a record whose members would name its columns");
        refused("SELECT a FROM '" + empty + "'", 2, "there is no column a; the table is empty, without a record");
    }

    @Test
    void whatIsNoTextBeneathGzipIsCalledWhatItIs() throws IOException {
        String parquet = "PAR1\u0015\u0004\u0015\u0010".repeat(4000);
        refused(
                all(write("a.csv.gz", compressed(parquet))),
                2,
                "is a Parquet file; uncompress it first, then name it so: end its name with .parquet");
        refused(all(write("a.json.gz", compressed("\u0001\u0002\u0003".repeat(40)))), 2, "is no text: its bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "50 4B 03 04 14 00 06 00, an Excel workbook",
        "50 41 52 31 15 04 15 10, a Parquet file",
        "28 B5 2F FD 04 58 01 02, compressed with zstd",
        "53 51 4C 69 74 65 20 66 6F 72 6D 61 74 20 33 00 10 00 01 01, an SQLite database",
        "FF FE 61 00 2C 00 62 00 0A 00, is UTF-16"
    })
    void filesOfOtherKindsAreCalledWhatTheyAre(String bytes, String what) throws IOException {
        byte[] content = new byte[4096];
        int at = 0;
        for (String value : bytes.split(" ")) {
            content[at++] = (byte) Integer.parseInt(value, 16);
        }
        refused(all(write("other.csv", content)), 2, what);
    }

    @Test
    void jsonIsNoCsvAndCsvNoJson() throws IOException {
        refused(all(write("objects.csv", " {\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n")), 2, "is JSON; name it so");
        refused(all(write("array.csv", "[{\"a\":1}]")), 2, "is JSON; name it so");
        refused(all(write("table.json", "a,b\n1,2\n")), 2, "is no JSON: none of its lines begins an object");
        refused(all(write("number.json", "3\n")), 2, "is no JSON");
        answers(all(write("torn.jsonl", "a,b\n{\"a\":1}\n")), "a\n1\n");
        answers(all(write("quoted.csv", "\"{\"\"a\"\":1}\",b\n1,2\n")), "\"{\"\"a\"\":1}\",b\n1,2\n");
    }

    @Test
    void bytesOfNoTextAreRefused() throws IOException {
        byte[] noise = new byte[20_000];
        new Random(7).nextBytes(noise);
        refused(all(write("noise.csv", noise)), 2, "no text");
        answers(all(write("torn.csv", "a,b\n1,2\n" + "\0".repeat(2000) + "\n3,4\n")), "a,b\n1,2\n3,4\n");
        assertThat(baro.err()).startsWith("1 of 3 records rejected: 1 × 1 field where 2 are expected");
    }

    @Test
    void namesOfNothingReadableSaySo() throws IOException {
        refused(all(Files.createDirectory(folder.resolve("empty")).toString()), 3, "is a directory in which no file");
        refused(all(folder + "/nothing*.csv"), 3, "no file matches");
        refused(all(folder + "/nowhere/a.csv"), 3, "does not exist");
        assumeThat(Path.of("/dev/null")).exists();
        refused(
                "CREATE TABLE t WITH ('path' = '/dev/null', 'format' = 'csv'); SELECT * FROM t",
                2,
                "a pipe or a device");
    }

    @Test
    void aFileThatMayNotBeReadSaysSo() throws IOException {
        String file = write("secret.csv", "a\n1\n");
        assumeThat(Path.of(file).toFile().setReadable(false)).isTrue();
        assumeThat(Files.isReadable(Path.of(file)))
                .as("nobody may do everything")
                .isFalse();
        refused(all(file), 3, "permission denied");
    }

    @Test
    void encodingsOtherThanUtf8AreFound() throws IOException {
        String korean = "시각,장소,온도\n2023-01-01 00:00:00,서울,1.5\n";
        answers(all(write("k.csv", korean.getBytes(Charset.forName("x-windows-949")))), korean);
        answers(all(write("l.csv", "Gerät,Wert\nÖl,1\n".getBytes(StandardCharsets.ISO_8859_1))), "Gerät,Wert\nÖl,1\n");
        refused(all(write("different.txt", "a\n")) + " WHERE é", 2, "there is no column é");
        assertThat(baro.run("-f", write("query.sql", new byte[] {'S', (byte) 0xFF})))
                .isEqualTo(2);
        assertThat(baro.err()).contains("is no text in UTF-8");
    }

    @Test
    void hangulNamesOfFilesAndColumnsWork() throws IOException {
        String file = write("온도 기록.csv", "시각,장치 이름,온도(℃)\n2023-01-01 00:00:00,거실,21.5\n");
        answers("SELECT \"장치 이름\", \"온도(℃)\" FROM '" + file + "' WHERE 시각 IS NOT NULL", "장치 이름,온도(℃)\n거실,21.5\n");
    }

    @Test
    void columnsOfOneNameAreToldApart() throws IOException {
        answers(all(write("twice.csv", "a,b,a\n1,2,3\n")), "a,b,a_1\n1,2,3\n");
    }

    @Test
    void thousandsOfColumnsAreRead() throws IOException {
        StringBuilder wide = new StringBuilder("c0");
        for (int row = 0; row < 3; row++) {
            for (int i = 1; i < 5000; i++) {
                wide.append(row == 0 ? ",c" : ",").append(i * Math.max(1, row));
            }
            wide.append(row < 2 ? "\n0" : "\n");
        }
        answers(
                "SELECT count(*) AS n, sum(c4999) AS s FROM '" + write("wide.csv", wide.toString()) + "'",
                "n,s\n2,14997\n");
    }

    @Test
    void aLineWithoutEndIsOneRejectedLine() throws IOException {
        String file = write("huge.csv", "a,b\n1,2\n" + "x".repeat(17 << 20) + ",3\n4,5\n");
        answers("SELECT count(*) AS n FROM '" + file + "'", "n\n2\n");
        assertThat(baro.err()).startsWith("1 of 3 records rejected: 1 × longer than 16 MiB");
    }

    @Test
    void anAnswerMayReplaceTheFileItCameFrom() throws IOException {
        String file = write("same.csv", "a,b\n2,x\n1,y\n");
        assertThat(baro.run(all(file) + " ORDER BY a", "-o", file)).isZero();
        assertThat(Path.of(file)).hasContent("a,b\n1,y\n2,x\n");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void placesThatCannotBeWrittenSaySo() throws IOException {
        String file = write("a.csv", "a\n1\n");
        for (String option : new String[] {"-o", "--rejects", "--receipt"}) {
            assertThat(baro.run(all(file), option, folder + "/nowhere/x.csv")).isEqualTo(3);
            assertThat(baro.err()).contains("its folder does not exist");
            assertThat(baro.run(all(file), option, folder.toString(), "--format", "csv"))
                    .isEqualTo(2);
            assertThat(baro.err()).contains("it is a folder");
        }
    }

    @Test
    void whatJsonHasNoNumbersForIsText() throws IOException {
        String file = write("odd.csv", "x\n1e308\n-inf\ninf\n");
        assertThat(baro.run("SELECT x, cast('NaN' AS double) AS n FROM '" + file + "'", "--format", "jsonl"))
                .isZero();
        assertThat(baro.out()).isEqualTo("""
                {"x":1e308,"n":"NaN"}
                {"x":"-Infinity","n":"NaN"}
                {"x":"Infinity","n":"NaN"}
                """);
    }
}
