package io.barograph.core.series;

import io.barograph.core.fold.FoldFunction;
import io.barograph.core.fold.FoldOperator;
import java.util.List;

/**
 * {@code RUNS(TABLE t PARTITION BY key, DESCRIPTOR(time), 'state, …')} in SQL: how long each state lasted. Named:
 * {@code max_gap}.
 */
public final class RunsFunction implements FoldFunction {
    @Override
    public String name() {
        return "runs";
    }

    @Override
    public String usage() {
        return "RUNS(TABLE 'file.csv' PARTITION BY device_id, DESCRIPTOR(time), 'state', max_gap => INTERVAL '10' MINUTE)";
    }

    @Override
    public List<String> positional() {
        return List.of("columns");
    }

    @Override
    public FoldOperator operator(Call call) {
        SeriesArguments arguments = new SeriesArguments(this, call);
        List<Integer> states = arguments.columns("columns");
        long maxGap = arguments.nanos("max_gap", RunsOperator.ANY_GAP);
        arguments.checkAll();
        return new RunsOperator(call.time(), call.keys(), states, maxGap);
    }
}
