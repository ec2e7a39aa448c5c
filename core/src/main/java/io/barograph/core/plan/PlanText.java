package io.barograph.core.plan;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans as canonical text: equal texts, equal answers over the same rows. One operator per line, inputs indented beneath
 * it. Names of columns appear where they are part of the answer or of a table; which files a table has at the moment does
 * not appear. Its first line carries a version.
 */
public final class PlanText {
    /** Changes whenever the text of an unchanged plan does. */
    private static final String VERSION = "plan 1";

    private PlanText() {}

    /** The text of a query, its lines ended by {@code \n}. */
    public static String of(Query query) {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        for (int i = 0; i < query.scalars().size(); i++) {
            text.append('$').append(i).append('\n');
            append(query.scalars().get(i), 1, text);
        }
        text.append("answer ").append(fields(query.root().schema())).append('\n');
        append(query.root(), 1, text);
        return text.toString();
    }

    private static void append(Plan plan, int depth, StringBuilder text) {
        text.append("  ".repeat(depth)).append(operator(plan)).append('\n');
        for (Plan input : plan.inputs()) {
            append(input, depth + 1, text);
        }
    }

    private static String operator(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            return "scan " + quoted(scan.table().name()) + " " + scan.table().format() + " "
                    + scan.table().options().entrySet().stream()
                            .map(option -> quoted(option.getKey()) + "=" + quoted(option.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"))
                    + " " + fields(scan.table().schema())
                    + scan.table().timeText()
                    + " columns " + scan.columns();
        }
        if (plan instanceof Plan.Values values) {
            return "values " + types(values.schema()) + " " + values.rows();
        }
        if (plan instanceof Plan.Sequence sequence) {
            return "sequence " + types(sequence.schema()) + " " + sequence.count() + " from " + sequence.from() + " by "
                    + sequence.step();
        }
        if (plan instanceof Plan.Filter filter) {
            return "filter " + filter.predicate();
        }
        if (plan instanceof Plan.Project project) {
            return "project " + project.expressions();
        }
        if (plan instanceof Plan.AssignWindow window) {
            return "window #" + window.time() + " " + window.window();
        }
        if (plan instanceof Plan.Aggregate aggregate) {
            return "aggregate keys " + aggregate.keys() + " calls "
                    + aggregate.calls().stream().map(PlanText::call).toList();
        }
        if (plan instanceof Plan.GroupingSets sets) {
            return "grouping sets " + sets.sets() + " of keys "
                    + sets.finest().keys() + " calls "
                    + sets.finest().calls().stream().map(PlanText::call).toList();
        }
        if (plan instanceof Plan.Sessions sessions) {
            return "sessions gap " + sessions.gap() + " of keys "
                    + sessions.cells().keys() + " calls "
                    + sessions.cells().calls().stream().map(PlanText::call).toList();
        }
        if (plan instanceof Plan.Sort sort) {
            return "sort " + order(sort.keys());
        }
        if (plan instanceof Plan.Fold fold) {
            return "fold keys " + fold.keys() + " order " + order(fold.order()) + " "
                    + fold.operator().text();
        }
        if (plan instanceof Plan.Limit limit) {
            return "limit " + limit.offset() + " " + (limit.count() == Long.MAX_VALUE ? "all" : limit.count());
        }
        if (plan instanceof Plan.Join join) {
            return join.kind().name().toLowerCase(Locale.ROOT) + " join on " + join.leftKeys() + " = "
                    + join.rightKeys() + (join.asOf() == null ? "" : " as of " + join.asOf())
                    + (join.residual() == null ? "" : " where " + join.residual());
        }
        return "union all " + types(plan.schema());
    }

    private static List<String> order(List<Plan.SortKey> keys) {
        return keys.stream()
                .map(key -> "#" + key.column() + (key.descending() ? " desc" : " asc")
                        + (key.nullsFirst() ? " nulls first" : " nulls last"))
                .toList();
    }

    private static String call(AggregateCall call) {
        String arguments = Stream.concat(
                        call.arguments().stream().map(column -> "#" + column),
                        call.constants().stream().map(Expr.Literal::toString))
                .collect(Collectors.joining(", "));
        return call.function() + ":" + call.type() + "(" + (call.distinct() ? "distinct " : "") + arguments + ")"
                + (call.filter() < 0 ? "" : " filter #" + call.filter());
    }

    /** A schema as the text has it. */
    public static String fields(Schema schema) {
        return schema.fields().stream()
                .map((Field field) -> quoted(field.name()) + " " + field.type())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static List<Type> types(Schema schema) {
        return schema.fields().stream().map(Field::type).toList();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''").replace("\n", "\\n") + "'";
    }
}
