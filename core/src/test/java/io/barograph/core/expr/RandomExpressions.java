package io.barograph.core.expr;

import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Type;
import io.barograph.core.text.DateText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Well-typed expressions over two columns of each type, with values that are rich in trouble. */
final class RandomExpressions {
    private static final Object[] LONGS = {
        0L,
        1L,
        -1L,
        2L,
        3L,
        7L,
        -7L,
        10L,
        59L,
        2013L,
        2024L,
        1L << 53,
        (1L << 53) + 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE - 1,
        1L << 32,
        -(1L << 31),
        86_400_000_000_000L,
        1_672_531_200L,
        -62_135_596_800_000_000L
    };
    private static final Object[] DOUBLES = {
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.5,
        2.5,
        -2.5,
        2.675,
        1e308,
        -1e308,
        1e-320,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0x1p53,
        0x1p63,
        -0x1p63,
        1e18,
        1672531200.25,
        59.9999999999,
        3.0
    };
    private static final Object[] TEXTS = {
        "",
        "a",
        "A",
        "ab",
        "서울",
        "서울 a",
        "%",
        "a%",
        "_b",
        "%울%",
        "a-b-c",
        "-",
        "-5",
        "42",
        " 7 ",
        "1e3",
        "nan",
        "true",
        "2024-02-29 12:00:00",
        "29.02.2024 12:00",
        "31.04.2024 12:00",
        "1677-09-21 00:12:44",
        "25 hours",
        "-1 day -00:00:01",
        "ß",
        "İ",
        "😀%😀",
        "9223372036854775808"
    };
    private static final List<String> UNITS = List.of(
            "year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond");
    private static final Set<String> ROUNDING = Set.of("date_trunc", "date_ceil");
    /** Functions whose first argument is a unit. */
    private static final Set<String> UNIT_FIRST = Set.of("date_trunc", "date_ceil", "extract", "date_part");

    /** Functions whose second argument is a format. */
    private static final Set<String> FORMAT_LAST = Set.of("strptime", "strftime", "to_timestamp");

    /** Functions whose last argument is a zone; they have tests of their own. */
    private static final Set<String> ZONE_LAST =
            Set.of("date_trunc", "time_bucket", "from_utc_timestamp", "to_utc_timestamp");

    private static final List<String> PARTS = List.of("dow", "isodow", "doy", "isoyear", "epoch", "nanosecond");
    /** Tested by their examples, or aliases of others. */
    private static final Set<String> LEFT_OUT = Set.of(
            "lpad",
            "rpad",
            "repeat",
            "concat_ws",
            "width_bucket",
            "make_date",
            "last_day",
            "typeof",
            "initcap",
            "chr",
            "regexp_matches",
            "regexp_full_match",
            "regexp_extract",
            "regexp_replace",
            "log2",
            "sin",
            "cos",
            "tan",
            "asin",
            "acos",
            "atan",
            "atan2",
            "degrees",
            "radians",
            "pi",
            "char_length",
            "character_length",
            "substr",
            "trim",
            "ltrim",
            "rtrim",
            "from_epoch_ms",
            "from_epoch_us",
            "from_epoch_ns",
            "epoch_seconds",
            "epoch_ms",
            "epoch_us",
            "epoch_ns",
            "time_bucket",
            "from_utc_timestamp",
            "to_utc_timestamp");

    /** Whether an argument has to be a literal. */
    static boolean isLiteral(String function, int argument) {
        return argument == 0 && (UNIT_FIRST.contains(function) || function.equals("time_bucket"))
                || argument == 1 && (FORMAT_LAST.contains(function) || function.endsWith("_utc_timestamp"))
                || argument == 2 && ZONE_LAST.contains(function);
    }

    private record Shape(String function, List<Type> arguments) {}

    private final Random random;
    private final Shapes shapes;

    RandomExpressions(Shapes shapes, Random random) {
        this.shapes = shapes;
        this.random = random;
    }

    /** DATE is left to the corpus: the reference knows nothing of its widening. */
    private static final List<Type> TYPES =
            Stream.of(Type.values()).filter(type -> type != Type.DATE).toList();

    /** What may be called, by type of the result and then by function. */
    static final class Shapes {
        private final Map<Type, List<List<Shape>>> shapes = new LinkedHashMap<>();

        Shapes() {
            for (Type type : Type.values()) {
                shapes.put(type, new ArrayList<>());
            }
            for (Function function : Functions.all()) {
                if (!LEFT_OUT.contains(function.name())) {
                    Map<Type, List<Shape>> found = new LinkedHashMap<>();
                    collect(function, List.of(), found);
                    found.forEach((type, list) -> shapes.get(type).add(list));
                }
            }
        }

        /** All argument types, up to three arguments or what the function needs, that it takes. */
        private static void collect(Function function, List<Type> prefix, Map<Type, List<Shape>> found) {
            String name = function.name();
            for (Type type : TYPES) {
                if (CastFunctions.isCast(name) ? prefix.size() == 1 && function.match(prefix, type) != null : false) {
                    found.computeIfAbsent(type, key -> new ArrayList<>()).add(new Shape(name, prefix));
                }
            }
            boolean escape = name.endsWith("like") && prefix.size() == 3;
            if (!escape && !CastFunctions.isCast(name)) {
                function.resultType(prefix)
                        .filter(TYPES::contains)
                        .ifPresent(type -> found.computeIfAbsent(type, key -> new ArrayList<>())
                                .add(new Shape(name, prefix)));
            }
            boolean assembly = name.equals("make_timestamp");
            if (ZONE_LAST.contains(name) && prefix.size() == 2) {
                return;
            }
            if (prefix.size() < (assembly ? 6 : 3)) {
                for (Type type : assembly ? List.of(Type.BIGINT, Type.DOUBLE) : TYPES) {
                    List<Type> longer = new ArrayList<>(prefix);
                    longer.add(type);
                    collect(function, longer, found);
                }
            }
        }
    }

    /** Columns 2 t and 2 t + 1 are of the type of the kind with ordinal t. */
    Column[] columns(int size, Dictionary dictionary) {
        Column[] columns = new Column[2 * Type.values().length];
        for (int c = 0; c < columns.length; c++) {
            Type type = Type.values()[c / 2];
            Object[] values = new Object[size];
            int nullsPerMille = random.nextInt(3) == 0 ? 0 : random.nextInt(4) == 0 ? 1000 : 200;
            for (int i = 0; i < size; i++) {
                values[i] = random.nextInt(1000) < nullsPerMille ? null : value(type);
            }
            columns[c] = Columns.with(dictionary, type, values);
        }
        return columns;
    }

    Expr expression(int depth) {
        return expression(TYPES.get(random.nextInt(TYPES.size())), depth);
    }

    private Expr expression(Type type, int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return random.nextInt(3) == 0
                    ? new Expr.Literal(type, random.nextInt(10) == 0 ? null : value(type))
                    : new Expr.ColumnRef(2 * type.kind().ordinal() + random.nextInt(2), type);
        }
        List<List<Shape>> functions = shapes.shapes.get(type);
        List<Shape> overloads = functions.get(random.nextInt(functions.size()));
        Shape shape = overloads.get(random.nextInt(overloads.size()));
        List<Expr> arguments = new ArrayList<>();
        for (Type argument : shape.arguments()) {
            arguments.add(expression(argument, depth - 1));
        }
        if (UNIT_FIRST.contains(shape.function())) {
            List<String> units = new ArrayList<>(UNITS);
            if (!ROUNDING.contains(shape.function())) {
                units.addAll(PARTS);
            }
            arguments.set(0, new Expr.Literal(Type.VARCHAR, units.get(random.nextInt(units.size()))));
        }
        if (FORMAT_LAST.contains(shape.function()) && arguments.size() == 2) {
            List<String> formats = List.copyOf(ReferenceFunctions.FORMATS.keySet());
            arguments.set(1, new Expr.Literal(Type.VARCHAR, formats.get(random.nextInt(formats.size()))));
        }
        return new Expr.Call(shape.function(), Collections.unmodifiableList(arguments), type);
    }

    private Object value(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case DOUBLE ->
                random.nextInt(4) == 0 ? (Object) random.nextGaussian() : DOUBLES[random.nextInt(DOUBLES.length)];
            case VARCHAR -> random.nextInt(8) == 0 ? "v" + random.nextInt(1000) : TEXTS[random.nextInt(TEXTS.length)];
            case DATE ->
                random.nextInt(4) == 0 ? DateText.MAX_DAY - random.nextInt(3) : random.nextLong(-25_000, 25_000);
            default ->
                random.nextInt(4) == 0
                        ? (Object) (random.nextLong() >> random.nextInt(64))
                        : LONGS[random.nextInt(LONGS.length)];
        };
    }
}
