package io.barograph.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.source.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EqualNamesTest {
    @TempDir
    private Path folder;

    @Test
    void columnsOfOneNameAreNumberedAndAllRead() throws IOException {
        Path file = folder.resolve("x.parquet");
        List<List<Object>> rows = Rows.random(100, new Random(7));
        Rows.write(file, rows, CompressionCodec.UNCOMPRESSED, 100);
        FooterEdit.apply(file, data -> {
            for (int column = 1; column <= 3; column++) {
                data.getSchema().get(column).setName("a");
            }
            data.getSchema().get(4).setName("A");
        });

        Table table = Rows.open(file);

        assertThat(table.description().schema().names()).startsWith("a", "a_1", "a_2", "A", "step");
        assertThat(Rows.read(table, Rows.all(table), List.of())).isEqualTo(rows);
    }

    @Test
    void oneThatCannotBeReadTakesNoOtherAway() {
        FileSchema schema = FileSchema.of(List.of(
                new SchemaElement("schema").setNum_children(3),
                number("a"),
                number("a").setRepetition_type(FieldRepetitionType.REPEATED),
                number("a")));

        assertThat(schema.columns()).extracting(LeafColumn::name).containsExactly("a", "a_2");
        assertThat(schema.columns()).extracting(LeafColumn::leaf).containsExactly(0, 2);
        assertThat(schema.unreadable()).containsOnlyKeys("a_1");
    }

    private static SchemaElement number(String name) {
        return new SchemaElement(name).setType(Type.INT64).setRepetition_type(FieldRepetitionType.REQUIRED);
    }
}
