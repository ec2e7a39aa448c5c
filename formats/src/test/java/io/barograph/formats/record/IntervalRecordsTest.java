package io.barograph.formats.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Intervals are written as texts, and read as what is written. */
class IntervalRecordsTest {
    private static final Schema SCHEMA = Schema.of(new Field("id", Type.BIGINT), new Field("length", Type.INTERVAL));
    private static final long[] LENGTHS = {0, 1, -1, 86_400_000_000_000L, -90_061_500_000_000L, Long.MAX_VALUE};

    private static List<byte[]> written(RecordFormat format) {
        long[] present = Validity.allPresent(LENGTHS.length + 1);
        Validity.setNull(present, LENGTHS.length);
        Batch batch = new Batch(
                new Column[] {
                    new LongColumn(Type.BIGINT, new long[LENGTHS.length + 1], Validity.ALL),
                    new LongColumn(Type.INTERVAL, Arrays.copyOf(LENGTHS, LENGTHS.length + 1), Validity.of(present))
                },
                LENGTHS.length + 1);
        RecordEncoder encoder = format.newEncoder(SCHEMA, Map.of());
        List<byte[]> records = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            records.add(encoder.encode(batch, row));
        }
        return records;
    }

    private static List<Object> lengths() {
        List<Object> lengths = new ArrayList<>(Arrays.stream(LENGTHS).boxed().toList());
        lengths.add(null);
        return lengths;
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json", "binary"})
    void whatIsWrittenIsReadAgain(String name) {
        RecordFormat format = RecordFormats.named(name);
        Decoded decoded = Decoded.of(format.newDecoder(SCHEMA, Map.of(), new int[] {0, 1}), written(format), 3);
        assertThat(decoded.rows().stream().map(row -> row.get(1)).toList()).isEqualTo(lengths());
    }

    @Test
    void whatIsNoIntervalIsRejected() {
        RecordFormat json = RecordFormats.named("json");
        List<byte[]> records = List.of("{\"length\":\"soon\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(Decoded.of(json.newDecoder(SCHEMA, Map.of(), new int[] {0, 1}), records, 1)
                        .reasons())
                .containsExactly("column 'length': \"soon\" is no INTERVAL");
        RecordFormat csv = RecordFormats.named("csv");
        assertThat(Decoded.of(
                                csv.newDecoder(SCHEMA, Map.of(), new int[] {0, 1}),
                                List.of("1,90".getBytes(StandardCharsets.UTF_8)),
                                1)
                        .reasons())
                .containsExactly("column 'length': '90' is no INTERVAL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    void filesTakeThemWhereTheyAreDeclared(String ending, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("lengths." + ending);
        List<String> lines = new ArrayList<>(ending.equals("csv") ? List.of("id,length") : List.of());
        written(RecordFormats.named(ending.equals("csv") ? "csv" : "json"))
                .forEach(record -> lines.add(new String(record, StandardCharsets.UTF_8)));
        Files.write(file, lines);
        FileCatalog catalog = new FileCatalog();
        TableDescription description = catalog.table(file.toString(), Map.of(), SCHEMA);
        assertThat(description.schema()).isEqualTo(SCHEMA);
    }
}
