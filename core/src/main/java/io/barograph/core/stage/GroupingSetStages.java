package io.barograph.core.stage;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * Cuts grouping sets into stages. A set that is part of another is merged from that one's states, by Gray et al.'s rule
 * from its smallest parent ("Data Cube", 1997); only a set without a parent reads rows. In a ROLLUP or CUBE that is one.
 */
final class GroupingSetStages {
    /** Adds a stage; returns its number. */
    @FunctionalInterface
    interface Stages {
        int add(List<Branch> branches, Terminal terminal, Schema schema);
    }

    private final Plan.GroupingSets plan;
    private final boolean apart;
    private final ToIntFunction<Plan.Aggregate> merges;
    private final Stages stages;
    /** The stage of each set, those with most keys first. */
    private final Map<List<Integer>, Integer> stageOf = new HashMap<>();

    /**
     * @param apart whether every set is merged from rows
     * @param merges plans an aggregate over rows, or finds the stage of an equal one
     */
    GroupingSetStages(Plan.GroupingSets plan, boolean apart, ToIntFunction<Plan.Aggregate> merges, Stages stages) {
        this.plan = plan;
        this.apart = apart;
        this.merges = merges;
        this.stages = stages;
    }

    /** One branch per set, in the order of the sets. */
    List<Branch> branches() {
        List<List<Integer>> finerFirst = new ArrayList<>(plan.sets());
        finerFirst.sort(Comparator.comparing(set -> -set.size()));
        for (List<Integer> set : finerFirst) {
            if (!stageOf.containsKey(set)) {
                stageOf.put(set, stage(set));
            }
        }
        return plan.sets().stream().map(this::branch).toList();
    }

    private int stage(List<Integer> set) {
        List<Integer> parent = null;
        for (List<Integer> finer : stageOf.keySet()) {
            if (!apart && finer.containsAll(set) && (parent == null || isSmaller(finer, parent))) {
                parent = finer;
            }
        }
        if (parent == null) {
            List<Integer> keys = set.stream().map(plan.finest().keys()::get).toList();
            return merges.applyAsInt(new Plan.Aggregate(
                    plan.finest().input(), keys, plan.finest().calls(), schema(set)));
        }
        int finer = Objects.requireNonNull(stageOf.get(parent));
        Schema keys =
                schema(parent).select(parent.stream().mapToInt(parent::indexOf).toArray());
        Branch branch = new Branch(new StageInput.StageStates(finer, keys), List.of());
        List<Integer> positions = set.stream().map(parent::indexOf).toList();
        return stages.add(List.of(branch), new Terminal.MergeStates(positions, schema(set)), schema(set));
    }

    /** By number of keys, then by their positions, so that equal queries give equal stages. */
    private static boolean isSmaller(List<Integer> set, List<Integer> than) {
        if (set.size() != than.size()) {
            return set.size() < than.size();
        }
        for (int i = 0; i < set.size(); i++) {
            if (!set.get(i).equals(than.get(i))) {
                return set.get(i) < than.get(i);
            }
        }
        return false;
    }

    /** The keys of a set, then the calls. */
    private Schema schema(List<Integer> set) {
        Schema all = plan.finest().schema();
        List<Field> fields = new ArrayList<>();
        set.forEach(key -> fields.add(all.field(key)));
        fields.addAll(all.fields().subList(plan.finest().keys().size(), all.size()));
        return new Schema(fields);
    }

    /** A set's rows with the columns of all sets. */
    private Branch branch(List<Integer> set) {
        Schema rows = schema(set);
        int keys = plan.finest().keys().size();
        List<Expr> columns = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            Type type = plan.schema().type(key);
            int at = set.indexOf(key);
            columns.add(at >= 0 ? new Expr.ColumnRef(at, type) : new Expr.Literal(type, null));
        }
        columns.add(new Expr.Literal(Type.BIGINT, plan.mask(set)));
        for (int call = set.size(); call < rows.size(); call++) {
            columns.add(new Expr.ColumnRef(call, rows.type(call)));
        }
        return new Branch(
                new StageInput.StageRows(Objects.requireNonNull(stageOf.get(set)), rows),
                List.of(new RowOperator.Project(columns, plan.schema())));
    }
}
