package io.barograph.core.stage;

import io.barograph.core.column.Schema;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts plans into stages: row operators join the stage they stand in, UNION ALL becomes branches, and every aggregate,
 * join, fold, sort and limit ends a stage. Equal aggregates are run once.
 */
final class StagePlanner {
    private final List<Stage> stages = new ArrayList<>();
    /** The aggregates so far, in a list and not hashed: there are few, and hashing a whole plan costs start-up time. */
    private final List<Merge> merges = new ArrayList<>();

    private final boolean live;

    /** @param live whether rows keep coming: {@link StagePlan#ofLive} */
    StagePlanner(boolean live) {
        this.live = live;
    }

    private record Merge(Plan plan, int stage) {}

    StagePlan plan(Query query) {
        List<Integer> scalars = new ArrayList<>();
        for (Plan scalar : query.scalars()) {
            scalars.add(finish(scalar));
        }
        finish(query.root());
        return new StagePlan(stages, scalars);
    }

    /** Adds the stages of a whole plan; the last one delivers. */
    private int finish(Plan plan) {
        if (plan instanceof Plan.Limit limit && sortBeneath(limit.input()) == null) {
            return close(branches(limit.input()), new Terminal.Limit(limit.offset(), limit.count()), plan.schema());
        }
        return close(branches(plan), new Terminal.Output(), plan.schema());
    }

    private List<Branch> branches(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            return List.of(new Branch(new StageInput.TableRows(scan.table(), scan.columns()), List.of()));
        } else if (plan instanceof Plan.Values values) {
            return List.of(new Branch(new StageInput.LiteralRows(values.schema(), values.rows()), List.of()));
        } else if (plan instanceof Plan.Sequence sequence) {
            return List.of(new Branch(
                    new StageInput.SequenceRows(sequence.schema(), sequence.from(), sequence.step(), sequence.count()),
                    List.of()));
        } else if (plan instanceof Plan.Filter filter) {
            return append(branches(filter.input()), new RowOperator.Filter(filter.predicate(), filter.schema()));
        } else if (plan instanceof Plan.Project project) {
            return append(branches(project.input()), new RowOperator.Project(project.expressions(), project.schema()));
        } else if (plan instanceof Plan.AssignWindow window) {
            return append(
                    branches(window.input()),
                    new RowOperator.AssignWindow(window.time(), window.window(), window.schema()));
        } else if (plan instanceof Plan.UnionAll union) {
            List<Branch> all = new ArrayList<>();
            union.inputs().forEach(input -> all.addAll(branches(input)));
            return all;
        } else if (plan instanceof Plan.Aggregate aggregate) {
            return rowsOf(merge(aggregate), plan.schema());
        } else if (plan instanceof Plan.GroupingSets sets) {
            return new GroupingSetStages(sets, live, this::merge, this::close).branches();
        } else if (plan instanceof Plan.Sessions sessions) {
            return rowsOf(sessions(sessions), plan.schema());
        } else if (plan instanceof Plan.Fold fold) {
            return rowsOf(fold(fold), plan.schema());
        } else if (plan instanceof Plan.Sort sort) {
            return rowsOf(sort(sort, 0, Long.MAX_VALUE), plan.schema());
        } else if (plan instanceof Plan.Join join) {
            return rowsOf(join(join), plan.schema());
        }
        return limit((Plan.Limit) plan);
    }

    private int join(Plan.Join join) {
        List<Branch> sides = new ArrayList<>(branches(join.left()));
        int left = sides.size();
        sides.addAll(branches(join.right()));
        Terminal terminal = new Terminal.Join(
                left, join.kind(), join.leftKeys(), join.rightKeys(), join.asOf(), join.residual(), join.schema());
        return close(sides, terminal, join.schema());
    }

    private int merge(Plan.Aggregate aggregate) {
        for (Merge known : merges) {
            if (known.plan.equals(aggregate)) {
                return known.stage;
            }
        }
        Terminal terminal = new Terminal.Merge(aggregate.keys(), aggregate.calls(), aggregate.schema());
        int stage = close(branches(aggregate.input()), terminal, aggregate.schema());
        merges.add(new Merge(aggregate, stage));
        return stage;
    }

    private int sessions(Plan.Sessions sessions) {
        Plan.Aggregate cells = sessions.cells();
        Terminal terminal = new Terminal.MergeSessions(
                cells.keys(), cells.calls(), sessions.gap(), cells.schema(), sessions.schema());
        return close(branches(cells.input()), terminal, sessions.schema());
    }

    private int fold(Plan.Fold fold) {
        Terminal terminal = new Terminal.Fold(fold.keys(), fold.order(), fold.operator(), fold.schema());
        return close(branches(fold.input()), terminal, fold.schema());
    }

    /**
     * A limit above a sort is the sort's slice; projections between the two do not change which rows pass.
     *
     * <pre>Limit(Project(Sort(x)))  becomes  Project(Sort slice(x))</pre>
     */
    private List<Branch> limit(Plan.Limit limit) {
        Plan.Sort sort = sortBeneath(limit.input());
        if (sort == null) {
            Terminal terminal = new Terminal.Limit(limit.offset(), limit.count());
            return rowsOf(close(branches(limit.input()), terminal, limit.schema()), limit.schema());
        }
        List<Plan.Project> projects = new ArrayList<>();
        for (Plan at = limit.input(); at instanceof Plan.Project project; at = project.input()) {
            projects.add(0, project);
        }
        List<Branch> rows = rowsOf(sort(sort, limit.offset(), limit.count()), sort.schema());
        for (Plan.Project project : projects) {
            rows = append(rows, new RowOperator.Project(project.expressions(), project.schema()));
        }
        return rows;
    }

    private static Plan.@org.jspecify.annotations.Nullable Sort sortBeneath(Plan plan) {
        Plan at = plan;
        while (at instanceof Plan.Project project) {
            at = project.input();
        }
        return at instanceof Plan.Sort sort ? sort : null;
    }

    private int sort(Plan.Sort sort, long offset, long count) {
        return close(branches(sort.input()), new Terminal.Sort(sort.keys(), offset, count), sort.schema());
    }

    private int close(List<Branch> branches, Terminal terminal, Schema schema) {
        int id = stages.size();
        stages.add(new Stage(id, branches, terminal, schema));
        return id;
    }

    private static List<Branch> rowsOf(int stage, Schema schema) {
        return List.of(new Branch(new StageInput.StageRows(stage, schema), List.of()));
    }

    private static List<Branch> append(List<Branch> branches, RowOperator operator) {
        List<Branch> longer = new ArrayList<>();
        for (Branch branch : branches) {
            List<RowOperator> operators = new ArrayList<>(branch.operators());
            operators.add(operator);
            longer.add(new Branch(branch.input(), operators));
        }
        return longer;
    }
}
