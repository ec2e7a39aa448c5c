package io.barograph.core.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.window.Grid;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Down-sampling against its definitions, written plainly. */
class DownSamplingTest {
    private static final Schema INPUT = Schema.of(new Field("t", Type.TIMESTAMP), new Field("x", Type.DOUBLE));
    private static final int ROWS = 1_500;

    private final long[] times = new long[ROWS];
    private final double[] values = new double[ROWS];

    DownSamplingTest() {
        Random random = new Random(11);
        for (int i = 0; i < ROWS; i++) {
            times[i] = i == 0 ? 0 : times[i - 1] + random.nextInt(1000);
            values[i] = (i == 0 ? 0 : values[i - 1]) + random.nextGaussian();
        }
    }

    private List<Integer> chosen(DownSampling method, int count) {
        Fold fold = new DownSampleOperator(method, null, count, 0, List.of(), 1)
                .newFold(INPUT, new EvaluationContext(List.of(), false));
        Column[] columns = {new LongColumn(Type.TIMESTAMP, times, Validity.ALL), new DoubleColumn(values, Validity.ALL)
        };
        List<Integer> found = new ArrayList<>();
        fold.accept(new Batch(columns, ROWS), batch -> {});
        int[] from = {0};
        fold.end(batch -> {
            for (int i = 0; i < batch.size(); i++) {
                while (times[from[0]] != (Long) batch.row(i).get(0)
                        || values[from[0]] != (Double) batch.row(i).get(1)) {
                    from[0]++;
                }
                found.add(from[0]++);
            }
        });
        return found;
    }

    /** The algorithm as its author wrote it down, in JavaScript. */
    @Test
    void lttbIsThatOfItsAuthor() {
        for (int threshold : new int[] {3, 4, 50, 500, ROWS - 1}) {
            List<Integer> wanted = new ArrayList<>(List.of(0));
            int every = ROWS - 2;
            int buckets = threshold - 2;
            int a = 0;
            for (int i = 0; i < buckets; i++) {
                int rangeFrom = 1 + (int) ((long) every * i / buckets);
                int rangeTo = 1 + (int) ((long) every * (i + 1) / buckets);
                int averageTo = i + 1 < buckets ? 1 + (int) ((long) every * (i + 2) / buckets) : ROWS;
                double averageX = 0;
                double averageY = 0;
                for (int j = rangeTo; j < averageTo; j++) {
                    averageX += (double) times[j] / (averageTo - rangeTo);
                    averageY += values[j] / (averageTo - rangeTo);
                }
                double most = -1;
                int next = -1;
                for (int j = rangeFrom; j < rangeTo; j++) {
                    double area = Math.abs((times[a] - averageX) * (values[j] - values[a])
                            - (times[a] - times[j]) * (averageY - values[a]));
                    if (area > most) {
                        most = area;
                        next = j;
                    }
                }
                wanted.add(next);
                a = next;
            }
            wanted.add(ROWS - 1);
            assertThat(chosen(DownSampling.LTTB, threshold)).as("%d", threshold).isEqualTo(wanted);
        }
    }

    /** What goes along the rows holds two cells, and chooses as if it had all. */
    @ParameterizedTest
    @ValueSource(longs = {1, 300, 900, 5_000, 200_000, 10_000_000})
    void lttbByCellsChoosesAsFromAllReadingsAtOnce(long length) {
        int[] buckets = new int[ROWS + 1];
        int count = 0;
        for (int i = 0; i < ROWS; i++) {
            if (i == 0 || times[i] / length != times[i - 1] / length) {
                buckets[count++] = i;
            }
        }
        buckets[count] = ROWS;
        List<Integer> wanted = new ArrayList<>();
        DownSampling.LTTB.choose(times, values, buckets, count, wanted::add);
        List<List<Object>> rows = new ArrayList<>();
        wanted.forEach(reading -> rows.add(List.of(times[reading], values[reading])));

        Fold fold = byCells(length);
        List<List<Object>> found = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            fold.accept(reading(i), batch -> add(batch, found));
            // All that is behind two cells has come out.
            long behind = times[i] / length * length;
            int at = i;
            while (at >= 0 && times[at] >= behind) {
                at--;
            }
            if (at >= 0) {
                long open = times[at] / length * length;
                assertThat(found)
                        .as("when %d has come", times[i])
                        .isEqualTo(rows.stream()
                                .filter(row -> (Long) row.get(0) < open || row.equals(rows.get(0)))
                                .toList());
            }
        }
        fold.end(batch -> add(batch, found));
        assertThat(found).isEqualTo(rows);
    }

    private static Fold byCells(long length) {
        return new DownSampleOperator(DownSampling.LTTB, new Grid.Elapsed(length, 0), 0, 0, List.of(), 1)
                .newFold(INPUT, new EvaluationContext(List.of(), false));
    }

    private Batch reading(int i) {
        Column[] columns = {
            new LongColumn(Type.TIMESTAMP, new long[] {times[i]}, Validity.ALL),
            new DoubleColumn(new double[] {values[i]}, Validity.ALL)
        };
        return new Batch(columns, 1);
    }

    private static void add(Batch batch, List<List<Object>> found) {
        for (int i = 0; i < batch.size(); i++) {
            found.add(batch.row(i));
        }
    }

    @Test
    void fewReadingsAllStay() {
        assertThat(chosen(DownSampling.LTTB, ROWS + 5)).hasSize(ROWS);
        assertThat(chosen(DownSampling.M4, ROWS * 1000)).hasSizeGreaterThan(ROWS * 9 / 10);
    }

    @Test
    void bucketsKeepTheirExtremes() {
        int buckets = 37;
        long length = times[ROWS - 1] / buckets + 1;
        List<Integer> m4 = chosen(DownSampling.M4, buckets);
        List<Integer> extremes = chosen(DownSampling.MINMAX, buckets);
        assertThat(m4).containsAll(extremes).hasSizeLessThanOrEqualTo(4 * buckets);
        assertThat(extremes).hasSizeLessThanOrEqualTo(2 * buckets);
        for (int bucket = 0; bucket < buckets; bucket++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            int first = -1;
            int last = -1;
            for (int i = 0; i < ROWS; i++) {
                if (times[i] / length == bucket) {
                    least = Math.min(least, values[i]);
                    most = Math.max(most, values[i]);
                    first = first < 0 ? i : first;
                    last = i;
                }
            }
            int of = bucket;
            assertThat(extremes.stream().filter(i -> times[i] / length == of).map(i -> values[i]))
                    .contains(least, most);
            assertThat(m4).contains(first, last);
        }
    }
}
