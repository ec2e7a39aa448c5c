package io.barograph.core.expr;

import static io.barograph.core.column.Type.BOOLEAN;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Function.NullRule;
import java.util.List;

/** Three-valued logic: NULL means that either value is possible. */
final class LogicFunctions {
    private static final String ANY = "(any) -> BOOLEAN";

    private LogicFunctions() {}

    static List<Function> define() {
        return List.of(
                connective(
                                "and",
                                true,
                                "True where all are, false where one is false, else NULL. All sides are always evaluated: guard with CASE.")
                        .example("false", FunctionBuilder.nullOf(BOOLEAN), false)
                        .example("NULL", FunctionBuilder.nullOf(BOOLEAN), true)
                        .build(),
                connective(
                                "or",
                                false,
                                "True where one is, false where all are, else NULL. All sides are always evaluated: guard with CASE.")
                        .example("true", FunctionBuilder.nullOf(BOOLEAN), true)
                        .build(),
                new FunctionBuilder("not", Family.LOGIC, "The opposite.")
                        .overload(Overload.of(BOOLEAN, List.of(BOOLEAN), Negation::new))
                        .example("false", true)
                        .build(),
                nullTest("is null", true, "Whether there is no value.")
                        .example("true", FunctionBuilder.nullOf(Type.DOUBLE))
                        .example("false", Double.NaN)
                        .build(),
                nullTest("is not null", false, "Whether there is a value.")
                        .example("true", 1)
                        .build(),
                truthTest("is true", true, false, "Whether it is true, and neither false nor NULL.")
                        .example("false", FunctionBuilder.nullOf(BOOLEAN))
                        .build(),
                truthTest("is not true", true, true, "Whether it is false or NULL.")
                        .example("true", FunctionBuilder.nullOf(BOOLEAN))
                        .build(),
                truthTest("is false", false, false, "Whether it is false, and neither true nor NULL.")
                        .example("true", false)
                        .build(),
                truthTest("is not false", false, true, "Whether it is true or NULL.")
                        .example("true", FunctionBuilder.nullOf(BOOLEAN))
                        .build());
    }

    private static FunctionBuilder connective(String name, boolean conjunction, String description) {
        return new FunctionBuilder(name, Family.LOGIC, description)
                .nulls(NullRule.DESCRIBED)
                .overload(Overload.variadic(
                        BOOLEAN, List.of(BOOLEAN), site -> site.nullAware(new Connective(conjunction))));
    }

    private static FunctionBuilder nullTest(String name, boolean isNull, String description) {
        FunctionBuilder builder = new FunctionBuilder(name, Family.LOGIC, description).nulls(NullRule.NEVER);
        for (Type type : Type.values()) {
            builder.overload(Overload.of(BOOLEAN, List.of(type), site -> site.nullAware(new NullTest(isNull)))
                    .described(ANY));
        }
        return builder.overload(
                new Overload(ANY, DecimalTypes.unary(type -> BOOLEAN), site -> site.nullAware(new NullTest(isNull))));
    }

    private static FunctionBuilder truthTest(String name, boolean value, boolean negated, String description) {
        return new FunctionBuilder(name, Family.LOGIC, description)
                .nulls(NullRule.NEVER)
                .overload(
                        Overload.of(BOOLEAN, List.of(BOOLEAN), site -> site.nullAware(new TruthTest(value, negated))));
    }
}
