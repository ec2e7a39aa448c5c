package io.barograph.gpu;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import io.barograph.core.expr.TimeUnit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Expressions that a device has instructions for, each of them in all its types. */
final class RowExpressionCases {
    static final Schema SCHEMA = Schema.of(
            new Field("x", Type.DOUBLE),
            new Field("y", Type.DOUBLE),
            new Field("i", Type.BIGINT),
            new Field("j", Type.BIGINT),
            new Field("t", Type.TIMESTAMP),
            new Field("u", Type.TIMESTAMP),
            new Field("p", Type.decimal(9, 2)),
            new Field("q", Type.decimal(18, 4)),
            new Field("r", Type.decimal(4, 0)));

    /** The columns in front of the DECIMALs. */
    static final int DECIMALS = 6;

    private static final Expr X = column(0);
    private static final Expr Y = column(1);
    private static final Expr I = column(2);
    private static final Expr J = column(3);
    private static final Expr T = column(4);
    private static final Expr U = column(5);
    private static final Expr P = column(6);
    private static final Expr Q = column(7);
    private static final Expr R = column(8);

    private RowExpressionCases() {}

    private static Expr column(int index) {
        return new Expr.ColumnRef(index, SCHEMA.type(index));
    }

    private static Expr call(String function, Expr... arguments) {
        return Functions.call(function, List.of(arguments));
    }

    private static Expr of(double value) {
        return new Expr.Literal(Type.DOUBLE, value);
    }

    private static Expr of(long value) {
        return new Expr.Literal(Type.BIGINT, value);
    }

    static List<Expr> expressions() {
        List<Expr> all = new ArrayList<>();
        for (String operator : new String[] {"+", "-", "*", "/"}) {
            all.add(call(operator, X, Y));
            all.add(call(operator, I, J));
            all.add(call(operator, X, I));
            all.add(call(operator, I, of(-1)));
            all.add(call(operator, of(0.3), X));
        }
        for (String comparison : new String[] {"=", "<>", "<", "<=", ">", ">="}) {
            all.add(call(comparison, X, Y));
            all.add(call(comparison, I, J));
            all.add(call(comparison, T, U));
            all.add(call(comparison, X, of(1)));
            all.add(call(comparison, of(3.0), I));
            all.add(call(comparison, X, of(Double.NaN)));
        }
        Expr one = call("<", X, Y);
        Expr other = call(">", I, of(0));
        all.add(call("and", one, other));
        all.add(call("or", one, other, call("is null", T)));
        all.add(call("not", call("or", one, call("not", other))));
        all.add(call("and", one, new Expr.Literal(Type.BOOLEAN, null)));
        all.add(call("or", new Expr.Literal(Type.BOOLEAN, true), other));
        all.add(call("is null", call("+", X, Y)));
        all.add(call("is not null", call("/", I, J)));
        all.add(call("between", X, of(-1), Y));
        all.add(call("-", X));
        all.add(call("-", I));
        all.add(call("-", T, U));
        all.add(new Expr.Call("cast", List.of(I), Type.DOUBLE));
        // Rounded twice, as it stands; fused it would be once.
        all.add(call("+", call("*", X, Y), call("*", X, X)));
        all.add(call("/", call("-", X, of(32)), call("+", call("*", I, J), of(1.5))));
        all.add(call("and", call(">", call("/", I, J), of(1)), call("<", call("*", X, X), of(1e10))));
        addFunctions(all);
        addTimes(all);
        addChoices(all);
        addCasts(all);
        return all;
    }

    private static void addFunctions(List<Expr> all) {
        for (String operator : new String[] {"%", "mod"}) {
            all.add(call(operator, X, Y));
            all.add(call(operator, I, J));
            all.add(call(operator, X, I));
            all.add(call(operator, I, of(10)));
        }
        all.add(call("%", call("-", T, U), new Expr.Literal(Type.INTERVAL, 7L)));
        for (String function : new String[] {"abs", "sign", "floor", "ceil", "ceiling", "round"}) {
            all.add(call(function, X));
            all.add(call(function, I));
        }
        all.add(call("abs", call("-", T, U)));
        all.add(call("sqrt", X));
        all.add(call("sqrt", I));
        for (int digits : new int[] {3, 0, -1, -2, -9, -18}) {
            all.add(call("round", I, of(digits)));
        }
        for (String function : new String[] {"exp", "ln", "log10", "log2"}) {
            all.add(call(function, X));
            all.add(call(function, call("/", I, of(1_000.0))));
        }
        for (String function : new String[] {"sin", "cos", "tan", "asin", "acos", "atan"}) {
            all.add(call(function, X));
        }
        all.add(call("atan2", X, Y));
        all.add(call("atan2", I, X));
        all.add(call("degrees", X));
        all.add(call("radians", I));
        all.add(call("*", X, call("pi")));
        all.add(call("power", X, Y));
        all.add(call("pow", call("/", X, of(3.0)), I));
        all.add(call("power", of(2), I));
        for (String kind : new String[] {"isnan", "isinf", "isfinite"}) {
            all.add(call(kind, X));
        }
        for (String extreme : new String[] {"greatest", "least"}) {
            all.add(call(extreme, X, Y));
            all.add(call(extreme, Y, X, of(0.5)));
            all.add(call(extreme, I, X));
            all.add(call(extreme, T, U));
            all.add(call(extreme, I));
        }
        for (String comparison : new String[] {"=", "<>", "<", "<=", ">", ">="}) {
            all.add(call(comparison, X, I));
            all.add(call(comparison, I, X));
            all.add(call(comparison, I, of(2.5)));
            all.add(call(comparison, of(9.5), I));
        }
        all.add(call("between", I, X, of(2.5)));
        all.add(call("in", I, of(1), of(-2), of(Long.MAX_VALUE)));
        all.add(call("in", X, of(0.0), of(Double.NaN), of(3.0)));
        all.add(call("in", X, of(0), of(3)));
        all.add(call("in", X, Y, of(0.1)));
        all.add(call("in", I, of(1), new Expr.Literal(Type.BIGINT, null)));
        for (String test : new String[] {"is true", "is not true", "is false", "is not false"}) {
            all.add(call(test, call("<", X, Y)));
        }
        for (String test : new String[] {"is distinct from", "is not distinct from"}) {
            all.add(call(test, X, Y));
            all.add(call(test, I, J));
            all.add(call(test, I, X));
        }
    }

    private static void addTimes(List<Expr> all) {
        Stream.of("year", "quarter", "month", "week", "day", "hour", "minute", "second")
                .forEach(unit -> all.add(call(unit, T)));
        for (TimeUnit each : EnumSet.range(TimeUnit.YEAR, TimeUnit.NANOSECOND)) {
            String unit = each.name();
            all.add(call("extract", text(unit), T));
            all.add(call("date_trunc", text(unit), T));
            all.add(call("date_ceil", text(unit), T));
        }
        for (String unit : new String[] {"dow", "isodow", "doy", "isoyear", "epoch", "hours"}) {
            all.add(call("date_part", text(unit), T));
        }
        for (String unit : new String[] {"seconds", "ms", "us", "ns"}) {
            all.add(call("epoch_" + unit, T));
            all.add(call(unit.equals("seconds") ? "to_timestamp" : "from_epoch_" + unit, I));
        }
        long day = TimeUnit.DAY.nanos();
        for (long length :
                new long[] {7, 900_000_000_000L, 5 * day / 2, day, 2 * day, 7 * day, 14 * day, 1_000 * day}) {
            all.add(call("time_bucket", new Expr.Literal(Type.INTERVAL, length), T));
        }
        all.add(new Expr.Call("cast", List.of(T), Type.DATE));
        all.add(new Expr.Call("cast", List.of(new Expr.Call("cast", List.of(T), Type.DATE)), Type.TIMESTAMP));
        all.add(call("case", call(">", X, of(0.0)), call("date_trunc", text("year"), T), U));
        all.add(call("epoch", T));
        all.add(call("epoch", call("-", T, U)));
        for (int months : new int[] {0, 1, -1, 11, -12, 12 * 250, -12 * 290}) {
            all.add(call("add_months", T, of(months)));
        }
    }

    private static Expr text(String value) {
        return new Expr.Literal(Type.VARCHAR, value);
    }

    /** What is undefined of what is not chosen is nobody's matter. */
    private static void addChoices(List<Expr> all) {
        Expr quotient = call("/", I, J);
        Expr positive = call(">", X, of(0.0));
        all.add(call("case", positive, X, Y));
        all.add(call("case", positive, X, I));
        all.add(call("case", positive, new Expr.Literal(Type.DOUBLE, null), Y));
        all.add(call("case", positive, T, U));
        all.add(call("case", positive, call("<", Y, of(1.0)), new Expr.Literal(Type.BOOLEAN, false)));
        all.add(call("case", call("=", J, of(0)), of(0), quotient));
        all.add(call("case", call("<>", J, of(0)), quotient, of(-1)));
        all.add(call("case", positive, quotient, call("=", I, of(3)), call("+", I, J), call("*", I, J)));
        // Asked for by all rows, and by some: it is counted wherever one asks.
        all.add(call("+", call("%", I, J), call("case", positive, call("%", I, J), of(0))));
        all.add(call("+", call("case", positive, call("%", I, J), of(0)), call("%", I, J)));
        all.add(call("case", call(">", quotient, of(1)), of(1), call("<", call("*", I, J), of(9)), of(2), of(3)));
        all.add(call(
                "case",
                positive,
                call("case", call("=", J, of(0)), of(0), quotient),
                call("coalesce", new Expr.Literal(Type.BIGINT, null), call("abs", I), quotient)));
        all.add(call("coalesce", X, Y));
        all.add(call("coalesce", I, X));
        all.add(call("coalesce", X, call("sqrt", Y), of(0)));
        all.add(call("coalesce", call("-", I), call("/", J, I), of(7)));
        all.add(call("coalesce", call("nullif", J, of(0)), call("/", I, J)));
        all.add(call("/", X, call("nullif", Y, of(0.0))));
        all.add(call("case", positive, call("ln", X), call("power", X, Y)));
        all.add(call("coalesce", call("nullif", X, of(0.0)), call("log10", Y)));
        all.add(call("nullif", X, of(-999)));
        all.add(call("nullif", I, X));
        all.add(call("nullif", T, U));
        all.add(call("case", call("and", positive, new Expr.Literal(Type.BOOLEAN, null)), of(1), quotient));
        all.add(call("case", call("not", call("<=", X, Y)), quotient, call("case", positive, of(1), call("+", I, J))));
    }

    private static void addCasts(List<Expr> all) {
        for (String cast : new String[] {"cast", "try_cast"}) {
            all.add(new Expr.Call(cast, List.of(X), Type.BIGINT));
            all.add(new Expr.Call(cast, List.of(I), Type.BIGINT));
            all.add(new Expr.Call(cast, List.of(call("<", X, Y)), Type.BIGINT));
            all.add(new Expr.Call(cast, List.of(call("<", X, Y)), Type.DOUBLE));
            all.add(new Expr.Call(cast, List.of(I), Type.BOOLEAN));
            all.add(new Expr.Call(cast, List.of(call("/", I, J)), Type.DOUBLE));
            for (Expr from : List.of(X, Y, I, call("*", X, of(1e37)))) {
                all.add(new Expr.Call(cast, List.of(from, text("REAL")), Type.DOUBLE));
            }
        }
        for (String type : new String[] {"INT", "SMALLINT", "TINYINT"}) {
            all.add(new Expr.Call("cast", List.of(I, new Expr.Literal(Type.VARCHAR, type)), Type.BIGINT));
        }
        all.add(new Expr.Call("cast", List.of(call("*", X, of(10))), Type.BIGINT));
    }

    static List<Expr> roundings() {
        return IntStream.of(0, 1, 2, 6, 22, -1, -3, -18)
                .mapToObj(digits -> call("round", X, of(digits)))
                .toList();
    }

    /** Of DECIMALs: what does not fit 64 bits may be left over. */
    static List<Expr> decimals() {
        List<Expr> all = new ArrayList<>();
        for (String operator : new String[] {"+", "-", "*", "%"}) {
            all.add(call(operator, P, Q));
            all.add(call(operator, Q, P));
            all.add(call(operator, P, R));
            all.add(call(operator, Q, I));
            all.add(call(operator, J, R));
            all.add(call(operator, P, of("2.50")));
        }
        all.add(call("/", R, of("7.5")));
        all.add(call("/", R, new Expr.Literal(Type.decimal(1, 0), BigDecimal.ZERO)));
        all.add(call("/", of("-0.5"), R));
        all.add(call("+", call("*", P, P), call("*", R, of("0.01"))));
        all.add(call("-", call("*", P, of(3)), Q));
        for (Expr decimal : List.of(P, Q, R, call("*", P, of("-1.25")))) {
            for (String function : new String[] {"-", "abs", "sign", "floor", "ceil", "round"}) {
                all.add(call(function, decimal));
            }
            for (int digits : new int[] {3, 1, 0, -1, -5}) {
                all.add(call("round", decimal, of(digits)));
            }
            for (String comparison : new String[] {"=", "<>", "<", "<=", ">", ">="}) {
                all.add(call(comparison, decimal, P));
                all.add(call(comparison, I, decimal));
                all.add(call(comparison, decimal, of("3.145")));
            }
            all.add(call("sqrt", decimal));
            all.add(call("+", decimal, X));
            for (Type type :
                    List.of(Type.DOUBLE, Type.BIGINT, Type.decimal(5, 1), Type.decimal(18, 6), Type.decimal(30, 8))) {
                all.add(new Expr.Call("cast", List.of(decimal), type));
                all.add(new Expr.Call("try_cast", List.of(decimal), type));
            }
            all.add(call("case", call(">", X, of(0.0)), decimal, Q));
            all.add(call("coalesce", call("nullif", decimal, of("0")), P));
            all.add(call("greatest", decimal, P, R));
            all.add(call("is not distinct from", decimal, R));
            all.add(call("between", decimal, of("-1"), Q));
            all.add(call("in", decimal, R, of("0.5")));
        }
        for (Type type : List.of(Type.decimal(5, 1), Type.decimal(18, 6), Type.decimal(18, 0), Type.decimal(30, 8))) {
            if (type.precision() < 30) {
                all.add(new Expr.Call("cast", List.of(X), type));
                all.add(new Expr.Call("cast", List.of(call("/", X, of(1e5))), type));
            }
            all.add(new Expr.Call("cast", List.of(I), type));
            all.add(new Expr.Call("try_cast", List.of(I), type));
        }
        all.add(call("case", call("=", R, of(0)), of("0.00"), call("%", P, R)));
        return all;
    }

    private static Expr of(String decimal) {
        BigDecimal value = new BigDecimal(decimal);
        int precision = Math.max(Math.max(1, value.precision()), value.scale());
        return new Expr.Literal(Type.decimal(precision, value.scale()), value);
    }
}
