package io.barograph.core.live;

import io.barograph.core.column.Schema;
import io.barograph.core.source.TableDeclaration;
import java.util.List;

/**
 * What a live query wants to write.
 *
 * @param target as declared
 * @param schema of the query's rows: the target's columns where these are declared
 * @param key indexes of the columns that tell rows apart, ascending; empty where the query knows none, or has one row
 * @param hasKey whether {@code key} is known: an empty one then means a table of one row
 * @param givesReplaced whether a row that takes another's place by {@code key} comes with that one: not so where a declared key tells fewer
 *     rows apart than the query does
 * @param pipeline name of the pipeline, the same at every start: for what fences its earlier instances
 * @param group the same for all sinks of one run
 */
public record SinkRequest(
        TableDeclaration target,
        Schema schema,
        List<Integer> key,
        boolean hasKey,
        boolean givesReplaced,
        String pipeline,
        SinkGroup group) {
    public SinkRequest {
        key = List.copyOf(key);
    }

    /** A sink whose key, if it has one, is the query's own. */
    public SinkRequest(
            TableDeclaration target,
            Schema schema,
            List<Integer> key,
            boolean hasKey,
            String pipeline,
            SinkGroup group) {
        this(target, schema, key, hasKey, hasKey, pipeline, group);
    }

    /** The only sink of a run. */
    public SinkRequest(TableDeclaration target, Schema schema, List<Integer> key, boolean hasKey, String pipeline) {
        this(target, schema, key, hasKey, pipeline, new SinkGroup());
    }
}
