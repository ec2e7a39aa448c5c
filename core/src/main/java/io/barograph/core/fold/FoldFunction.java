package io.barograph.core.fold;

import io.barograph.core.column.Schema;
import java.util.List;
import java.util.Map;

/**
 * A table function that goes along a key's rows: {@code NAME(TABLE t PARTITION BY keys, DESCRIPTOR(time), …)} in FROM. Found with
 * {@link java.util.ServiceLoader}.
 */
public interface FoldFunction {
    /** What {@code DESCRIPTOR(time)} is called in errors about it: no argument that has a name is written like that. */
    String TIME = "DESCRIPTOR";

    /** The name, in lower case. */
    String name();

    /** How a call is written, for messages. */
    String usage();

    /** The names of the arguments behind the time that may be written without their name, in their order. */
    List<String> positional();

    /**
     * What a call computes.
     *
     * @throws io.barograph.core.error.BarographException INVALID_ARGUMENT, TYPE_MISMATCH or UNKNOWN_COLUMN where the call is wrong;
     *     with the {@link io.barograph.core.error.BarographException#argument name} of the argument that is to blame
     */
    FoldOperator operator(Call call);

    /**
     * A call.
     *
     * @param keys the columns of PARTITION BY, by index; empty where all rows are one key's
     * @param time the column of DESCRIPTOR, which rows are ordered by
     * @param arguments by name in lower case: String, Long, Double, BigDecimal or Boolean; an INTERVAL as a
     *     {@link io.barograph.core.window.Length}, a TIMESTAMP as an {@link java.time.Instant}; columns, as bare names or in
     *     {@code DESCRIPTOR(…)}, as a List of their names
     */
    record Call(Schema input, List<Integer> keys, int time, Map<String, Object> arguments) {
        public Call {
            keys = List.copyOf(keys);
            arguments = Map.copyOf(arguments);
        }
    }
}
