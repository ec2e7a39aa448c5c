package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.live.Revisions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowChangesTest {
    private static final Schema SCHEMA =
            new Schema(List.of(new Field("key", Type.BIGINT), new Field("value", Type.BIGINT)));
    /** More than two batches. */
    private static final int ROWS = 2 * Batch.CAPACITY + 100;

    @Test
    void aTableByKeyHoldsTheNewRowsWhereTheyHaveMovedAcrossBatches() {
        // By place, each row takes that of the one before it, whose key is another batch's.
        assertThat(applied(rows(0, ROWS), rows(1, ROWS))).isEqualTo(table(rows(1, ROWS)));
        assertThat(applied(rows(1, ROWS), rows(0, ROWS))).isEqualTo(table(rows(0, ROWS)));
        assertThat(applied(rows(0, 100), rows(1, 100))).isEqualTo(table(rows(1, 100)));
    }

    @Test
    void equalRowsAreNotToldOf() {
        List<Revisions> told = new ArrayList<>();
        new RowChanges(SCHEMA, List.of(0)).tell(rows(0, ROWS), rows(0, ROWS), told::add);
        assertThat(told).isEmpty();
        new RowChanges(SCHEMA, List.of(0)).tell(rows(0, ROWS), rows(5, ROWS), told::add);
        assertThat(told)
                .hasSize(1)
                .first()
                .satisfies(gone -> assertThat(gone.after()).isNull());
    }

    /** What a table by key holds that held the old rows: of each batch, old rows go before new ones come. */
    private static Map<Long, Long> applied(RowBuffer before, RowBuffer after) {
        Map<Long, Long> table = table(before);
        new RowChanges(SCHEMA, List.of()).tell(before, after, changes -> {
            Batch olds = changes.before();
            for (int i = 0; olds != null && i < olds.size(); i++) {
                if (changes.hadBefore() == null || changes.hadBefore().get(i)) {
                    table.remove(value(olds, 0, i));
                }
            }
            Batch news = changes.after();
            for (int i = 0; news != null && i < news.size(); i++) {
                table.put(value(news, 0, i), value(news, 1, i));
            }
        });
        return table;
    }

    private static Map<Long, Long> table(RowBuffer rows) {
        Map<Long, Long> table = new TreeMap<>();
        for (int row = 0; row < rows.size(); row++) {
            Batch batch = rows.batch(row >> ColumnBuffer.SHIFT);
            int at = row & ColumnBuffer.MASK;
            table.put(value(batch, 0, at), value(batch, 1, at));
        }
        return table;
    }

    private static long value(Batch batch, int column, int row) {
        return ((LongColumn) batch.column(column)).values()[row];
    }

    private static RowBuffer rows(int from, int to) {
        RowBuffer rows = new RowBuffer(SCHEMA);
        for (int start = from; start < to; start += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, to - start);
            long[] keys = LongStream.range(start, start + count).toArray();
            long[] values = LongStream.of(keys).map(key -> key * 10).toArray();
            rows.append(new Batch(
                    new Column[] {
                        new LongColumn(Type.BIGINT, keys, Validity.ALL),
                        new LongColumn(Type.BIGINT, values, Validity.ALL)
                    },
                    count));
        }
        return rows;
    }
}
