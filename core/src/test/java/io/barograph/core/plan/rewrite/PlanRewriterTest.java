package io.barograph.core.plan.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import io.barograph.core.source.TableDescription;
import io.barograph.core.window.WindowSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanRewriterTest {
    private static final TableDescription TABLE = new TableDescription(
            "t",
            "csv",
            List.of("t"),
            Map.of(),
            Schema.of(
                    new Field("time", Type.TIMESTAMP),
                    new Field("a", Type.BIGINT),
                    new Field("b", Type.BIGINT),
                    new Field("c", Type.BIGINT)));
    private static final Plan SCAN = scan(0, 1, 2, 3);

    private static Plan scan(Integer... columns) {
        return new Plan.Scan(TABLE, List.of(columns));
    }

    private static Expr column(int index) {
        return new Expr.ColumnRef(index, Type.BIGINT);
    }

    private static Expr plus(Expr left, Expr right) {
        return new Expr.Call("+", List.of(left, right), Type.BIGINT);
    }

    private static Expr above(Expr left, long right) {
        return new Expr.Call(">", List.of(left, new Expr.Literal(Type.BIGINT, right)), Type.BOOLEAN);
    }

    private static Expr and(Expr... conditions) {
        return new Expr.Call("and", List.of(conditions), Type.BOOLEAN);
    }

    /** A projection whose columns are called x0, x1, … */
    private static Plan.Project project(Plan input, Expr... expressions) {
        List<Field> fields = new java.util.ArrayList<>();
        for (int i = 0; i < expressions.length; i++) {
            fields.add(new Field("x" + i, expressions[i].type()));
        }
        return new Plan.Project(input, Arrays.asList(expressions), new Schema(fields));
    }

    private static Plan.Aggregate sum(Plan input, int key, int argument) {
        return new Plan.Aggregate(
                input,
                List.of(key),
                List.of(new AggregateCall("sum", List.of(argument), List.of(), false, -1, Type.BIGINT)),
                Schema.of(new Field("key", Type.BIGINT), new Field("sum", Type.BIGINT)));
    }

    @Test
    void projectionsMerge() {
        Plan plan = project(project(SCAN, plus(column(1), column(2)), column(3)), plus(column(0), column(1)));
        assertThat(new MergeProjects().apply(plan))
                .isEqualTo(project(SCAN, plus(plus(column(1), column(2)), column(3))));
    }

    @Test
    void projectionsDoNotMergeWhereAnExpressionWouldBeComputedTwice() {
        Plan plan = project(project(SCAN, plus(column(1), column(2))), plus(column(0), column(0)));
        assertThat(new MergeProjects().apply(plan)).isSameAs(plan);
    }

    @Test
    void columnsAreCopiedFreelyWhenProjectionsMerge() {
        Plan plan = project(project(SCAN, column(3)), column(0), column(0));
        assertThat(new MergeProjects().apply(plan)).isEqualTo(project(SCAN, column(3), column(3)));
    }

    @Test
    void theProjectionToAllColumnsFallsAway() {
        Plan inner = project(SCAN, column(1), column(2));
        assertThat(new RemoveIdentityProject().apply(project(inner, column(0), column(1))))
                .isSameAs(inner);
    }

    @Test
    void aProjectionThatSwapsOrRenamesStays() {
        Plan inner = project(SCAN, column(1), column(2));
        Plan swapped = project(inner, column(1), column(0));
        Plan renamed = project(SCAN, new Expr.ColumnRef(0, Type.TIMESTAMP), column(1), column(2), column(3));
        assertThat(new RemoveIdentityProject().apply(swapped)).isSameAs(swapped);
        assertThat(new RemoveIdentityProject().apply(renamed)).isSameAs(renamed);
    }

    @Test
    void conditionsOnPassedColumnsMoveBeneathAProjectionOthersStay() {
        Plan plan = new Plan.Filter(
                project(SCAN, plus(column(1), column(2)), column(3)), and(above(column(0), 1), above(column(1), 2)));
        assertThat(new PushFilter().apply(plan))
                .isEqualTo(new Plan.Filter(
                        project(new Plan.Filter(SCAN, above(column(3), 2)), plus(column(1), column(2)), column(3)),
                        above(column(0), 1)));
    }

    @Test
    void conditionsOnTheWindowStayAboveIt() {
        WindowSpec hour = WindowSpec.tumble(3_600_000_000_000L, 0);
        Plan window = new Plan.AssignWindow(SCAN, 0, hour);
        Plan onWindow = new Plan.Filter(window, above(column(4), 0));
        assertThat(new PushFilter().apply(onWindow)).isSameAs(onWindow);
        assertThat(new PushFilter().apply(new Plan.Filter(window, above(column(3), 0))))
                .isEqualTo(new Plan.AssignWindow(new Plan.Filter(SCAN, above(column(3), 0)), 0, hour));
    }

    @Test
    void filtersStayAboveAggregatesAndLimits() {
        Plan overAggregate = new Plan.Filter(sum(SCAN, 1, 2), above(column(0), 1));
        Plan overLimit = new Plan.Filter(new Plan.Limit(SCAN, 0, 5), above(column(1), 1));
        assertThat(new PushFilter().apply(overAggregate)).isSameAs(overAggregate);
        assertThat(new PushFilter().apply(overLimit)).isSameAs(overLimit);
    }

    @Test
    void filtersOneOnTheOtherBecomeOne() {
        Plan plan = new Plan.Filter(
                new Plan.Filter(SCAN, above(column(1), 1)), and(above(column(2), 2), above(column(3), 3)));
        assertThat(new MergeFilters().apply(plan))
                .isEqualTo(new Plan.Filter(SCAN, and(above(column(1), 1), above(column(2), 2), above(column(3), 3))));
    }

    @Test
    void anAggregateReadsPickedColumnsWhereTheyAre() {
        assertThat(new AggregateColumnsDirectly().apply(sum(project(SCAN, column(3), column(1)), 0, 1)))
                .isEqualTo(sum(SCAN, 3, 1));
        Plan computed = sum(project(SCAN, plus(column(3), column(1)), column(1)), 0, 1);
        assertThat(new AggregateColumnsDirectly().apply(computed)).isSameAs(computed);
    }

    @Test
    void theEndOfAFixedWindowIsNoKeyBesideItsStart() {
        Plan window = new Plan.AssignWindow(SCAN, 0, WindowSpec.tumble(60, 0));
        Schema ends = Schema.of(new Field("window_end", Type.TIMESTAMP), new Field("window_start", Type.TIMESTAMP));
        Plan both = new Plan.Aggregate(window, List.of(5, 4), List.of(), ends);
        Expr start = new Expr.ColumnRef(0, Type.TIMESTAMP);
        Expr end = new Expr.Call("+", List.of(start, new Expr.Literal(Type.INTERVAL, 60L)), Type.TIMESTAMP);
        assertThat(new DeriveWindowEnd().apply(both))
                .isEqualTo(new Plan.Project(
                        new Plan.Aggregate(window, List.of(4), List.of(), ends.select(new int[] {1})),
                        List.of(end, start),
                        ends));
        Plan endOnly = new Plan.Aggregate(window, List.of(5), List.of(), ends.select(new int[] {0}));
        assertThat(new DeriveWindowEnd().apply(endOnly)).isSameAs(endOnly);
    }

    @Test
    void onlyWhatIsNeededIsRead() {
        assertThat(PlanRewriter.rewrite(sum(new Plan.Filter(SCAN, above(column(3), 1)), 1, 3)))
                .isEqualTo(sum(new Plan.Filter(scan(1, 3), above(column(1), 1)), 0, 1));
    }

    @Test
    void countingRowsReadsNoColumn() {
        Plan.Aggregate count = new Plan.Aggregate(
                project(SCAN, plus(column(1), column(2))),
                List.of(),
                List.of(new AggregateCall("count", List.of(), List.of(), false, -1, Type.BIGINT)),
                Schema.of(new Field("count", Type.BIGINT)));
        assertThat(PlanRewriter.rewrite(count))
                .isEqualTo(new Plan.Aggregate(scan(), List.of(), count.calls(), count.schema()));
    }

    @Test
    void aSortKeepsTheColumnsThatCompleteItsTies() {
        Plan sorted = new Plan.Sort(SCAN, List.of(new Plan.SortKey(1, false, false)));
        Plan plan = project(new Plan.Limit(sorted, 0, 1), column(2));
        assertThat(PlanRewriter.rewrite(plan)).isEqualTo(plan);
    }

    @Test
    void branchesOfAUnionKeepTheSameColumns() {
        Schema schema = Schema.of(new Field("p", Type.BIGINT), new Field("q", Type.BIGINT));
        Plan union = new Plan.UnionAll(
                List.of(project(SCAN, column(1), column(2)), project(SCAN, column(3), column(1))), schema);
        Plan rewritten = PlanRewriter.rewrite(project(union, column(1)));
        assertThat(rewritten.schema()).isEqualTo(project(union, column(1)).schema());
        assertThat(((Plan.Project) rewritten).input().inputs())
                .extracting(input -> input.schema().size())
                .containsExactly(1, 1);
    }

    @Test
    void theAnswersSchemaStays() {
        Plan plan = project(new Plan.Filter(SCAN, above(column(3), 1)), plus(column(1), column(1)), column(2));
        assertThat(PlanRewriter.rewrite(plan).schema()).isEqualTo(plan.schema());
    }
}
