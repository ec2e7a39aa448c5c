package io.barograph.local;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.plan.rewrite.PlanRewriter;
import io.barograph.core.source.TableDescription;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates of different values over all rows, such as {@code SELECT count(DISTINCT x)}, keep these values as the state of one
 * group, which has to fit memory. A grouping by the values goes through files:
 *
 * <pre>Aggregate(count(DISTINCT x), count(*), min(y))  becomes
 * Aggregate(count(x), sum(n), min(m)) over Aggregate(x: count(*) n, min(y) m)</pre>
 *
 * Groups are brought into the order of their keys, which takes longer than a set of texts, so this is for tables that are large
 * beside the memory. The answer is the same: keys are equal where values of DISTINCT are, and states are exact.
 */
final class SpreadDistinct {
    /** What the values of a byte of a file take in memory at worst: texts that are all different, in a set for each worker. */
    private static final long GROWTH = 8;

    private final long memoryBytes;
    private final ToLongFunction<TableDescription> sizes;

    private SpreadDistinct(long memoryBytes, ToLongFunction<TableDescription> sizes) {
        this.memoryBytes = memoryBytes;
        this.sizes = sizes;
    }

    /**
     * The query with such aggregates in two steps, where what they read is large; else the very same.
     *
     * @param memoryBytes what states may take
     * @param sizes of tables in bytes as they are stored, negative where nobody knows; asked for those of such aggregates alone
     */
    static Query of(Query query, long memoryBytes, ToLongFunction<TableDescription> sizes) {
        SpreadDistinct spread = new SpreadDistinct(memoryBytes, sizes);
        Plan root = spread.rewritten(query.root());
        List<Plan> scalars = query.scalars().stream().map(spread::rewritten).toList();
        return root == query.root() && scalars.equals(query.scalars()) ? query : new Query(root, scalars);
    }

    private Plan rewritten(Plan plan) {
        Plan current = PlanRewriter.withInputs(
                plan, plan.inputs().stream().map(this::rewritten).toList());
        Set<Integer> values = current instanceof Plan.Aggregate aggregate ? values(aggregate) : null;
        return values != null && bytes(current) > memoryBytes / GROWTH
                ? inTwoSteps((Plan.Aggregate) current, values)
                : current;
    }

    /** The columns of which different values count, the same for all such calls; null where two steps would not do. */
    private static @Nullable Set<Integer> values(Plan.Aggregate aggregate) {
        Set<Set<Integer>> values = new LinkedHashSet<>();
        Set<Integer> filters = new LinkedHashSet<>();
        boolean others = false;
        for (AggregateCall call : aggregate.calls()) {
            if (call.distinct()) {
                values.add(new TreeSet<>(call.arguments()));
                filters.add(call.filter());
            } else if (isOfParts(call)) {
                others = true;
            } else {
                return null;
            }
        }
        boolean fits = aggregate.keys().isEmpty()
                && values.size() == 1
                && filters.size() == 1
                && (filters.contains(-1) || !others);
        return fits ? values.iterator().next() : null;
    }

    /** Whether the aggregate of all rows is one of those of parts of them. */
    private static boolean isOfParts(AggregateCall call) {
        return call.function().equals("count")
                || call.function().equals("min")
                || call.function().equals("max");
    }

    private long bytes(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            return Math.max(0, sizes.applyAsLong(scan.table()));
        }
        return plan.inputs().stream().mapToLong(this::bytes).sum();
    }

    private static Plan inTwoSteps(Plan.Aggregate aggregate, Set<Integer> values) {
        List<Integer> keys = List.copyOf(values);
        Schema beneath = aggregate.input().schema();
        List<Field> fields = new ArrayList<>();
        keys.forEach(key -> fields.add(beneath.field(key)));
        List<AggregateCall> parts = new ArrayList<>();
        List<AggregateCall> whole = new ArrayList<>();
        List<Expr> shown = new ArrayList<>();
        int filter = -1;
        for (int i = 0; i < aggregate.calls().size(); i++) {
            AggregateCall call = aggregate.calls().get(i);
            Expr result = new Expr.ColumnRef(i, call.type());
            if (call.distinct()) {
                filter = call.filter();
                List<Integer> arguments =
                        call.arguments().stream().map(keys::indexOf).toList();
                whole.add(new AggregateCall(call.function(), arguments, call.constants(), false, -1, call.type()));
            } else {
                boolean counts = call.function().equals("count");
                List<Integer> part = List.of(keys.size() + parts.size());
                parts.add(call);
                fields.add(aggregate.schema().field(i));
                whole.add(new AggregateCall(
                        counts ? "sum" : call.function(), part, call.constants(), false, -1, call.type()));
                result = counts
                        ? Functions.call("coalesce", List.of(result, new Expr.Literal(Type.BIGINT, 0L)))
                        : result;
            }
            shown.add(result);
        }
        Plan rows = filter < 0
                ? aggregate.input()
                : new Plan.Filter(aggregate.input(), new Expr.ColumnRef(filter, Type.BOOLEAN));
        Plan groups = new Plan.Aggregate(rows, keys, parts, new Schema(fields));
        Plan all = new Plan.Aggregate(groups, List.of(), whole, aggregate.schema());
        return parts.stream().anyMatch(part -> part.function().equals("count"))
                ? new Plan.Project(all, shown, aggregate.schema())
                : all;
    }
}
