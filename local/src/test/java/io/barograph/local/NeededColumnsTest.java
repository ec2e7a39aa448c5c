package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.window.WindowSpec;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is left out here comes as NULL: a column too few is a wrong answer. */
final class NeededColumnsTest {
    private static final Schema FIVE = new Schema(IntStream.range(0, 5)
            .mapToObj(i -> new Field("c" + i, i == 3 ? Type.TIMESTAMP : Type.BOOLEAN))
            .toList());

    @Test
    void allWhereNothingSaysWhatIsLookedAt() {
        assertThat(columns()).containsExactly(0, 1, 2, 3, 4);
        assertThat(columns(filter(1))).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void whatAProjectionAndFiltersBeforeItName() {
        assertThat(columns(filter(1), project(4, 2), filter(0))).containsExactly(1, 2, 4);
    }

    @Test
    void theTimeOfAWindowAndNoneOfItsOwnColumns() {
        Schema windowed = new Schema(IntStream.range(0, 7)
                .mapToObj(i -> new Field("w" + i, i == 3 || i > 4 ? Type.TIMESTAMP : Type.BOOLEAN))
                .toList());
        RowOperator window = new RowOperator.AssignWindow(3, WindowSpec.tumble(60_000_000_000L, 0), windowed);
        assertThat(columns(window, project(0, 5, 6))).containsExactly(0, 3);
    }

    private static List<Integer> columns(RowOperator... operators) {
        List<Feed.Step> steps = IntStream.range(0, operators.length)
                .<Feed.Step>mapToObj(i -> new Feed.Step.Operate(operators[i], FIVE))
                .toList();
        return NeededColumns.of(steps, FIVE.size()).stream().boxed().toList();
    }

    private static RowOperator filter(int column) {
        return new RowOperator.Filter(new Expr.ColumnRef(column, Type.BOOLEAN), FIVE);
    }

    private static RowOperator project(int... columns) {
        List<Expr> expressions = IntStream.of(columns)
                .<Expr>mapToObj(column -> new Expr.ColumnRef(column, Type.BOOLEAN))
                .toList();
        return new RowOperator.Project(expressions, FIVE);
    }
}
