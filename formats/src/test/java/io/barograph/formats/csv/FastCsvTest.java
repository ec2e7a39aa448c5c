package io.barograph.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.formats.text.Content;
import io.barograph.formats.text.TestDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A second oracle: FastCSV, which others wrote, splits well-formed documents into the same texts. What it reads otherwise
 * by design is left out: a carriage return alone ends its lines, and it knows no NULL.
 */
class FastCsvTest {
    private static final long SEED = Long.getLong("barograph.seed", 1);
    private static final int DOCUMENTS = Integer.getInteger("barograph.documents", 300);
    private static final String[] TEXTS = {
        "",
        "a",
        "5",
        "-0.5",
        "2023-01-01 00:00:00",
        "it's",
        "a#b",
        "#",
        " two words ",
        "abcdefgh",
        "abcdefghijklmno",
        "abcdefghijklmnop",
        "abcdefghijklmnopqrstuvwx",
        "abcdefghijklmnopqrstuvwxyz01234",
        "서울특별시 강남구",
        "São Paulo",
        "x".repeat(31),
        "x".repeat(32),
        "x".repeat(33),
        "y".repeat(200),
        "line\nbreak",
        "line\r\nbreak",
        "say \"hi\"",
        "\"",
        "a,b",
        "a;b",
        "a\tb",
        "a|b",
        "\u0001",
        "a\u0000",
        "abcdefghijklmnop\u0000",
        "a"
    };
    private static final String[][] DELIMITERS = {{",", ","}, {";", ";"}, {"tab", "\t"}, {"|", "|"}};

    @Test
    void fastCsvReadsTheSameTexts(@TempDir Path directory) throws IOException {
        for (int i = 0; i < DOCUMENTS; i++) {
            SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + i);
            String[] delimiter = DELIMITERS[random.nextInt(DELIMITERS.length)];
            int width = 1 + random.nextInt(5);
            String document = document(random, delimiter[1], width);
            byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
            Map<String, String> options = Map.of("delimiter", delimiter[0], "quote", "\"", "header", "false");
            TestDocument ours =
                    new TestDocument(new CsvFormat(), directory.resolve("document.csv"), bytes, schema(width), options);
            long[] cuts = random.longs(3, 1, bytes.length).sorted().toArray();
            assertThat(texts(ours.cutAt(cuts)))
                    .as("-Dbarograph.seed=%d, document %d: %s", SEED, i, document)
                    .isEqualTo(fastCsv(document, delimiter[1].charAt(0)));
        }
    }

    private static Schema schema(int width) {
        return new Schema(IntStream.range(0, width)
                .mapToObj(c -> new Field("c" + c, Type.VARCHAR))
                .toList());
    }

    private static String document(SplittableRandom random, String delimiter, int width) {
        StringBuilder document = new StringBuilder();
        String lineEnd = random.nextBoolean() ? "\n" : "\r\n";
        int records = 1 + random.nextInt(60);
        for (int r = 0; r < records; r++) {
            for (int c = 0; c < width; c++) {
                String text = TEXTS[random.nextInt(TEXTS.length)];
                boolean mustQuote = text.contains(delimiter) || text.contains("\"") || text.contains("\n");
                boolean quoted = mustQuote || random.nextInt(4) == 0;
                document.append(c > 0 ? delimiter : "");
                document.append(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
            }
            document.append(r < records - 1 || random.nextBoolean() ? lineEnd : "");
            document.append(random.nextInt(20) == 0 ? lineEnd : "");
        }
        return document.append(width == 1 ? lineEnd : "").toString();
    }

    private static List<List<String>> texts(Content content) {
        assertThat(content.rejects()).isEmpty();
        return content.rows().stream().map(FastCsvTest::texts).toList();
    }

    private static List<String> texts(List<Object> row) {
        return row.stream().map(value -> value == null ? "" : (String) value).toList();
    }

    private static List<List<String>> fastCsv(String document, char delimiter) throws IOException {
        List<List<String>> records = new ArrayList<>();
        try (CsvReader<CsvRecord> reader =
                        CsvReader.builder().fieldSeparator(delimiter).ofCsvRecord(document);
                Stream<CsvRecord> stream = reader.stream()) {
            stream.forEach(record -> records.add(record.getFields()));
        }
        return records;
    }
}
