package io.barograph.core.series;

import io.barograph.core.fold.FoldFunction;
import io.barograph.core.fold.FoldOperator;
import io.barograph.core.window.Grid;
import java.util.List;

/**
 * {@code RESAMPLE(TABLE t PARTITION BY key, DESCRIPTOR(time), step)} in SQL: a key's readings on a regular grid, gaps filled.
 * Named: {@code fill}, a column's name for its own fill, {@code max_gap}, {@code since}, {@code until}, {@code zone},
 * {@code origin}, {@code offset}.
 */
public final class ResampleFunction implements FoldFunction {
    @Override
    public String name() {
        return "resample";
    }

    @Override
    public String usage() {
        return "RESAMPLE(TABLE 'file.csv' PARTITION BY device_id, DESCRIPTOR(time), INTERVAL '1' MINUTE, fill => 'linear')";
    }

    @Override
    public List<String> positional() {
        return List.of("step");
    }

    @Override
    public FoldOperator operator(Call call) {
        SeriesArguments arguments = new SeriesArguments(this, call);
        Grid grid = arguments.grid("step");
        long maxGap = arguments.nanos("max_gap", ResampleOperator.ANY_GAP);
        long since = arguments.time("since", Long.MIN_VALUE);
        long until = arguments.time("until", Long.MAX_VALUE);
        List<Fill> fills = new Fills(call, arguments).of(arguments.any("fill"), Fill.Method.PREV);
        arguments.checkAll();
        return new ResampleOperator("RESAMPLE", grid, since, until, maxGap, call.time(), fills, false);
    }
}
