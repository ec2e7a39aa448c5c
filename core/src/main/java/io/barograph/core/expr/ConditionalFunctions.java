package io.barograph.core.expr;

import static io.barograph.core.column.Type.BIGINT;
import static io.barograph.core.column.Type.BOOLEAN;
import static io.barograph.core.column.Type.VARCHAR;

import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.Widening;
import io.barograph.core.expr.Function.NullRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that choose among their arguments. */
final class ConditionalFunctions {
    private ConditionalFunctions() {}

    static List<Function> define() {
        return List.of(
                new FunctionBuilder(
                                "case",
                                Family.CONDITIONAL,
                                "The value behind the first condition that is true, else the last. Only what is chosen is evaluated: an undefined result elsewhere is not counted.")
                        .nulls(NullRule.DESCRIBED)
                        .overload(new Overload(
                                "(BOOLEAN, T, ..., T) -> T", ConditionalFunctions::caseTypes, CaseNode::compile, true))
                        .example("small", FunctionBuilder.call("<", 3, 10), "small", "large")
                        .example("0", false, FunctionBuilder.call("/", 1, 0), 0)
                        .build(),
                new FunctionBuilder(
                                "coalesce",
                                Family.CONDITIONAL,
                                "The first argument that is not NULL. Arguments behind it are not evaluated.")
                        .nulls(NullRule.ALL)
                        .overload(new Overload(
                                "(T, ...) -> T",
                                Overload.sameTypes(null, 1, Integer.MAX_VALUE),
                                CoalesceNode::compile,
                                true))
                        .example("2", FunctionBuilder.nullOf(BIGINT), 2, 3)
                        .build(),
                new FunctionBuilder("nullif", Family.CONDITIONAL, "NULL where both are equal, else the first.")
                        .nulls(NullRule.DESCRIBED)
                        .overload(new Overload(
                                "(T, T) -> T",
                                ConditionalFunctions::nullIfTypes,
                                site -> site.nullAware(new NullIf(
                                        Comparison.EQUAL.kernel(site.argumentType(0), site.argumentType(1))))))
                        .example("NULL", -999, -999)
                        .example("20", 20, -999)
                        .build(),
                extreme("greatest", true, "The greatest argument; NULL arguments are skipped, NaN is the greatest.")
                        .example("3", 1, FunctionBuilder.nullOf(BIGINT), 3)
                        .build(),
                extreme("least", false, "The least argument; NULL arguments are skipped.")
                        .example("a", "b", "a", FunctionBuilder.nullOf(VARCHAR))
                        .build());
    }

    private static FunctionBuilder extreme(String name, boolean greatest, String description) {
        return new FunctionBuilder(name, Family.CONDITIONAL, description)
                .nulls(NullRule.ALL)
                .overload(Overload.sameTypes(
                        "(T, ...) -> T",
                        null,
                        1,
                        Integer.MAX_VALUE,
                        site -> site.nullAware(new Extreme(site.resultType(), greatest))));
    }

    private static Overload.@Nullable Signature caseTypes(List<Type> arguments, boolean widen) {
        if (arguments.size() < 3 || arguments.size() % 2 == 0) {
            return null;
        }
        List<Type> values = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (CaseNode.isCondition(i, arguments.size())) {
                if (arguments.get(i) != BOOLEAN) {
                    return null;
                }
            } else {
                values.add(arguments.get(i));
            }
        }
        Type common = Widening.common(values);
        if (common == null) {
            return null;
        }
        List<Type> types = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            types.add(CaseNode.isCondition(i, arguments.size()) ? BOOLEAN : common);
        }
        return new Overload.Signature(types, common);
    }

    /** The first argument keeps its type: a BIGINT is compared with a DOUBLE exactly. */
    private static Overload.@Nullable Signature nullIfTypes(List<Type> arguments, boolean widen) {
        Type common = arguments.size() == 2 ? Widening.common(arguments) : null;
        if (common == null) {
            return null;
        }
        // A day is compared with a time as the time that it is.
        List<Type> types = common == Type.TIMESTAMP ? List.of(common, common) : arguments;
        return new Overload.Signature(types, types.get(0));
    }

    /** NULL where two arguments are equal, else the first: the first column with another validity. */
    private record NullIf(Kernel equality) implements Kernel {
        @Override
        public Column apply(Column[] arguments, int size, ResultValidity result) {
            BooleanColumn equal = (BooleanColumn) equality.apply(arguments, size, result);
            Validity first = arguments[0].validity();
            long[] words = new long[Validity.wordCount(size)];
            for (int word = 0; word < words.length; word++) {
                words[word] = Bits.present(first, word) & ~Bits.whereTrue(equal, word, size);
            }
            return arguments[0].withValidity(Validity.of(words));
        }
    }
}
