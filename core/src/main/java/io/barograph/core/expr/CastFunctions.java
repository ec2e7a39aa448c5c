package io.barograph.core.expr;

import static io.barograph.core.column.Type.BIGINT;
import static io.barograph.core.column.Type.BOOLEAN;
import static io.barograph.core.column.Type.DATE;
import static io.barograph.core.column.Type.DOUBLE;
import static io.barograph.core.column.Type.TIMESTAMP;
import static io.barograph.core.column.Type.VARCHAR;

import io.barograph.core.column.Type;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code CAST} and {@code TRY_CAST}. Numbers of instants are no timestamps: {@code to_timestamp} and {@code epoch_…} lead
 * from one to the other, and say the unit.
 */
final class CastFunctions {
    private static final String DESCRIPTION =
            "The value as another type. A DOUBLE becomes the nearest BIGINT (ties to even),"
                    + " a BOOLEAN 0 or 1, a BIGINT true unless it is 0. Texts are read whole, but for spaces around; texts without"
                    + " zone are UTC.";

    private CastFunctions() {}

    /** Whether the target type must be known to type a call. */
    static boolean isCast(String name) {
        return name.equals("cast") || name.equals("try_cast");
    }

    static List<Function> define() {
        return List.of(
                cast("cast", DESCRIPTION, false)
                        .undefinedWhen("the value does not fit, or the text does not spell a value of the type")
                        .exampleOf("42", to("cast", " 42 ", BIGINT))
                        .exampleOf("2", to("cast", 2.5, BIGINT))
                        .exampleOf("NULL", to("cast", "4x", BIGINT))
                        .exampleOf("2023-01-31 06:30:00", to("cast", "2023-01-31T15:30+09:00", Type.TIMESTAMP))
                        .exampleOf("1 day 01:30:00", to("cast", "25 hours 30 minutes", Type.INTERVAL))
                        .build(),
                cast(
                                "try_cast",
                                "As cast, but what does not fit is NULL without being counted, also under --strict.",
                                true)
                        .exampleOf("NULL", to("try_cast", "n/a", DOUBLE))
                        .exampleOf("0.1", to("try_cast", "1e-1", DOUBLE))
                        .build(),
                new FunctionBuilder(
                                "typeof",
                                Family.CAST,
                                "The name of the argument's type. It is known when a query is read: the argument is not evaluated.")
                        .nulls(Function.NullRule.NEVER)
                        .overload(
                                new Overload("(any) -> VARCHAR", CastFunctions::anyOne, CastFunctions::typeName, true))
                        .example("DOUBLE", 1.5)
                        .build());
    }

    private static Overload.@Nullable Signature anyOne(List<Type> arguments, boolean widen) {
        return arguments.size() == 1 ? new Overload.Signature(arguments, VARCHAR) : null;
    }

    private static Node typeName(CallSite site) {
        return new ConstantNode(new Expr.Literal(VARCHAR, site.argumentType(0).name()));
    }

    private static Supplier<Expr> to(String function, Object value, Type type) {
        return () -> new Expr.Call(function, List.of(FunctionBuilder.expr(value)), type);
    }

    private static FunctionBuilder cast(String name, String description, boolean silent) {
        FunctionBuilder builder = new FunctionBuilder(name, Family.CAST, description);
        for (Type type : Type.values()) {
            builder.overload(
                    Overload.of(type, List.of(type), site -> site.arguments().get(0)));
            if (type != VARCHAR) {
                builder.overload(convert(VARCHAR, type, silent, () -> new TextReading(type))
                        .described("(VARCHAR) -> any"));
                builder.overload(convert(type, VARCHAR, silent, () -> new TextWriting(type))
                        .described("(any) -> VARCHAR"));
            }
        }
        return builder.overload(DecimalCast.overload(silent))
                .overload(convert(BIGINT, DOUBLE, silent, () -> new Conversion(BIGINT, DOUBLE)))
                .overload(convert(DOUBLE, BIGINT, silent, () -> new Conversion(DOUBLE, BIGINT)))
                .overload(convert(BOOLEAN, BIGINT, silent, () -> new Conversion(BOOLEAN, BIGINT)))
                .overload(convert(BOOLEAN, DOUBLE, silent, () -> new Conversion(BOOLEAN, DOUBLE)))
                .overload(convert(BIGINT, BOOLEAN, silent, () -> new Conversion(BIGINT, BOOLEAN)))
                .overload(convert(DATE, TIMESTAMP, silent, () -> new DayConversion(TIMESTAMP)))
                .overload(convert(TIMESTAMP, DATE, silent, () -> new DayConversion(DATE)))
                .overload(narrow(BIGINT, BIGINT, silent))
                .overload(narrow(BIGINT, DOUBLE, silent))
                .overload(narrow(DOUBLE, DOUBLE, silent))
                .overload(narrow(VARCHAR, DOUBLE, silent));
    }

    /** A cast to a type that is carried as a wider one, which the second argument names. */
    private static Overload narrow(Type from, Type to, boolean silent) {
        return Overload.of(
                        to,
                        List.of(from, VARCHAR),
                        site -> (silent ? site.silently() : site).call(NarrowCast.of(from, to, site.literal(1))))
                .described("(" + from + ", name of a narrower type) -> " + to);
    }

    private static Overload convert(Type from, Type to, boolean silent, Supplier<Kernel> kernel) {
        return Overload.of(to, List.of(from), site -> (silent ? site.silently() : site).call(kernel.get()));
    }
}
