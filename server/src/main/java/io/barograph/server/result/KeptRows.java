package io.barograph.server.result;

import io.barograph.core.column.Batch;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Some rows of a batch that nobody overwrites any more, so that any thread may read them.
 *
 * @param batch its columns
 * @param positions of the rows, in their order; not copied, never written again
 */
public record KeptRows(Batch batch, int[] positions) {
    /** How many rows there are. */
    public int size() {
        return positions.length;
    }

    /** The number of all rows. */
    public static long count(List<KeptRows> rows) {
        return rows.stream().mapToLong(KeptRows::size).sum();
    }

    /** The last rows, at most so many, in their order. */
    public static List<KeptRows> latest(List<KeptRows> rows, int most) {
        Deque<KeptRows> last = new ArrayDeque<>();
        int left = most;
        for (int i = rows.size() - 1; i >= 0 && left > 0; i--) {
            KeptRows one = rows.get(i);
            int[] positions = one.positions();
            int from = Math.max(0, positions.length - left);
            last.addFirst(
                    from == 0 ? one : new KeptRows(one.batch(), Arrays.copyOfRange(positions, from, positions.length)));
            left -= positions.length - from;
        }
        return List.copyOf(last);
    }
}
