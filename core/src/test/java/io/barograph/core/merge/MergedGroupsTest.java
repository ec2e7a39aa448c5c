package io.barograph.core.merge;

import static io.barograph.core.merge.Rows.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergedGroupsTest {
    private static final int GROUPS = 40_000;
    private static final long MOST_BYTES = 8L << 20;

    /** Results of several tables are copied as they are read, by every thread: that must not be all of them at once. */
    @Test
    void aReaderHoldsAFewOfTheTextsThatItHasRead() {
        Rows even = new Rows(Type.BIGINT, Type.VARCHAR);
        Rows odd = new Rows(Type.BIGINT, Type.VARCHAR);
        for (long key = 0; key < GROUPS; key++) {
            (key % 2 == 0 ? even : odd).add(key, text(key));
        }
        MergeTable table = even.table(List.of(0), call("max", Type.VARCHAR, 1));
        MergedGroups merged =
                MergedGroups.of(List.of(even.into(table, Batch.CAPACITY), odd.into(table.empty(), Batch.CAPACITY)));

        MergedGroups.Reader reader = merged.reader();
        for (int from = 0; from < merged.groups(); from += 1000) {
            Batch batch = reader.read(from, 1000);
            assertThat(batch.row(999)).containsExactly(from + 999L, text(from + 999));
            assertThat(((VarcharColumn) batch.column(1)).dictionary().memoryBytes())
                    .isLessThan(MOST_BYTES);
        }
    }

    private static String text(long key) {
        return "message " + key + " ".repeat(400);
    }
}
