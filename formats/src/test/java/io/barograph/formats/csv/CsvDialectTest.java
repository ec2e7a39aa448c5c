package io.barograph.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.source.Lane;
import io.barograph.core.source.ReadRequest;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small files as people have them: what is inferred, and what comes out. */
class CsvDialectTest {
    @TempDir
    Path directory;

    private final List<RejectedRecord> rejects = new ArrayList<>();
    private Schema schema = Schema.of();

    private List<List<Object>> read(String name, byte[] bytes, Map<String, String> options) throws IOException {
        Path file = directory.resolve(name);
        Files.write(file, bytes);
        TableDescription description = new CsvFormat().describe("t", List.of(file.toString()), options, null);
        schema = description.schema();
        Table table = new CsvFormat().open(description);
        Lane lane = table.lanes().get(0);
        int[] all = IntStream.range(0, schema.size()).toArray();
        List<List<Object>> rows = new ArrayList<>();
        try (SplitReader reader =
                table.read(new Split(lane, 0, lane.sizeBytes()), -1, new ReadRequest(all, rejects::add))) {
            Batch batch;
            while ((batch = reader.next()) != null) {
                for (int row = 0; row < batch.size(); row++) {
                    rows.add(batch.row(row));
                }
            }
        }
        return rows;
    }

    private List<List<Object>> read(String text) throws IOException {
        return read("t.csv", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "a,b\\n1,x\\n2,y\\n ! (a BIGINT, b VARCHAR)",
                "a;b\\r\\n1,5;x\\r\\n2,5;y\\r\\n ! (a DOUBLE, b VARCHAR)",
                "\uFEFFa\\tb\\n1\\tx\\n2\\ty\\n ! (a BIGINT, b VARCHAR)",
                "sep=|\\r\\na|b,c\\r\\n1|x\\r\\n2|y\\r\\n ! (a BIGINT, b,c VARCHAR)",
                "1|x\\n2|y\\n ! (column0 BIGINT, column1 VARCHAR)",
                "# made by a logger\\na,b\\n1,x\\n# pause\\n2,y\\n ! (a BIGINT, b VARCHAR)",
                "a,b,\\n1,x,\\n2,y,\\n ! (a BIGINT, b VARCHAR)",
                "a, b\\n1, x\\n2, y\\n ! (a BIGINT, b VARCHAR)",
                "a,b\\n1,true\\n2,FALSE\\n ! (a BIGINT, b BOOLEAN)",
                "a;b\\n4.216;x\\n?;y\\n ! (a DOUBLE, b VARCHAR)",
                "a;b\\n1,234;12.50\\n2,345;9.75\\n ! (a VARCHAR, b DOUBLE)",
                "a b\\n1 5 x\\n2 6 y\\n ! (column0 BIGINT, a BIGINT, b VARCHAR)",
                "a,b\\n2023-01-01,x\\n2023-01-02T10:00+09:00,y\\n ! (a TIMESTAMP, b VARCHAR)",
            })
    void dialectAndTypesAreInferred(String text, String expected) throws IOException {
        List<List<Object>> rows =
                read(text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t"));
        assertThat(schema).hasToString(expected);
        assertThat(rows).hasSize(2);
        assertThat(rejects).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,서울", "EUC-KR,서울", "x-windows-949,똠방각하", "ISO-8859-1,Köln", "windows-1252,50 €"})
    void encodingsAreRecognised(String charset, String word) throws IOException {
        byte[] bytes = ("place,v\n" + word + ",1\n" + word + ",2\n").getBytes(Charset.forName(charset));
        assertThat(read("t.csv", bytes, Map.of())).containsExactly(List.of(word, 1L), List.of(word, 2L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "-999 ! 5 ! BIGINT",
                "-999 ! 5.5 ! DOUBLE",
                "0 ! 1.5e300 ! DOUBLE",
                "missing ! 5 ! BIGINT",
                "1900-01-01 ! 2024-01-01 ! TIMESTAMP",
                "1900-01-01 00:00:00 ! 2024-01-01 10:00:00 ! TIMESTAMP",
                "FALSE ! true ! BOOLEAN",
                "-999 ! x ! VARCHAR",
            })
    void wordsDeclaredNullAreSoInEveryType(String word, String value, String type) throws IOException {
        String text = "a,b\n" + value + "," + value + "\n" + word + "," + value + "\n" + value + "," + word + "\n";
        Map<String, String> options = Map.of("null", "missing, " + word, "header", "true");
        List<List<Object>> rows = read("t.csv", text.getBytes(StandardCharsets.UTF_8), options);
        assertThat(schema).hasToString("(a " + type + ", b " + type + ")");
        Object known = rows.get(0).get(0);
        assertThat(known).isNotNull();
        assertThat(rows)
                .containsExactly(Arrays.asList(known, known), Arrays.asList(null, known), Arrays.asList(known, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "AlphaLog TH-200\\r\\nSerial Number,A-1\\r\\nComment,\"Roof, north\"\\r\\n\\r\\n ! , ! 4",
                "Device: TH-200\\nSerial: 5\\n ! ; ! 2",
                "Readings of\\tTH-200\\n\\n# of May\\nSerial\\t5\\n ! \\t ! 4",
                "Readings\\n ! , ! 1"
            })
    void linesBeforeTheHeaderArePassedOver(String preamble, String delimiter, int lines) throws IOException {
        String table = "time;t;h\\n2024-01-01 10:00;1.5;7\\n2024-01-01 10:01;2.5;8\\n2024-01-01 10:02;3.5;9\\n";
        String text = preamble + table.replace(";", delimiter);
        List<List<Object>> rows =
                read(text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t"));
        assertThat(schema).hasToString("(time TIMESTAMP, t DOUBLE, h BIGINT)");
        assertThat(rows).hasSize(3);
        assertThat(rejects).hasSize(1);
        assertThat(rejects.get(0).line()).isEqualTo(1);
        assertThat(rejects.get(0).reason())
                .isEqualTo(lines + (lines == 1 ? " line" : " lines") + " before the header passed over (skip => "
                        + lines + " says so)");
    }

    /** What looks like lines before a header, and may be rows. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "note\\nhello, you\\nso, so\\nyes, no\\nno, yes\\n ! (column0 VARCHAR, column1 VARCHAR)",
                "value\\n1,5\\n2,5\\n3,5\\n4,5\\n ! (column0 BIGINT, column1 BIGINT)",
                "a,b\\nx,1,2\\ny,3,4\\nz,5,6\\n ! (column0 VARCHAR, a BIGINT, b BIGINT)",
                "1,2\\n1,2\\nx,y,z\\n1,2,3\\n4,5,6\\n ! (column0 VARCHAR, column1 VARCHAR, column2 VARCHAR)",
                "a,b,c\\n1\\n2\\n3,4,5\\n6,7,8\\n9,1,2\\n ! (a BIGINT, b BIGINT, c BIGINT)",
                "1,2\\n1,2\\nx,y,z\\n1,2,3\\n4,5,6\\n7,8,9\\n ! (column0 VARCHAR, column1 VARCHAR, column2 VARCHAR)",
            })
    void shortRecordsAtTheBeginningAreNotPassedOver(String text, String expected) throws IOException {
        read(text.replace("\\n", "\n"));
        assertThat(schema).hasToString(expected);
        assertThat(rejects).noneMatch(rejected -> rejected.reason().contains("passed over"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "v;w\\n1.012,5;1.000\\n826,9;2.000.000\\n-1.999,0;7\\n+5;12.345\\n ! . ! 1012.5 826.9 -1999.0 5.0",
                "v;w\\n1'012.5;1'000\\n826.9;2'000'000\\n-1'999;7\\n ! ' ! 1012.5 826.9 -1999.0",
                "v;w\\n1 012,5;1 000\\n826,9;2 000 000\\n ! space ! 1012.5 826.9",
                "v|w\\n1,012.5|1,000\\n826.9|2,000,000\\n ! , ! 1012.5 826.9",
                "v,w\\n\"1,012.5\",\"1,000\"\\n826.9,\"2,000,000\"\\n ! , ! 1012.5 826.9",
            })
    void marksBetweenThousandsAreNoPartOfNumbers(String text, String mark, String expected) throws IOException {
        byte[] bytes = text.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);
        List<List<Object>> rows = read("t.csv", bytes, Map.of("thousands", mark));
        assertThat(schema).hasToString("(v DOUBLE, w BIGINT)");
        assertThat(rejects).isEmpty();
        assertThat(rows.stream().map(row -> String.valueOf(row.get(0))).toList())
                .isEqualTo(List.of(expected.split(" ")));
        assertThat(rows.stream().map(row -> row.get(1)).limit(2)).containsExactly(1000L, 2_000_000L);
    }

    /** A mark anywhere else is a mistake: 12.5 is not 125. */
    @Test
    void numbersWithoutMarksOrWithWrongOnesAreTold() throws IOException {
        String many = "1,5;1\n".repeat(600);
        String text = "v;w\n" + many + "1.012,5;2\n12.5;3\n1.0123;4\n.123;5\n1234.567;6\n1.234.56;7\n";
        assertThat(read("t.csv", text.getBytes(StandardCharsets.UTF_8), Map.of("thousands", ".")))
                .hasSize(601);
        assertThat(rejects).hasSize(5);
        rejects.clear();
        read("t.csv", ("v;w\n" + many + "1.012,5;2\n").getBytes(StandardCharsets.UTF_8), Map.of());
        assertThat(rejects.get(0).reason())
                .isEqualTo("column 'v': '1.012,5' is no DOUBLE; the option thousands => '.' reads such numbers");
        for (Map<String, String> options :
                List.of(Map.of("thousands", ",", "decimal", ","), Map.of("thousands", "5"), Map.of("thousands", "-"))) {
            assertThatThrownBy(() -> read("t.csv", text.getBytes(StandardCharsets.UTF_8), options))
                    .hasMessageContaining("option 'thousands' is '" + options.get("thousands") + "'");
        }
    }

    /** One file may have such lines and the next none, whose rows would be lost. */
    @Test
    void linesBeforeTheHeadersOfSeveralFilesHaveToBeSaid() throws IOException {
        String table = "time;t\n2024-01-01;1\n2024-01-02;2\n2024-01-03;3\n";
        Path one = Files.writeString(directory.resolve("a.csv"), "Device: 1\nSerial: 2\n" + table);
        Path other = Files.writeString(directory.resolve("b.csv"), table);
        for (List<String> paths :
                List.of(List.of(one.toString(), one.toString()), List.of(one.toString(), other.toString()))) {
            assertThatThrownBy(() -> new CsvFormat().describe("t", paths, Map.of(), null))
                    .hasMessageContaining("a.csv' has 2 lines before its header")
                    .hasMessageContaining("skip => 2");
        }
    }

    /** Each header is read as its own file is written. */
    @Test
    void filesOfSeveralKindsAreToldByTheirOwnHeaders() throws IOException {
        Path plain = Files.writeString(directory.resolve("a.csv"), "time,t\n2024-01-01,1\n");
        Path other = Files.writeString(directory.resolve("b.csv"), "\uFEFFGer\u00E4t Nr;t\nx,y;1\n");
        List<String> paths = List.of(plain.toString(), other.toString());
        assertThatThrownBy(() -> new CsvFormat().describe("t", paths, Map.of(), null))
                .hasMessageContaining("a.csv has (time, t), ")
                .hasMessageContaining("b.csv begins with (Ger\u00E4t Nr, t) with ';' between fields");
    }

    @Test
    void reasonsSayTextsAsTheyAre() throws IOException {
        String text = "B\u00FCro;t\n;\u00B0C\n";
        read("t.csv", (text + "2024-01-01;1.5\n".repeat(200)).getBytes(StandardCharsets.ISO_8859_1), Map.of());
        assertThat(rejects.get(0).reason()).isEqualTo("column 't': '\u00B0C' is no DOUBLE");
        assertThat(rejects).hasSize(1);
    }

    /** Five bytes are no character there; in ISO-8859-1 each is one. */
    @Test
    void bytesWithoutACharacterInWindowsAreThoseOfLatin1() throws IOException {
        byte[] bytes = "v\nK\u00F6ln\u0081\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(read("t.csv", bytes, Map.of())).containsExactly(List.of("K\u00F6ln\u0081"));
    }

    @Test
    void filesOfDifferentHeadersAreRefusedInEitherOrder() throws IOException {
        String few =
                Files.writeString(directory.resolve("few.csv"), "a,b\n1,2\n").toString();
        String more = Files.writeString(directory.resolve("more.csv"), "a,b,c\n1,2,3\n")
                .toString();
        for (List<String> paths : List.of(List.of(few, more), List.of(more, few))) {
            assertThatThrownBy(() -> new CsvFormat().describe("t", paths, Map.of(), null))
                    .hasMessageContaining("different headers")
                    .hasMessageContaining("few.csv " + (paths.get(0).equals(few) ? "has" : "begins with") + " (a, b)")
                    .hasMessageContaining("(a, b, c)");
        }
    }

    @Test
    void aHeaderBeyondWhatIsLookedAtIsRefused() {
        byte[] wide =
                ("column,".repeat(700_000) + "last\n" + "1,".repeat(700_000) + "1\n").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read("t.csv", wide, Map.of()))
                .hasMessageContainingAll("no record of", "ends within its first 256 KiB");
    }

    @Test
    void membersOfAGzipFileAreOneText() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String part : new String[] {"a,b\n1,x\n2,\"y", "\nz\"\n"}) {
            try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                out.write(part.getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(read("t.csv.gz", bytes.toByteArray(), Map.of()))
                .containsExactly(List.of(1L, "x"), List.of(2L, "y\nz"));
    }

    /** As PIVOT makes them. */
    @Test
    void numbersNameColumnsWhereQuotesTellThem() throws IOException {
        assertThat(read("device,\"1\",\"2.5\"\n7,,4\n8,1.5,3\n"))
                .containsExactly(Arrays.asList(7L, null, 4L), List.of(8L, 1.5, 3L));
        assertThat(schema.names()).containsExactly("device", "1", "2.5");
        assertThat(read("hour,\"2024-01-01\",\"true\"\n2024-01-01 10:00,2,3\n")).hasSize(1);
        assertThat(read("site,\"1\",\"2\"\nroof,,4\ncellar,1,3\n")).hasSize(2);
        assertThat(schema.names()).containsExactly("site", "1", "2");

        assertThat(read("a1,5\n12,6\nb3,7\n")).as("texts that may be numbers").hasSize(3);
        assertThat(read("NA,1,2\n5,6,7\n")).as("a NULL above numbers").hasSize(2);
        assertThat(read("2024-01-01 00:00,ERR,1\n2024-01-01 00:01,5.1,2\n"))
                .as("an error first")
                .hasSize(2);
        assertThat(read("\"1,234\",17\n999,18\n"))
                .as("quotes for what is in them")
                .hasSize(2);
        assertThat(read("\"1\",\"2\"\n\"3\",\"4\"\n")).as("all in quotes").hasSize(2);
    }

    @Test
    void aGzipFileCutAnywhereBehindItsHeaderIsAnError() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("a,b\n1,x\n2,y\n".getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = bytes.toByteArray();
        for (int length = 10; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read("t.csv.gz", cut, Map.of()))
                    .as("%d of %d bytes", length, whole.length)
                    .hasMessageContaining("gzip");
        }
    }

    @Test
    void framesOfAZstdFileAreOneTextAndACutOneIsAnError() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String part : new String[] {"a,b\n1,x\n2,\"y", "\nz\"\n"}) {
            bytes.write(Zstd.compress(part.getBytes(StandardCharsets.UTF_8)));
        }
        byte[] whole = bytes.toByteArray();
        assertThat(new CsvFormat().recognises("T.CSV.ZST")).isTrue();
        assertThat(read("t.csv.zst", whole, Map.of())).containsExactly(List.of(1L, "x"), List.of(2L, "y\nz"));
        int second = Zstd.compress("a,b\n1,x\n2,\"y".getBytes(StandardCharsets.UTF_8)).length;
        for (int length = 4; length < whole.length; length += length == second - 1 ? 2 : 1) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read("t.csv.zst", cut, Map.of()))
                    .as("%d of %d bytes", length, whole.length)
                    .hasMessageContaining("zstd data are cut or damaged");
        }
        byte[] skipped = {0x5D, 0x2A, 0x4D, 0x18, 1, 0, 0, 0, 7};
        byte[] behindSkipped = Arrays.copyOf(skipped, skipped.length + whole.length);
        System.arraycopy(whole, 0, behindSkipped, skipped.length, whole.length);
        assertThat(read("s.csv.zst", behindSkipped, Map.of())).hasSize(2);
        assertThatThrownBy(() -> read("u.csv.zst", "a\n1\n".getBytes(StandardCharsets.UTF_8), Map.of()))
                .hasMessageContaining("not compressed with zstd");
    }

    @Test
    void longTextsAreReadFromZstd() throws IOException {
        StringBuilder text = new StringBuilder("n,x\n");
        for (int i = 0; i < 200_000; i++) {
            text.append(i).append(',').append(i * 7919L % 1000).append('\n');
        }
        List<List<Object>> rows =
                read("l.csv.zst", Zstd.compress(text.toString().getBytes(StandardCharsets.UTF_8)), Map.of());
        assertThat(rows).hasSize(200_000);
        assertThat(rows.get(199_999)).isEqualTo(List.of(199_999L, 199_999 * 7919L % 1000));
        assertThat(rejects).isEmpty();
    }

    @Test
    void linesThatEndWithReturnsAloneAreRefused() {
        byte[] old = "a,b\r1,x\r2,y\r".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read("t.csv", old, Map.of())).hasMessageContaining("ends its lines with CR alone");
    }

    @Test
    void minutesOfOneDayAreReadLikeAnyOther() throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            texts.add("2024-01-0%d %02d:%02d:59".formatted(1 + i / 1000, i * 7 % 24, i * 11 % 60));
        }
        texts.addAll(List.of(
                "2024-02-28T12:34:56.5",
                "2024-02-28 12:34:56",
                "2024-02-29 12:34:56",
                "2024-02-29 00:01:00",
                "2262-04-11 00:00:00",
                "2262-04-11 23:47:16",
                "1677-09-21 23:59:00",
                "1677-09-21 00:13:00"));
        List<Long> expected = new ArrayList<>();
        for (String text : texts) {
            Instant instant = LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
            expected.add(ChronoUnit.NANOS.between(Instant.EPOCH, instant));
        }
        // Beyond the range, on a day that there is not, and at an hour that no day has.
        texts.addAll(
                List.of("2262-04-11 23:48:00", "2024-02-30 00:00:00", "2024-02-30 00:01:00", "2024-02-28 24:00:00"));
        assertThat(read("t,n\n" + String.join(",1\n", texts) + ",1\n"))
                .extracting(row -> row.get(0))
                .isEqualTo(expected);
    }

    @Test
    void nullsAreEmptyOrOneOfTheWords() throws IOException {
        List<List<Object>> rows = read("n,s\n1,x\n,\nNA,NA\nNaN,NaN\nnull,null\nNone,None\n2,\"NA\"\n3,\"\"\n");
        assertThat(rows.stream().map(row -> row.get(0))).containsExactly(1L, null, null, null, null, null, 2L, 3L);
        assertThat(rows.stream().map(row -> row.get(1))).containsExactly("x", null, null, null, null, "None", "NA", "");
    }

    @Test
    void rejectedRecordsTellWhereTheyAreAndWhy() throws IOException {
        StringBuilder text = new StringBuilder("n,s\n");
        for (int i = 0; i < 300; i++) {
            text.append(i).append(",x\n");
        }
        int offset = text.length();
        text.append("abc,x\n1,\"two\nlines\"\n1\n1,2,3\n");
        assertThat(read(text.toString())).hasSize(301);
        assertThat(rejects)
                .extracting(RejectedRecord::offset, RejectedRecord::line, RejectedRecord::text)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple((long) offset, 302L, "abc,x"),
                        org.assertj.core.groups.Tuple.tuple(offset + 20L, 305L, "1"),
                        org.assertj.core.groups.Tuple.tuple(offset + 22L, 306L, "1,2,3"));
        assertThat(rejects.stream().map(RejectedRecord::reason))
                .containsExactly(
                        "column 'n': 'abc' is no BIGINT",
                        "1 field where 2 are expected",
                        "3 fields where 2 are expected");
    }

    @Test
    void aQuotedFieldOfMoreThanAMebibyteIsRejectedAndReadingGoesOnBehindItsLine() throws IOException {
        assertThat(read("n,s\n1,\"" + "x".repeat((1 << 20) + 1) + "\"\n2,y\n")).containsExactly(List.of(2L, "y"));
        assertThat(rejects).hasSize(1);
        assertThat(rejects.get(0).reason()).isEqualTo("a quoted field has no end within 1 MiB");
    }

    @Test
    void aLineOfMoreThanSixteenMebibytesIsRejected() throws IOException {
        assertThat(read("n,s\n1,x\n2," + "y".repeat(1 << 24) + "\n3,z\n"))
                .containsExactly(List.of(1L, "x"), List.of(3L, "z"));
        assertThat(rejects.stream().map(RejectedRecord::reason)).containsExactly("longer than 16 MiB");
        assertThat(rejects.get(0).line()).isEqualTo(3);
    }
}
