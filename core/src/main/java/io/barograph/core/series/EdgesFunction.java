package io.barograph.core.series;

import io.barograph.core.fold.FoldFunction;
import io.barograph.core.fold.FoldOperator;
import io.barograph.core.window.Grid;
import java.util.List;

/**
 * {@code TUMBLE_EDGES(TABLE t PARTITION BY key, DESCRIPTOR(time), size)} in SQL: rows in tumbling windows, and at each edge
 * between windows a row in both with the values there, so that what is weighted by time is weighted up to the edge. Named: as
 * {@link ResampleFunction} but {@code since} and {@code until}.
 */
public final class EdgesFunction implements FoldFunction {
    @Override
    public String name() {
        return "tumble_edges";
    }

    @Override
    public String usage() {
        return "TUMBLE_EDGES(TABLE 'file.csv' PARTITION BY device_id, DESCRIPTOR(time), INTERVAL '1' HOUR, fill => 'linear')";
    }

    @Override
    public List<String> positional() {
        return List.of("size");
    }

    @Override
    public FoldOperator operator(Call call) {
        SeriesArguments arguments = new SeriesArguments(this, call);
        Grid grid = arguments.grid("size");
        long maxGap = arguments.nanos("max_gap", ResampleOperator.ANY_GAP);
        List<Fill> fills = new Fills(call, arguments).of(arguments.any("fill"), Fill.Method.LINEAR);
        arguments.checkAll();
        return new ResampleOperator(
                "TUMBLE_EDGES", grid, Long.MIN_VALUE, Long.MAX_VALUE, maxGap, call.time(), fills, true);
    }
}
