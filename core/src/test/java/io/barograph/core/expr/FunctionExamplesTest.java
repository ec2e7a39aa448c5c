package io.barograph.core.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FunctionExamplesTest {
    @TestFactory
    List<DynamicTest> everyExampleHasTheValueThatTheReferenceSays() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Function function : Functions.all()) {
            tests.add(DynamicTest.dynamicTest(
                    function.name() + " has examples",
                    () -> assertThat(function.examples()).isNotEmpty()));
            for (Function.Example example : function.examples()) {
                tests.add(DynamicTest.dynamicTest(example.sql(), () -> {
                    assertThat(asText(example.expression())).as("folded").isEqualTo(example.value());
                    assertThat(asText(overColumns(example.expression())))
                            .as("over columns")
                            .isEqualTo(example.value());
                }));
            }
        }
        return tests;
    }

    private final List<Column> columns = new ArrayList<>();

    /** The same expression with every literal that need not be one in a column. */
    private Expr overColumns(Expr expression) {
        if (expression instanceof Expr.Literal literal) {
            Object[] values = new Object[100];
            java.util.Arrays.fill(values, literal.value());
            columns.add(Columns.of(literal.type(), values));
            return new Expr.ColumnRef(columns.size() - 1, literal.type());
        }
        Expr.Call call = (Expr.Call) expression;
        List<Expr> arguments = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            boolean literal = RandomExpressions.isLiteral(call.function(), arguments.size());
            arguments.add(literal ? argument : overColumns(argument));
        }
        return new Expr.Call(call.function(), arguments, call.type());
    }

    private String asText(Expr expression) {
        Expr text = new Expr.Call("cast", List.of(expression), Type.VARCHAR);
        Column column =
                Evaluators.compile(text, Columns.context()).evaluate(new Batch(columns.toArray(Column[]::new), 100));
        Object value = column.value(99);
        return value == null ? "NULL" : value.toString();
    }
}
