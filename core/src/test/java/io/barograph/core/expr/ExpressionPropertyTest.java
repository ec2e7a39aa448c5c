package io.barograph.core.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpressionPropertyTest {
    private static final int[] SIZES = {0, 1, 5, 63, 64, 65, 130};

    private static final RandomExpressions.Shapes SHAPES = new RandomExpressions.Shapes();

    /** {@code -Dbarograph.expressions=1000000} for the long lane. */
    private static final int EXPRESSIONS = Integer.getInteger("barograph.expressions", 3000);

    @Test
    void kernelsAgreeWithTheRowWiseReference() {
        long seed = Long.getLong("barograph.seed", 20230101);
        for (int round = 0; round < EXPRESSIONS; round++) {
            Random random = new Random(seed + round);
            check(
                    new RandomExpressions(SHAPES, random),
                    random,
                    "-Dbarograph.seed=" + (seed + round) + " -Dbarograph.expressions=1");
        }
    }

    private static void check(RandomExpressions generator, Random random, String repeat) {
        Expr expression = generator.expression(1 + random.nextInt(3));
        EvaluationContext context = Columns.context();
        ReferenceInterpreter reference = new ReferenceInterpreter();
        Evaluator evaluator = Evaluators.compile(expression, context);
        Dictionary dictionary = new Dictionary();
        for (int batch = 0; batch < 3; batch++) {
            // The dictionary grows from the first batch to the second; the third has another.
            dictionary = batch == 2 ? new Dictionary() : dictionary;
            int size = SIZES[random.nextInt(SIZES.length)];
            Column[] columns = generator.columns(size, dictionary);
            List<Object> expected = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                Object[] row = new Object[columns.length];
                for (int c = 0; c < row.length; c++) {
                    row[c] = columns[c].value(i);
                }
                expected.add(reference.evaluate(expression, row));
            }
            Column actual = evaluator.evaluate(new Batch(columns, size));
            assertThat(actual.type())
                    .as("%s, repeat with %s", ExprText.of(expression, null), repeat)
                    .isEqualTo(expression.type());
            for (int i = 0; i < size; i++) {
                int at = i;
                assertThat(actual.value(i))
                        .as(() -> ExprText.of(expression, null) + " at " + at + " of "
                                + List.of(columns).stream()
                                        .map(c -> ExprText.value(c, at))
                                        .toList() + ", repeat with " + repeat)
                        .isEqualTo(expected.get(i));
            }
        }
        assertThat(context.undefinedCounts().keySet())
                .as("undefined in %s, repeat with %s", ExprText.of(expression, null), repeat)
                .isEqualTo(reference.undefined);
    }
}
