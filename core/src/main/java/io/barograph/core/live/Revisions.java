package io.barograph.core.live;

import io.barograph.core.column.Batch;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What changes in a table: pairs of an old row and the new one that takes its place, either of which may be absent. Position
 * i of both batches belongs together; where a row is absent, its values mean nothing.
 *
 * @param before the old rows; null where all are absent
 * @param after the new rows; null where all are absent
 * @param hadBefore which old rows there are; null for all of {@code before}
 * @param hasAfter which new rows there are; null for all of {@code after}
 */
public record Revisions(
        @Nullable Batch before,
        @Nullable Batch after,
        @Nullable BitSet hadBefore,
        @Nullable BitSet hasAfter) {
    public Revisions {
        if (before == null && after == null || before != null && after != null && before.size() != after.size()) {
            throw new IllegalArgumentException("a revision is of rows, and old ones stand beside new ones");
        }
    }

    /** Rows that take the place of none. */
    public static Revisions added(Batch rows) {
        return new Revisions(null, rows, null, null);
    }

    /** Rows that go. */
    public static Revisions removed(Batch rows) {
        return new Revisions(rows, null, null, null);
    }

    /** Pairs. */
    public int size() {
        return after != null ? after.size() : before == null ? 0 : before.size();
    }

    public boolean hadBefore(int position) {
        return before != null && (hadBefore == null || hadBefore.get(position));
    }

    public boolean hasAfter(int position) {
        return after != null && (hasAfter == null || hasAfter.get(position));
    }

    /** Whether no old row is in it. */
    public boolean onlyAdds() {
        return before == null || hadBefore != null && hadBefore.isEmpty();
    }
}
