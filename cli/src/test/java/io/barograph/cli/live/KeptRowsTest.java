package io.barograph.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.cli.render.BoxTable.Cell;
import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.live.Revisions;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeptRowsTest {
    /** Rows of two numbers: {@code {key, value}}. */
    private static Batch rows(long[]... rows) {
        Column[] columns = new Column[2];
        for (int column = 0; column < 2; column++) {
            long[] values = new long[rows.length];
            for (int row = 0; row < rows.length; row++) {
                values[row] = rows[row][column];
            }
            columns[column] = new LongColumn(Type.BIGINT, values, Validity.ALL);
        }
        return new Batch(columns, rows.length);
    }

    private static long[] row(long key, long value) {
        return new long[] {key, value};
    }

    private static String shown(KeptRows rows) {
        return rows.last(100).stream()
                        .map(row -> row.stream().map(Cell::full).collect(Collectors.joining("=")))
                        .collect(Collectors.joining(" "))
                + " of " + rows.count();
    }

    @Test
    void aRowTakesThePlaceOfTheOneWithItsKeyWhereThatStands() {
        KeptRows rows = new KeptRows(new int[] {0}, true, 10);
        rows.apply(Revisions.added(rows(row(1, 10), row(2, 20))));
        rows.apply(new Revisions(rows(row(1, 10)), rows(row(1, 11)), null, null));
        rows.apply(Revisions.added(rows(row(2, 22), row(3, 30))));
        assertThat(shown(rows)).isEqualTo("1=11 2=22 3=30 of 3");
        rows.apply(new Revisions(rows(row(1, 11)), rows(row(4, 40)), null, null));
        assertThat(shown(rows)).isEqualTo("2=22 3=30 4=40 of 3");
    }

    @Test
    void aRowThatWasReplacedMeanwhileIsNotTakenAway() {
        KeptRows rows = new KeptRows(new int[] {0}, true, 10);
        rows.apply(Revisions.added(rows(row(1, 10), row(1, 11))));
        rows.apply(Revisions.removed(rows(row(1, 10))));
        assertThat(shown(rows)).isEqualTo("1=11 of 1");
    }

    @Test
    void anEmptyKeyIsATableOfOneRow() {
        KeptRows rows = new KeptRows(new int[0], true, 10);
        rows.apply(Revisions.added(rows(row(1, 10))));
        rows.apply(new Revisions(rows(row(1, 10)), rows(row(2, 20)), null, null));
        assertThat(shown(rows)).isEqualTo("2=20 of 1");
    }

    @Test
    void withoutAKeyEqualRowsAreRowsOfTheirOwn() {
        KeptRows rows = new KeptRows(new int[0], false, 10);
        rows.apply(Revisions.added(rows(row(1, 10), row(2, 20), row(1, 10))));
        assertThat(shown(rows)).isEqualTo("1=10 1=10 2=20 of 3");
        rows.apply(new Revisions(rows(row(1, 10)), rows(row(1, 12)), null, null));
        assertThat(shown(rows)).isEqualTo("1=10 2=20 1=12 of 3");
    }

    @Test
    void theOldestRowsAreOnlyCounted() {
        KeptRows rows = new KeptRows(new int[] {0}, true, 2);
        rows.apply(Revisions.added(rows(row(1, 10), row(2, 20), row(3, 30))));
        assertThat(shown(rows)).isEqualTo("2=20 3=30 of 3");
        // One that is revised again is shown again.
        rows.apply(new Revisions(rows(row(1, 10)), rows(row(1, 11)), null, null));
        assertThat(shown(rows)).isEqualTo("3=30 1=11 of 3");
        rows.apply(Revisions.removed(rows(row(2, 20), row(1, 11))));
        assertThat(shown(rows)).isEqualTo("3=30 of 1");
        assertThat(rows.last(0)).isEqualTo(List.of());
    }

    private static final Schema SCHEMA = Schema.of(new Field("id", Type.BIGINT), new Field("n", Type.BIGINT));

    private static KeptRows again(KeptRows rows, boolean hasKey) {
        StateOutput saved = new StateOutput();
        rows.saved(SCHEMA).write(saved);
        KeptRows next = new KeptRows(new int[] {0}, hasKey, 3);
        next.restore(SCHEMA, new StateInput(saved.toByteArray()));
        return next;
    }

    @Test
    void rowsOfACheckpointAreThereInTheNextRun() {
        for (boolean hasKey : new boolean[] {true, false}) {
            KeptRows rows = new KeptRows(new int[] {0}, hasKey, 3);
            rows.apply(Revisions.added(rows(row(1, 10), row(2, 20), row(3, 30), row(4, 40))));
            KeptRows next = again(rows, hasKey);
            assertThat(shown(next)).isEqualTo("2=20 3=30 4=40 of 4");
            next.apply(new Revisions(rows(row(3, 30)), rows(row(3, 31)), null, null));
            next.apply(Revisions.removed(rows(row(2, 20), row(1, 10))));
            assertThat(shown(next)).isEqualTo(hasKey ? "3=31 4=40 of 2" : "4=40 3=31 of 2");
            assertThat(shown(again(next, !hasKey))).isEqualTo(" of 0");
        }
    }
}
