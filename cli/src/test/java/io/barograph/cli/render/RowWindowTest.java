package io.barograph.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowWindowTest {
    private static List<String> shown(int most, int rows, int batchRows) {
        RowWindow window = new RowWindow(most);
        window.begin(Schema.of(new Field("n", Type.BIGINT)));
        for (int from = 0; from < rows; from += batchRows) {
            int size = Math.min(batchRows, rows - from);
            long[] values = LongStream.range(from, from + size).toArray();
            window.accept(new Batch(new Column[] {new LongColumn(Type.BIGINT, values, Validity.ALL)}, size));
        }
        window.end();
        BoxTable table = window.table();
        assertThat(table.rows()).isEqualTo(rows);
        return Stream.concat(table.head().stream(), table.tail().stream())
                .map(row -> row.get(0).full())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "5", "7", "100"})
    void theFirstAndLastRowsAreKeptHoweverTheyAreCut(int batchRows) {
        assertThat(shown(6, 20, batchRows)).containsExactly("0", "1", "2", "17", "18", "19");
        assertThat(shown(5, 20, batchRows)).containsExactly("0", "1", "2", "18", "19");
        assertThat(shown(6, 7, batchRows)).containsExactly("0", "1", "2", "4", "5", "6");
        assertThat(shown(6, 6, batchRows)).containsExactly("0", "1", "2", "3", "4", "5");
        assertThat(shown(6, 0, batchRows)).isEmpty();
    }
}
