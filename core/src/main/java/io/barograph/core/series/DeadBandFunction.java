package io.barograph.core.series;

import io.barograph.core.fold.FoldFunction;
import io.barograph.core.fold.FoldOperator;
import java.util.List;

/**
 * {@code DEADBAND(TABLE t PARTITION BY key, DESCRIPTOR(time), 'column, …', threshold)} in SQL: the rows that differ enough from
 * the last one told. Named: {@code max_silence}.
 */
public final class DeadBandFunction implements FoldFunction {
    @Override
    public String name() {
        return "deadband";
    }

    @Override
    public String usage() {
        return "DEADBAND(TABLE 'file.csv' PARTITION BY device_id, DESCRIPTOR(time), 'temperature', 0.5, max_silence => INTERVAL '1' HOUR)";
    }

    @Override
    public List<String> positional() {
        return List.of("columns", "threshold");
    }

    @Override
    public FoldOperator operator(Call call) {
        SeriesArguments arguments = new SeriesArguments(this, call);
        List<Integer> columns = arguments.columns("columns");
        Number given = arguments.number("threshold");
        double threshold = given == null ? 0 : given.doubleValue();
        if (!(threshold >= 0)) {
            throw SeriesArguments.wrong("threshold", "the threshold is a number from 0");
        }
        long maxSilence = arguments.nanos("max_silence", DeadBandOperator.FOR_EVER);
        arguments.checkAll();
        return new DeadBandOperator(call.time(), call.keys(), columns, threshold + 0.0, maxSilence);
    }
}
