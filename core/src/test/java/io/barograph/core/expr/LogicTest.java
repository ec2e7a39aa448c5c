package io.barograph.core.expr;

import static io.barograph.core.column.Type.BIGINT;
import static io.barograph.core.column.Type.BOOLEAN;
import static io.barograph.core.column.Type.DOUBLE;
import static io.barograph.core.column.Type.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Selection;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogicTest {
    private static final Object[] LEFT = {true, true, true, false, false, false, null, null, null};
    private static final Object[] RIGHT = {true, false, null, true, false, null, true, false, null};

    @Test
    void theTablesAreThoseOfThreeValues() {
        Column left = Columns.of(BOOLEAN, LEFT);
        Column right = Columns.of(BOOLEAN, RIGHT);
        assertThat(Columns.evaluate("and", 9, left, right))
                .containsExactly(true, false, null, false, false, false, null, false, null);
        assertThat(Columns.evaluate("or", 9, left, right))
                .containsExactly(true, true, true, true, false, null, true, null, null);
        assertThat(Columns.evaluate("not", 9, left))
                .containsExactly(false, false, false, true, true, true, null, null, null);
        assertThat(Columns.evaluate("is not true", 9, left))
                .containsExactly(false, false, false, true, true, true, true, true, true);
    }

    @Test
    void fullBatchesAgreeWithShortOnes() {
        Object[] many = new Object[Batch.CAPACITY];
        Object[] others = new Object[Batch.CAPACITY];
        for (int i = 0; i < many.length; i++) {
            many[i] = LEFT[i % 9];
            others[i] = RIGHT[i % 9];
        }
        List<Object> all =
                Columns.evaluate("and", Batch.CAPACITY, Columns.of(BOOLEAN, many), Columns.of(BOOLEAN, others));
        List<Object> nine = Columns.evaluate("and", 9, Columns.of(BOOLEAN, LEFT), Columns.of(BOOLEAN, RIGHT));
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i)).isEqualTo(nine.get(i % 9));
        }
    }

    @Test
    void caseGuardsWhatItDoesNotChoose() {
        Column divisor = Columns.of(BIGINT, 0L, 2L, null);
        Expr quotient = Functions.call("/", List.of(new Expr.Literal(BIGINT, 10L), Columns.ref(0, BIGINT)));
        Expr guarded = Functions.call(
                "case",
                List.of(
                        Functions.call("<>", List.of(Columns.ref(0, BIGINT), new Expr.Literal(BIGINT, 0L))),
                        quotient,
                        new Expr.Literal(BIGINT, -1L)));
        EvaluationContext strict = new EvaluationContext(List.of(), true);
        Column result = Evaluators.compile(guarded, strict).evaluate(Columns.batch(3, divisor));
        assertThat(Columns.values(result, 3)).containsExactly(-1L, 5L, -1L);
        assertThatThrownBy(() -> Evaluators.compile(quotient, strict).evaluate(Columns.batch(3, divisor)))
                .isInstanceOf(BarographException.class);
    }

    @Test
    void equalExpressionsAreComputedAndCountedOnce() {
        Column ones = Columns.of(BIGINT, 1L, 1L);
        Expr broken = Functions.call("/", List.of(Columns.ref(0, BIGINT), new Expr.Literal(BIGINT, 0L)));
        EvaluationContext context = Columns.context();
        Evaluators.compile(Functions.call("+", List.of(broken, broken)), context)
                .evaluate(Columns.batch(2, ones));
        assertThat(context.undefinedCounts()).containsOnly(java.util.Map.entry("#0 / 0", 2L));
    }

    @Test
    void comparisonsOfNanAndZerosAreTotal() {
        double inf = Double.POSITIVE_INFINITY;
        Column left = Columns.of(DOUBLE, Double.NaN, Double.NaN, inf, -0.0, 1.0);
        Column right = Columns.of(DOUBLE, Double.NaN, inf, Double.NaN, 0.0, null);
        assertThat(Columns.evaluate("=", 5, left, right)).containsExactly(true, false, false, true, null);
        assertThat(Columns.evaluate("<", 5, left, right)).containsExactly(false, false, true, false, null);
        assertThat(Columns.evaluate(">=", 5, left, right)).containsExactly(true, true, false, true, null);
        assertThat(Columns.evaluate("is distinct from", 5, left, right))
                .containsExactly(false, true, true, false, true);
    }

    @Test
    void aGrowingDictionaryIsEvaluatedOnlyForItsNewEntries() {
        Dictionary dictionary = new Dictionary();
        Column first = Columns.with(dictionary, VARCHAR, "4", "x", "4");
        Expr cast = new Expr.Call("cast", List.of(Columns.ref(0, VARCHAR)), BIGINT);
        EvaluationContext context = Columns.context();
        Evaluator evaluator = Evaluators.compile(cast, context);
        assertThat(Columns.values(evaluator.evaluate(Columns.batch(3, first)), 3))
                .containsExactly(4L, null, 4L);
        Column second = Columns.with(dictionary, VARCHAR, "x", "서울", "5", null);
        assertThat(Columns.values(evaluator.evaluate(Columns.batch(4, second)), 4))
                .containsExactly(null, null, 5L, null);
        assertThat(context.undefinedCounts()).containsValue(3L);
    }

    @Test
    void columnsOfNothingButNullNeedNoDictionaryEntries() {
        Column nothing = Columns.of(VARCHAR, null, null);
        assertThat(Columns.evaluate("upper", 2, nothing)).containsExactly(null, null);
        assertThat(Columns.evaluate("||", 2, nothing, nothing)).containsExactly(null, null);
        assertThat(Columns.evaluate("greatest", 2, nothing, nothing)).containsExactly(null, null);
    }

    @Test
    void textsThatNeverRepeatBeginNewDictionaries() {
        Evaluator evaluator =
                Evaluators.compile(new Expr.Call("cast", List.of(Columns.ref(0, BIGINT)), VARCHAR), Columns.context());
        Object[] values = new Object[Batch.CAPACITY];
        for (int batch = 0; batch < 100; batch++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (long) batch * values.length + i;
            }
            Column result = evaluator.evaluate(Columns.batch(values.length, Columns.of(BIGINT, values)));
            assertThat(result.value(7)).isEqualTo(String.valueOf(batch * values.length + 7));
            assertThat(((io.barograph.core.column.VarcharColumn) result)
                            .dictionary()
                            .size())
                    .isLessThan(1 << 17);
        }
    }

    @Test
    void likeKnowsEscapesAndCodePoints() {
        Column texts = Columns.of(VARCHAR, "100%", "100 m", "서울", "", "a\nb", "😀");
        assertThat(like(texts, "100!%", "!")).containsExactly(true, false, false, false, false, false);
        assertThat(like(texts, "__", null)).containsExactly(false, false, true, false, false, false);
        assertThat(like(texts, "_%_", null)).containsExactly(true, true, true, false, true, false);
        assertThat(like(texts, "%", null)).containsExactly(true, true, true, true, true, true);
        assertThat(like(texts, "", null)).containsExactly(false, false, false, true, false, false);
        assertThat(like(texts, "100!", "!")).containsOnlyNulls();
        assertThat(like(texts, "1", "!!")).containsOnlyNulls();
        assertThat(like(texts, "%0%0%%%", null)).containsExactly(true, true, false, false, false, false);
    }

    @Test
    void unitsAreNamedWhereTheyAreUnknown() {
        Expr time = new Expr.Literal(Type.TIMESTAMP, 0L);
        Expr call = Functions.call("extract", List.of(new Expr.Literal(VARCHAR, "houre"), time));
        assertThatThrownBy(() -> Evaluators.compile(call, Columns.context()))
                .hasMessage("there is no unit 'houre'; did you mean hour?");
        Expr plural = Functions.call("extract", List.of(new Expr.Literal(VARCHAR, "Hours"), time));
        assertThatCode(() -> Evaluators.compile(plural, Columns.context())).doesNotThrowAnyException();
    }

    @Test
    void selectionsKeepOnlyWhatIsTrue() {
        BooleanColumn condition = (BooleanColumn) Columns.of(BOOLEAN, LEFT);
        int[] positions = new int[9];
        assertThat(Selection.whereTrue(condition, 9, positions)).isEqualTo(3);
        assertThat(Arrays.copyOf(positions, 3)).containsExactly(0, 1, 2);
        assertThat(Selection.whereTrue(condition.withValidity(Validity.ALL), 0, positions))
                .isZero();
    }

    private static List<Object> like(Column texts, String pattern, String escape) {
        Expr text = Columns.ref(0, VARCHAR);
        Expr literal = new Expr.Literal(VARCHAR, pattern);
        Expr call = Functions.call(
                "like",
                escape == null ? List.of(text, literal) : List.of(text, literal, new Expr.Literal(VARCHAR, escape)));
        return Columns.values(Evaluators.compile(call, Columns.context()).evaluate(Columns.batch(6, texts)), 6);
    }
}
