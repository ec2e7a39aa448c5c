package io.barograph.core.plan;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.ExprText;
import io.barograph.core.source.TableDescription;
import io.barograph.core.text.IntervalText;
import io.barograph.core.text.TimestampText;
import io.barograph.core.window.Grid;
import io.barograph.core.window.Length;
import io.barograph.core.window.WindowSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Plans for people: a tree with the answer on top, columns by their names, expressions as SQL, and how the rows move.
 * {@link PlanText} is for machines.
 */
public final class PlanExplanation {
    private final HeldSide sides;
    private final StringBuilder text = new StringBuilder();

    private PlanExplanation(HeldSide sides) {
        this.sides = sides;
    }

    /** As {@link #of(Query, ToLongFunction)}, where no table's size is known. */
    public static String of(Query query) {
        return of(query, table -> -1);
    }

    /**
     * One operator per line, each line ended by {@code \n}; scalar sub-queries first.
     *
     * @param tableBytes a table's size as stored, by which joins choose their sides; negative where it is not known
     */
    public static String of(Query query, ToLongFunction<TableDescription> tableBytes) {
        PlanExplanation explanation = new PlanExplanation(new HeldSide(tableBytes));
        explanation.append(query);
        return explanation.text.toString();
    }

    private void append(Query query) {
        for (int i = 0; i < query.scalars().size(); i++) {
            text.append('$').append(i).append(" = one value, known before the rest starts\n");
            append(query.scalars().get(i), "   ", "└─ ", "   ");
        }
        append(query.root(), "", "", "");
    }

    private void append(Plan plan, String indent, String branch, String stem) {
        text.append(indent).append(branch).append(line(plan)).append('\n');
        List<Plan> inputs = plan.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            boolean last = i == inputs.size() - 1;
            append(inputs.get(i), indent + stem, last ? "└─ " : "├─ ", last ? "   " : "│  ");
        }
    }

    private String line(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            int files = scan.table().paths().size();
            String columns = scan.columns().isEmpty() ? "no column, rows are counted" : names(scan.schema());
            return "Scan " + scan.table().name() + " (" + scan.table().format() + ", " + files
                    + (files == 1 ? " file): " : " files): ") + columns;
        }
        if (plan instanceof Plan.Values values) {
            return "Values: " + values.rows().size() + (values.rows().size() == 1 ? " row" : " rows");
        }
        if (plan instanceof Plan.Sequence sequence) {
            return "Sequence: " + sequence.count() + (sequence.count() == 1 ? " row" : " rows");
        }
        if (plan instanceof Plan.Filter filter) {
            return "Filter " + ExprText.of(filter.predicate(), filter.input().schema());
        }
        if (plan instanceof Plan.Project project) {
            return "Project " + projections(project);
        }
        if (plan instanceof Plan.AssignWindow window) {
            return "Window " + window(window.window()) + " on "
                    + window.input().schema().name(window.time());
        }
        if (plan instanceof Plan.Aggregate aggregate) {
            return aggregate(aggregate);
        }
        if (plan instanceof Plan.GroupingSets sets) {
            return groupingSets(sets);
        }
        if (plan instanceof Plan.Sessions sessions) {
            return sessions(sessions);
        }
        if (plan instanceof Plan.Sort sort) {
            return "Sort by " + order(sort.keys(), sort.schema()) + "  [gather]";
        }
        if (plan instanceof Plan.Fold fold) {
            return fold(fold);
        }
        if (plan instanceof Plan.Limit limit) {
            String count = limit.count() == Long.MAX_VALUE ? "all" : Long.toString(limit.count());
            return "Limit " + count + (limit.offset() > 0 ? " after " + limit.offset() : "") + "  [gather]";
        }
        return plan instanceof Plan.Join join ? join(join) : "Union all";
    }

    private static String order(List<Plan.SortKey> keys, Schema schema) {
        return keys.stream()
                .map(key -> schema.name(key.column())
                        + (key.descending() ? " DESC" : "")
                        + (key.nullsFirst() ? " NULLS FIRST" : ""))
                .collect(Collectors.joining(", "));
    }

    private static String fold(Plan.Fold fold) {
        Schema input = fold.input().schema();
        String keys = fold.keys().stream().map(input::name).collect(Collectors.joining(", "));
        return "Fold " + fold.operator().explain(input)
                + (keys.isEmpty() ? " along all rows" : " along the rows of each " + keys)
                + (fold.order().isEmpty() ? "" : " in the order of " + order(fold.order(), input))
                + (keys.isEmpty() ? "  [gather]" : "  [by key on all threads, gather]");
    }

    private static String projections(Plan.Project project) {
        Schema input = project.input().schema();
        List<String> items = new ArrayList<>();
        for (int i = 0; i < project.expressions().size(); i++) {
            String name = project.schema().name(i);
            String expression = project.expressions().get(i) instanceof Expr.ColumnRef reference
                    ? input.name(reference.index())
                    : ExprText.of(project.expressions().get(i), input);
            items.add(expression.equals(name) ? name : expression + " AS " + name);
        }
        return String.join(", ", items);
    }

    private String join(Plan.Join join) {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < join.leftKeys().size(); i++) {
            conditions.add(ExprText.of(join.leftKeys().get(i), join.left().schema()) + " = "
                    + ExprText.of(join.rightKeys().get(i), join.right().schema()));
        }
        if (join.asOf() != null) {
            conditions.add(asOf(join.asOf(), join));
        }
        if (join.residual() != null) {
            Schema both = Plan.Join.schemaOf(
                    JoinKind.INNER, join.left().schema(), join.right().schema());
            conditions.add(ExprText.of(join.residual(), both));
        }
        String kind = join.asOf() == null ? join.kind().name() : join.kind() == JoinKind.LEFT ? "AS-OF LEFT" : "AS-OF";
        String name = conditions.isEmpty() && join.kind() == JoinKind.INNER
                ? "Cross join"
                : kind.charAt(0) + kind.substring(1).toLowerCase(Locale.ROOT) + " join";
        String on = conditions.isEmpty() ? "" : " on " + String.join(" AND ", conditions);
        return name + on + "  [" + how(join) + ", broadcast: " + sides.text(join) + "]";
    }

    private static String asOf(AsOf asOf, Plan.Join join) {
        String left = ExprText.of(asOf.leftTime(), join.left().schema());
        String right = ExprText.of(asOf.rightTime(), join.right().schema());
        Type type = asOf.leftTime().type();
        String within = type == Type.TIMESTAMP ? IntervalText.toString(asOf.within()) : Long.toString(asOf.within());
        String condition = asOf.direction() == AsOf.Direction.NEAREST
                ? right + " nearest to " + left
                : left
                        + (asOf.direction() == AsOf.Direction.BACKWARD ? " >" : " <")
                        + (asOf.orEqual() ? "= " : " ")
                        + right;
        return condition + (asOf.within() == AsOf.ANY_DISTANCE ? "" : " within " + within);
    }

    private static String how(Plan.Join join) {
        String table = join.leftKeys().isEmpty() ? "" : "hash table";
        if (join.asOf() != null) {
            return table + (table.isEmpty() ? "" : ", ") + "one row found along "
                    + ExprText.of(join.asOf().rightTime(), join.right().schema());
        }
        JoinRange range = JoinRange.of(join.residual(), join.left().schema().size(), false);
        if (range != null) {
            return table + (table.isEmpty() ? "" : ", ") + "a stretch found along "
                    + ExprText.of(range.held(), join.right().schema());
        }
        return table.isEmpty() ? "every pair is looked at" : table;
    }

    private static String aggregate(Plan.Aggregate aggregate) {
        Schema input = aggregate.input().schema();
        String keys = aggregate.keys().stream().map(input::name).collect(Collectors.joining(", "));
        String calls =
                aggregate.calls().stream().map(call -> call.explain(input)).collect(Collectors.joining(", "));
        String name = aggregate.calls().isEmpty() ? "Distinct " + keys : "Aggregate " + calls;
        String by = keys.isEmpty() || aggregate.calls().isEmpty() ? "" : " by " + keys;
        return name + by + "  [merge on all threads, gather]";
    }

    private static String groupingSets(Plan.GroupingSets sets) {
        Schema input = sets.finest().input().schema();
        String calls =
                sets.finest().calls().stream().map(call -> call.explain(input)).collect(Collectors.joining(", "));
        String by = sets.sets().stream()
                .map(set -> set.stream()
                        .map(key -> input.name(sets.finest().keys().get(key)))
                        .collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", "));
        return (calls.isEmpty() ? "Distinct" : "Aggregate " + calls) + " by sets " + by
                + "  [merge on all threads, coarser sets from finer ones, gather]";
    }

    private static String sessions(Plan.Sessions sessions) {
        Schema input = sessions.cells().input().schema();
        int calls = sessions.schema().size() - sessions.keys() - 2;
        String keys = sessions.cells().keys().subList(0, sessions.keys()).stream()
                .map(input::name)
                .collect(Collectors.joining(", "));
        String aggregates = sessions.cells().calls().subList(0, calls).stream()
                .map(call -> call.explain(input))
                .collect(Collectors.joining(", "));
        return "Sessions with gaps of " + IntervalText.toString(sessions.gap())
                + (keys.isEmpty() ? "" : " by " + keys)
                + (calls == 0 ? "" : ": " + aggregates)
                + "  [merge on all threads, sessions from the windows beneath, gather]";
    }

    private static String window(WindowSpec window) {
        if (window instanceof WindowSpec.Tumble tumble) {
            return "TUMBLE " + length(tumble.cells().length()) + grid(tumble.cells());
        } else if (window instanceof WindowSpec.Hop hop) {
            return "HOP " + length(hop.size()) + " every " + length(hop.starts().length()) + grid(hop.starts());
        }
        WindowSpec.Cumulate cumulate = (WindowSpec.Cumulate) window;
        return "CUMULATE " + length(cumulate.cells().length()) + " by " + length(cumulate.step())
                + grid(cumulate.cells());
    }

    private static String length(Length length) {
        return length.isCalendar() ? length.toString() : IntervalText.toString(length.nanos());
    }

    private static String grid(Grid grid) {
        if (grid instanceof Grid.Elapsed elapsed) {
            return origin(elapsed.origin());
        }
        Grid.Calendar calendar = (Grid.Calendar) grid;
        Grid.Calendar usual = Grid.Calendar.of(calendar.length(), calendar.zone());
        return " of " + calendar.zone()
                + (calendar.equals(usual)
                        ? ""
                        : origin((calendar.originDay() * 86_400L + calendar.secondOfDay()) * 1_000_000_000L));
    }

    private static String origin(long nanos) {
        return nanos == 0 ? "" : " from " + TimestampText.toString(nanos);
    }

    private static String names(Schema schema) {
        return IntStream.range(0, schema.size()).mapToObj(schema::name).collect(Collectors.joining(", "));
    }
}
