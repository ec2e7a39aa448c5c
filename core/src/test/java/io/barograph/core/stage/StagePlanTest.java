package io.barograph.core.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.TableDescription;
import io.barograph.core.window.WindowSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StagePlanTest {
    private static final Schema SCHEMA = Schema.of(new Field("t", Type.TIMESTAMP), new Field("v", Type.DOUBLE));

    private static Plan scan(String path) {
        return new Plan.Scan(new TableDescription("f", "csv", List.of(path), Map.of(), SCHEMA), List.of(0, 1));
    }

    private static Plan filtered(Plan input, double bound) {
        Expr predicate = new Expr.Call(
                ">", List.of(new Expr.ColumnRef(1, Type.DOUBLE), new Expr.Literal(Type.DOUBLE, bound)), Type.BOOLEAN);
        return new Plan.Filter(input, predicate);
    }

    private static Plan counted(Plan input) {
        AggregateCall count = new AggregateCall("count", List.of(), List.of(), false, -1, Type.BIGINT);
        Schema schema = Schema.of(new Field("v", Type.DOUBLE), new Field("n", Type.BIGINT));
        return new Plan.Aggregate(input, List.of(1), List.of(count), schema);
    }

    private static Plan sorted(Plan input) {
        return new Plan.Sort(input, List.of(new Plan.SortKey(1, true, true)));
    }

    private static StagePlan plan(Plan root, Plan... scalars) {
        return StagePlan.of(new Query(root, List.of(scalars)));
    }

    @Test
    void rowOperatorsJoinTheStageTheyStandIn() {
        Plan windows = new Plan.AssignWindow(filtered(scan("a"), 1), 0, WindowSpec.tumble(60, 0));
        StagePlan plan = plan(new Plan.Limit(sorted(counted(windows)), 2, 3));
        assertThat(plan.stages()).hasSize(3);
        assertThat(plan.stages().get(0).branches().get(0).operators()).hasSize(2);
        assertThat(plan.stages().get(0).terminal().exchange()).isEqualTo(Exchange.KEYED);
        assertThat(plan.stages().get(1).terminal())
                .isEqualTo(new Terminal.Sort(List.of(new Plan.SortKey(1, true, true)), 2, 3));
        assertThat(plan.root().terminal()).isEqualTo(new Terminal.Output());
    }

    @Test
    void limitPassesThroughProjectionsToTheSort() {
        Plan sort = sorted(scan("a"));
        Plan project =
                new Plan.Project(sort, List.of(new Expr.ColumnRef(0, Type.TIMESTAMP)), Schema.of(SCHEMA.field(0)));
        StagePlan plan = plan(new Plan.Limit(project, 0, 5));
        assertThat(plan.stages()).hasSize(2);
        assertThat(plan.stages().get(0).terminal()).isInstanceOf(Terminal.Sort.class);
        assertThat(plan.root().branches().get(0).operators()).hasSize(1);
    }

    @Test
    void limitDoesNotPassThroughFilters() {
        StagePlan plan = plan(new Plan.Limit(filtered(sorted(scan("a")), 1), 0, 5));
        assertThat(plan.root().terminal()).isEqualTo(new Terminal.Limit(0, 5));
        assertThat(((Terminal.Sort) plan.stages().get(0).terminal()).count()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void unionsBecomeBranchesAndEqualAggregatesRunOnce() {
        Plan groups = counted(scan("a"));
        StagePlan plan = plan(new Plan.UnionAll(List.of(groups, filtered(groups, 1)), groups.schema()));
        assertThat(plan.stages()).hasSize(2);
        assertThat(plan.root().branches()).hasSize(2);
    }

    @Test
    void fingerprintsCoverWhatIsBeneathButNoPaths() {
        StagePlan one = plan(counted(filtered(scan("a"), 1)));
        assertThat(plan(counted(filtered(scan("b"), 1))).fingerprint()).isEqualTo(one.fingerprint());
        StagePlan other = plan(counted(filtered(scan("a"), 2)));
        assertThat(other.fingerprint()).isNotEqualTo(one.fingerprint()).hasSize(64);
        assertThat(other.fingerprints().get(0).terminal())
                .isNotEqualTo(one.fingerprints().get(0).terminal());
        assertThat(other.fingerprints().get(0).branches().get(0).get(0))
                .isEqualTo(one.fingerprints().get(0).branches().get(0).get(0));
        assertThat(plan(counted(filtered(scan("a"), 1)), scan("a")).fingerprint())
                .isNotEqualTo(one.fingerprint());
    }

    @Test
    void textsNameEveryOperatorAndItsExchange() {
        assertThat(plan(counted(filtered(scan("a"), 1))).text()).isEqualTo("""
                        barograph stages, version 1
                        stage 0
                          scan f csv {} (t TIMESTAMP, v DOUBLE) columns [0, 1]
                          filter >:BOOLEAN(#1, double:4607182418800017408)
                          merge by [1] count[][]:BIGINT as (v DOUBLE, n BIGINT) by KEYED
                        stage 1
                          rows of stage 0
                          output by GATHER
                        """);
        assertThat(plan(scan("a")).explain()).containsPattern("  [0-9a-f]{12}  scan f csv");
    }
}
