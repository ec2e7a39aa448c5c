package io.barograph.core.series;

import io.barograph.core.fold.FoldFunction;
import io.barograph.core.fold.FoldOperator;
import io.barograph.core.window.Grid;
import io.barograph.core.window.Length;
import java.util.List;
import java.util.Locale;

/**
 * {@code LTTB(TABLE t PARTITION BY key, DESCRIPTOR(time), 'column', 500)} in SQL, {@code M4} and {@code MINMAX} likewise: few
 * readings for a chart. Instead of a count, an interval makes cells of that length; then {@code zone}, {@code origin} and
 * {@code offset} say more.
 */
public abstract sealed class DownSampleFunction implements FoldFunction {
    private static final int MOST_BUCKETS = 1_000_000;

    private final DownSampling method;

    private DownSampleFunction(DownSampling method) {
        this.method = method;
    }

    /** {@code LTTB}. */
    public static final class Lttb extends DownSampleFunction {
        public Lttb() {
            super(DownSampling.LTTB);
        }
    }

    /** {@code M4}. */
    public static final class M4 extends DownSampleFunction {
        public M4() {
            super(DownSampling.M4);
        }
    }

    /** {@code MINMAX}. */
    public static final class MinMax extends DownSampleFunction {
        public MinMax() {
            super(DownSampling.MINMAX);
        }
    }

    @Override
    public String name() {
        return method.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String usage() {
        return method + "(TABLE 'file.csv' PARTITION BY device_id, DESCRIPTOR(time), 'temperature', 500)";
    }

    @Override
    public List<String> positional() {
        return List.of("column", "buckets");
    }

    @Override
    public FoldOperator operator(Call call) {
        SeriesArguments arguments = new SeriesArguments(this, call);
        List<Integer> columns = arguments.numbers("column");
        if (columns.size() != 1) {
            throw SeriesArguments.wrong("column", "one column is drawn at a time; write " + usage());
        }
        Grid cells = null;
        int count = 0;
        if (call.arguments().get("buckets") instanceof Length) {
            cells = arguments.grid("buckets");
        } else {
            Number given = arguments.number("buckets");
            int least = method == DownSampling.LTTB ? 3 : 1;
            if (!(given instanceof Long whole) || whole < least || whole > MOST_BUCKETS) {
                throw SeriesArguments.wrong(
                        "buckets",
                        (given == null ? "the number of readings is missing: " : "the number of readings is ")
                                + "a whole number from " + least + " to a million, or an interval; write " + usage());
            }
            count = whole.intValue();
        }
        arguments.checkAll();
        return new DownSampleOperator(method, cells, count, call.time(), call.keys(), columns.get(0));
    }
}
