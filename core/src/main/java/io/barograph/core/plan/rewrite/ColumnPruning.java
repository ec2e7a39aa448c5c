package io.barograph.core.plan.rewrite;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.expr.Expr;
import io.barograph.core.fold.FoldOperator;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes operators carry only columns that somebody above needs, down to the scans. A sort keeps all of its columns: they
 * complete its ties.
 */
final class ColumnPruning {
    private static final int GONE = -1;

    private ColumnPruning() {}

    /**
     * A plan that yields at least the needed columns.
     *
     * @param mapping where each column of the old plan is now; -1 for those that are gone
     */
    private record Pruned(Plan plan, int[] mapping) {}

    /** The same rows and columns from less. */
    static Plan prune(Plan root) {
        return exactly(root, all(root));
    }

    private static BitSet all(Plan plan) {
        BitSet all = new BitSet();
        all.set(0, plan.schema().size());
        return all;
    }

    private static Pruned prune(Plan plan, BitSet needed) {
        if (plan instanceof Plan.Scan scan) {
            return scan(scan, needed);
        }
        if (plan instanceof Plan.Filter filter) {
            BitSet below = (BitSet) needed.clone();
            ColumnUse.collect(filter.predicate(), below);
            Pruned input = prune(filter.input(), below);
            Expr predicate = ColumnUse.remap(filter.predicate(), input.mapping());
            return new Pruned(new Plan.Filter(input.plan(), predicate), input.mapping());
        }
        if (plan instanceof Plan.Project project) {
            return project(project, needed);
        }
        if (plan instanceof Plan.AssignWindow window) {
            return window(window, needed);
        }
        if (plan instanceof Plan.Aggregate aggregate) {
            return aggregate(aggregate, needed);
        }
        if (plan instanceof Plan.GroupingSets sets) {
            return groupingSets(sets, needed);
        }
        if (plan instanceof Plan.Sessions sessions) {
            return sessions(sessions, needed);
        }
        if (plan instanceof Plan.Limit limit) {
            Pruned input = prune(limit.input(), needed);
            return new Pruned(new Plan.Limit(input.plan(), limit.offset(), limit.count()), input.mapping());
        }
        if (plan instanceof Plan.Sort sort) {
            return unchanged(new Plan.Sort(exactly(sort.input(), all(sort.input())), sort.keys()));
        }
        if (plan instanceof Plan.Fold fold) {
            return fold(fold, needed);
        }
        if (plan instanceof Plan.UnionAll union) {
            return union(union, needed);
        }
        if (plan instanceof Plan.Join join) {
            return join(join, needed);
        }
        return unchanged(plan);
    }

    private static Pruned unchanged(Plan plan) {
        return new Pruned(plan, IntStream.range(0, plan.schema().size()).toArray());
    }

    private static Pruned scan(Plan.Scan scan, BitSet needed) {
        List<Integer> columns = new ArrayList<>();
        int[] mapping = mapping(scan.columns().size(), needed);
        needed.stream().forEach(column -> columns.add(scan.columns().get(column)));
        return new Pruned(new Plan.Scan(scan.table(), columns), mapping);
    }

    /** The positions of the kept columns when they move together. */
    private static int[] mapping(int size, BitSet kept) {
        int[] mapping = new int[size];
        int next = 0;
        for (int i = 0; i < size; i++) {
            mapping[i] = kept.get(i) ? next++ : GONE;
        }
        return mapping;
    }

    private static Pruned project(Plan.Project project, BitSet needed) {
        int[] mapping = mapping(project.expressions().size(), needed);
        BitSet below = new BitSet();
        needed.stream()
                .forEach(column -> ColumnUse.collect(project.expressions().get(column), below));
        Pruned input = prune(project.input(), below);
        if (needed.isEmpty()) {
            return new Pruned(input.plan(), mapping);
        }
        List<Expr> expressions = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        needed.stream().forEach(column -> {
            expressions.add(ColumnUse.remap(project.expressions().get(column), input.mapping()));
            fields.add(project.schema().field(column));
        });
        return new Pruned(new Plan.Project(input.plan(), expressions, new Schema(fields)), mapping);
    }

    private static Pruned window(Plan.AssignWindow window, BitSet needed) {
        int width = window.input().schema().size();
        BitSet below = needed.get(0, width);
        below.set(window.time());
        Pruned input = prune(window.input(), below);
        int newWidth = input.plan().schema().size();
        int[] mapping = new int[width + 2];
        System.arraycopy(input.mapping(), 0, mapping, 0, width);
        mapping[width] = newWidth;
        mapping[width + 1] = newWidth + 1;
        Plan plan = new Plan.AssignWindow(input.plan(), input.mapping()[window.time()], window.window());
        return new Pruned(plan, mapping);
    }

    private static Pruned aggregate(Plan.Aggregate aggregate, BitSet needed) {
        int keys = aggregate.keys().size();
        BitSet kept = (BitSet) needed.clone();
        kept.set(0, keys);
        List<AggregateCall> calls = new ArrayList<>();
        List<Field> fields = new ArrayList<>(aggregate.schema().fields().subList(0, keys));
        BitSet below = new BitSet();
        aggregate.keys().forEach(below::set);
        for (int i = 0; i < aggregate.calls().size(); i++) {
            if (kept.get(keys + i)) {
                AggregateCall call = aggregate.calls().get(i);
                calls.add(call);
                fields.add(aggregate.schema().field(keys + i));
                call.arguments().forEach(below::set);
                if (call.filter() >= 0) {
                    below.set(call.filter());
                }
            }
        }
        Pruned input = prune(aggregate.input(), below);
        Plan.Aggregate slim = new Plan.Aggregate(aggregate.input(), aggregate.keys(), calls, new Schema(fields));
        return new Pruned(
                AggregateColumnsDirectly.over(slim, input.plan(), input.mapping()),
                mapping(aggregate.schema().size(), kept));
    }

    /** As its aggregate; the mask stands between keys and calls, and stays. */
    private static Pruned groupingSets(Plan.GroupingSets sets, BitSet needed) {
        int keys = sets.finest().keys().size();
        BitSet ofFinest = needed.get(keys + 1, sets.schema().size());
        BitSet wanted = new BitSet();
        ofFinest.stream().forEach(call -> wanted.set(keys + call));
        Pruned finest = aggregate(sets.finest(), wanted);
        BitSet kept = (BitSet) needed.clone();
        kept.set(0, keys + 1);
        return new Pruned(
                Plan.GroupingSets.of((Plan.Aggregate) finest.plan(), sets.sets(), sets.maskField()),
                mapping(sets.schema().size(), kept));
    }

    /** As its cells' aggregate, whose keys and edges stay. */
    private static Pruned sessions(Plan.Sessions sessions, BitSet needed) {
        int keys = sessions.keys();
        int width = sessions.schema().size();
        BitSet wanted = needed.get(0, keys);
        needed.get(keys + 2, width).stream().forEach(call -> wanted.set(keys + 1 + call));
        int cells = sessions.cells().schema().size();
        wanted.set(cells - 2, cells);
        Pruned slim = aggregate(sessions.cells(), wanted);
        BitSet kept = (BitSet) needed.clone();
        kept.set(0, keys + 2);
        return new Pruned(Plan.Sessions.of((Plan.Aggregate) slim.plan(), sessions.gap()), mapping(width, kept));
    }

    /** Keys and order stay, since what the query names breaks ties; the operator says what else it needs. */
    private static Pruned fold(Plan.Fold fold, BitSet needed) {
        BitSet carried = new BitSet();
        fold.keys().forEach(carried::set);
        fold.order().forEach(key -> carried.set(key.column()));
        FoldOperator.Narrowed narrowed = fold.operator().narrow(fold.input().schema(), needed, carried);
        Plan slim = exactly(fold.input(), narrowed.inputs());
        int[] moved = mapping(fold.input().schema().size(), narrowed.inputs());
        List<Plan.SortKey> order = fold.order().stream()
                .map(key -> new Plan.SortKey(moved[key.column()], key.descending(), key.nullsFirst()))
                .toList();
        Plan plan = new Plan.Fold(
                slim,
                fold.keys().stream().map(key -> moved[key]).toList(),
                order,
                narrowed.operator(),
                narrowed.operator().schema(slim.schema()));
        return new Pruned(plan, mapping(fold.schema().size(), narrowed.outputs()));
    }

    private static Pruned union(Plan.UnionAll union, BitSet needed) {
        List<Plan> inputs =
                union.inputs().stream().map(input -> exactly(input, needed)).toList();
        Schema schema = union.schema().select(needed.stream().toArray());
        return new Pruned(
                new Plan.UnionAll(inputs, schema), mapping(union.schema().size(), needed));
    }

    /** Each side carries its needed columns, and those that keys and the condition name. */
    private static Pruned join(Plan.Join join, BitSet needed) {
        int leftWidth = join.left().schema().size();
        int rightWidth = join.right().schema().size();
        BitSet both = new BitSet();
        if (join.kind().yieldsPairs()) {
            both.or(needed);
        } else {
            both.or(needed.get(0, leftWidth));
        }
        if (join.residual() != null) {
            ColumnUse.collect(join.residual(), both);
        }
        BitSet leftNeeded = both.get(0, leftWidth);
        BitSet rightNeeded = both.get(leftWidth, leftWidth + rightWidth);
        join.leftKeys().forEach(key -> ColumnUse.collect(key, leftNeeded));
        join.rightKeys().forEach(key -> ColumnUse.collect(key, rightNeeded));
        if (join.asOf() != null) {
            ColumnUse.collect(join.asOf().leftTime(), leftNeeded);
            ColumnUse.collect(join.asOf().rightTime(), rightNeeded);
            join.asOf().ties().forEach(rightNeeded::set);
        }
        Pruned left = prune(join.left(), leftNeeded);
        Pruned right = prune(join.right(), rightNeeded);
        int newWidth = left.plan().schema().size();
        int[] sides = new int[leftWidth + rightWidth];
        for (int i = 0; i < sides.length; i++) {
            int kept = i < leftWidth ? left.mapping()[i] : right.mapping()[i - leftWidth];
            sides[i] = i < leftWidth || kept == GONE ? kept : newWidth + kept;
        }
        Plan slim = new Plan.Join(
                left.plan(),
                right.plan(),
                join.kind(),
                remapped(join.leftKeys(), left.mapping()),
                remapped(join.rightKeys(), right.mapping()),
                join.asOf() == null
                        ? null
                        : join.asOf()
                                .moved(
                                        time -> ColumnUse.remap(time, left.mapping()),
                                        time -> ColumnUse.remap(time, right.mapping())),
                join.residual() == null ? null : ColumnUse.remap(join.residual(), sides),
                Plan.Join.schemaOf(
                        join.kind(), left.plan().schema(), right.plan().schema()));
        int[] mapping = Arrays.copyOf(sides, join.schema().size());
        if (join.kind() == JoinKind.MARK) {
            mapping[leftWidth] = newWidth;
        }
        return new Pruned(slim, mapping);
    }

    private static List<Expr> remapped(List<Expr> expressions, int[] mapping) {
        return expressions.stream()
                .map(expression -> ColumnUse.remap(expression, mapping))
                .toList();
    }

    /** The plan with the needed columns and no others, in their order. */
    private static Plan exactly(Plan plan, BitSet needed) {
        Pruned pruned = prune(plan, needed);
        int[] columns = needed.stream().map(column -> pruned.mapping()[column]).toArray();
        boolean exact = columns.length == pruned.plan().schema().size();
        for (int i = 0; i < columns.length; i++) {
            exact &= columns[i] == i;
        }
        if (exact) {
            return pruned.plan();
        }
        Schema schema = plan.schema().select(needed.stream().toArray());
        List<Expr> expressions = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            expressions.add(new Expr.ColumnRef(columns[i], schema.type(i)));
        }
        return new Plan.Project(pruned.plan(), expressions, schema);
    }
}
