package io.barograph.local;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.TableDescription;
import io.barograph.core.window.WindowSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Plans, built by hand. */
final class Queries {
    private Queries() {}

    static Query query(Plan root, Plan... scalars) {
        return new Query(root, List.of(scalars));
    }

    static Plan scan(TableDescription table) {
        return new Plan.Scan(
                table, IntStream.range(0, table.schema().size()).boxed().toList());
    }

    static Expr column(Plan input, int index) {
        return new Expr.ColumnRef(index, input.schema().type(index));
    }

    static Expr call(String function, Type type, Expr... arguments) {
        return new Expr.Call(function, List.of(arguments), type);
    }

    static Expr number(double value) {
        return new Expr.Literal(Type.DOUBLE, value);
    }

    static Expr number(long value) {
        return new Expr.Literal(Type.BIGINT, value);
    }

    static Plan filter(Plan input, String comparison, int column, Expr right) {
        return new Plan.Filter(input, call(comparison, Type.BOOLEAN, column(input, column), right));
    }

    static Plan project(Plan input, Expr... expressions) {
        List<Field> fields = new ArrayList<>();
        for (Expr expression : expressions) {
            fields.add(new Field("c" + fields.size(), expression.type()));
        }
        return new Plan.Project(input, List.of(expressions), new Schema(fields));
    }

    static Plan tumble(Plan input, int time, long seconds) {
        return new Plan.AssignWindow(input, time, WindowSpec.tumble(seconds * 1_000_000_000L, 0));
    }

    static Plan hop(Plan input, int time, long size, long slide) {
        return new Plan.AssignWindow(input, time, WindowSpec.hop(size * 1_000_000_000L, slide * 1_000_000_000L, 0));
    }

    static AggregateCall aggregate(String function, Type type, Integer... arguments) {
        return new AggregateCall(function, Arrays.asList(arguments), List.of(), false, -1, type);
    }

    static Plan group(Plan input, List<Integer> keys, AggregateCall... calls) {
        List<Field> fields = new ArrayList<>();
        for (int key : keys) {
            fields.add(input.schema().field(key));
        }
        for (AggregateCall call : calls) {
            fields.add(new Field(call.function() + fields.size(), call.type()));
        }
        return new Plan.Aggregate(input, keys, List.of(calls), new Schema(fields));
    }

    static Plan sort(Plan input, Plan.SortKey... keys) {
        return new Plan.Sort(input, List.of(keys));
    }

    static Plan.SortKey ascending(int column) {
        return new Plan.SortKey(column, false, false);
    }

    static Plan.SortKey descending(int column) {
        return new Plan.SortKey(column, true, true);
    }
}
