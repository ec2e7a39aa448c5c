package io.barograph.core.expr;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all evaluators of a run share: the values of scalar sub-queries, the counts of undefined results, and whether an
 * undefined result ends the run. Thread-safe.
 */
public final class EvaluationContext {
    private final List<Expr.Literal> parameters;
    private final boolean strict;
    private final Map<String, LongAdder> undefined = new ConcurrentHashMap<>();

    public EvaluationContext(List<Expr.Literal> parameters, boolean strict) {
        this.parameters = List.copyOf(parameters);
        this.strict = strict;
    }

    /** The value of {@link Expr.Parameter} {@code id}. */
    public Expr.Literal parameter(int id) {
        return parameters.get(id);
    }

    public boolean strict() {
        return strict;
    }

    /** The counter of one expression's undefined results; hold on to it, count once per batch. */
    public LongAdder undefinedCounter(String expression) {
        return undefined.computeIfAbsent(expression, key -> new LongAdder());
    }

    /** Undefined results so far by expression, without zeros. */
    public Map<String, Long> undefinedCounts() {
        Map<String, Long> counts = new TreeMap<>();
        undefined.forEach((expression, count) -> {
            if (count.sum() > 0) {
                counts.put(expression, count.sum());
            }
        });
        return counts;
    }
}
