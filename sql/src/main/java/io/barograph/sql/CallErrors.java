package io.barograph.sql;

import io.barograph.core.aggregate.Aggregates;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import io.barograph.core.over.WindowFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlNode;

/** Says what is wrong with a call: which function was perhaps meant, which arguments it takes. */
final class CallErrors {
    private static final Set<String> COMPARISONS =
            Set.of("=", "<>", "<", "<=", ">", ">=", "in", "between", "is distinct from", "is not distinct from");

    private static final String CHOICE = "write CASE WHEN condition THEN a ELSE b END";
    private static final String CLOCK =
            "an answer depends on the data alone; write the time: TIMESTAMP '2023-01-31 13:45:00'";
    private static final String READING =
            "write strptime(text, '%d.%m.%Y %H:%M:%S'), or text::TIMESTAMP for 2023-01-31 13:45:00";
    private static final String WRITING = "write strftime(time, '%d.%m.%Y %H:%M:%S')";
    private static final String BUCKET =
            "write date_trunc('hour', time), or for other lengths time_bucket(INTERVAL '15' MINUTE, time)";
    private static final String WINDOW =
            "windows stand in FROM: FROM TABLE(TUMBLE(TABLE 'file.csv', DESCRIPTOR(time), INTERVAL '1' HOUR)) GROUP BY"
                    + " window_start";
    private static final String SUBTRACT =
            "subtract: later - earlier is an INTERVAL, and epoch(later - earlier) its seconds";
    /** A cast makes NULLs of such numbers. */
    private static final String WRITTEN_OTHERWISE =
            "; numbers that a CSV file writes as 1,5 or 1.000,5 are read with decimal => ',' and thousands => '.'";

    private static final String ADD = "add an INTERVAL, as in time + INTERVAL '1' HOUR";

    /** How to say here what other dialects have a function for. */
    private static final Map<String, String> WAYS_OUT = Stream.of(
                    named("write quantile_cont(x, 0.95), or median(x)", "percentile"),
                    named("write approx_quantile(x, 0.5), 0.5 being the median", "approx_percentile"),
                    named("write approx_count_distinct(x)", "approx_distinct", "approx_unique"),
                    named("write skewness(x)", "skew"),
                    named("write kurtosis(x)", "kurt"),
                    named("write bool_and(x)", "logical_and", "booland_agg"),
                    named("write bool_or(x)", "logical_or", "boolor_agg"),
                    named("write count(DISTINCT x)", "nunique"),
                    named("write stddev(x) / sqrt(count(x))", "sem"),
                    named("write sum(x * w) / sum(w)", "wavg", "weighted_avg"),
                    named("a product has no exact state; write exp(sum(ln(x)))", "product"),
                    named("a product has no exact state; write exp(avg(ln(x)))", "geomean", "geometric_mean"),
                    named(
                            "there are no lists; write string_agg(x, ', ' ORDER BY time)",
                            "list",
                            "array_agg",
                            "collect_list"),
                    named("group by the value: SELECT x, count(*) … GROUP BY x", "histogram", "value_counts"),
                    named("write parts with || between them: 'id ' || id || ': ' || round(x, 1)", "printf", "format"),
                    named("write trunc(x), or round(x, digits)", "truncate"),
                    named("texts are compared as they are; group or join by the text", "md5", "sha1", "sha256", "hash"),
                    named("write regexp_matches(text, 'pattern')", "regexp_like", "rlike", "regexp"),
                    named("write regexp_full_match(text, 'pattern')", "similar to", "not similar to"),
                    named(
                            "write split_part(text, ',', 1) for a part; there are no lists",
                            "string_split",
                            "split",
                            "unnest"),
                    named("name the columns; all but some are * EXCLUDE (a, b)", "columns"),
                    named(
                            "it is a table, with constants in it: FROM generate_series(1, 10) AS t(n)",
                            "range",
                            "generate_series"),
                    named(CHOICE, "if", "iff", "iif"),
                    named("write coalesce(a, b)", "ifnull", "nvl", "isnull"),
                    named("write length(text)", "len", "strlen"),
                    named("write ln(x) or log10(x)", "log"),
                    named("write time::DATE", "date"),
                    named(READING, "to_date", "date_parse", "str_to_date", "parse_timestamp", "parse_datetime"),
                    named(READING, "try_strptime", "to_datetime"),
                    named(WRITING, "date_format", "to_char", "format_timestamp", "format_datetime"),
                    named("write epoch(time)", "unix_timestamp", "to_unixtime"),
                    named("write to_timestamp(seconds)", "from_unixtime", "to_timestamp_ltz"),
                    named("write extract(dow FROM time)", "dayofweek", "weekday", "dayname"),
                    named("write extract(doy FROM time)", "dayofyear"),
                    named(CLOCK, "now", "today", "getdate", "current_timestamp", "current_date", "localtimestamp"),
                    named("an answer depends on the data alone", "rand", "random", "uuid"),
                    named(BUCKET, "date_bin"),
                    named(WINDOW, "tumble", "tumble_start", "tumble_end", "hop", "hop_start", "hop_end"),
                    named(SUBTRACT, "datediff", "date_diff", "timestampdiff", "age"),
                    named(ADD, "dateadd", "date_add", "date_sub", "timestampadd"))
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final ParsedQuery query;

    CallErrors(ParsedQuery query) {
        this.query = query;
    }

    private static List<Map.Entry<String, String>> named(String wayOut, String... names) {
        return Stream.of(names).map(name -> Map.entry(name, wayOut)).toList();
    }

    /** {@code "; …"}: how to say what another dialect has this name for, or empty. */
    static String wayOut(String name) {
        String known = WAYS_OUT.get(name.toLowerCase(Locale.ROOT));
        return known == null ? "" : "; " + known;
    }

    /** The error for a name that no function has. */
    BarographException unknown(SqlNode node, String name) {
        if (name.equalsIgnoreCase("dot")) {
            return query.error(
                    ErrorCode.SYNTAX_ERROR,
                    node,
                    "only the name of a table can stand before '.'; give a file one: FROM 'file.csv' AS s, then s.column");
        }
        Optional<WindowFunction> window = WindowFunction.find(name);
        if (window.isPresent()) {
            return query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    node,
                    name + " looks at the rows around: write " + window.get().usage()
                            + " OVER (PARTITION BY device_id ORDER BY time)");
        }
        String hint = wayOut(name);
        if (hint.isEmpty()) {
            List<String> names = new ArrayList<>(Aggregates.names());
            names.addAll(WindowFunction.names());
            Functions.names().stream().filter(CallErrors::isCallable).forEach(names::add);
            hint = NearNames.didYouMean(name, names);
        }
        return query.error(ErrorCode.UNKNOWN_FUNCTION, node, "there is no function " + name + hint);
    }

    /**
     * The error for arguments that a function does not take.
     *
     * @param takes whether it takes arguments of these types
     */
    BarographException mismatch(
            SqlNode node, String name, List<Expr> arguments, List<String> signatures, Predicate<List<Type>> takes) {
        List<Type> types = arguments.stream().map(Expr::type).toList();
        String message = COMPARISONS.contains(name)
                ? types.stream().distinct().map(Type::name).collect(Collectors.joining(" and ")) + " cannot be compared"
                        + comparable(arguments)
                : "there is no " + written(name, arguments) + "; it takes " + Signatures.nearest(signatures, types)
                        + conversion(arguments, takes);
        return query.error(ErrorCode.TYPE_MISMATCH, node, message);
    }

    private static String comparable(List<Expr> arguments) {
        if (arguments.stream()
                .anyMatch(argument ->
                        argument instanceof Expr.Call call && call.function().equals("||"))) {
            return "; || joins texts, did you mean OR?";
        }
        boolean times = arguments.stream().anyMatch(argument -> argument.type() == Type.TIMESTAMP);
        boolean dates = arguments.stream().anyMatch(argument -> argument.type() == Type.DATE);
        if (dates) {
            return "; a date is written in quotes: '2023-01-31'";
        }
        if (!times) {
            return "; convert one of them, as in column::DOUBLE";
        }
        boolean written = arguments.stream().anyMatch(Constants::isConstant);
        if (written) {
            return "; a time is written in quotes: '2023-01-31 13:45:00'";
        }
        boolean numbers =
                arguments.stream().anyMatch(argument -> argument.type().isNumeric());
        return numbers
                ? "; make a time of the number with to_timestamp(seconds), or a number of the time with epoch(time)"
                : "; make a time of the other, as in column::TIMESTAMP or strptime(column, '%d.%m.%Y %H:%M:%S')";
    }

    /** Proposes what would make the call right: other types, or another order. */
    private static String conversion(List<Expr> arguments, Predicate<List<Type>> takes) {
        List<Type> types = arguments.stream().map(Expr::type).toList();
        if (types.size() == 2 && takes.test(List.of(types.get(1), types.get(0)))) {
            return "; swap the arguments";
        }
        if (types.size() > 1 && takes.test(List.of()) && takes.test(types.subList(0, 1))) {
            return "; for combinations count the rows of (SELECT DISTINCT a, b FROM …)";
        }
        Optional<Type> number = types.contains(Type.TIMESTAMP) && types.stream().anyMatch(Type::isNumeric)
                ? Optional.of(Type.INTERVAL)
                : Optional.empty();
        if (number.isPresent() && takes.test(replaced(types, Type::isNumeric, Type.INTERVAL))) {
            return "; a length of time is written INTERVAL '90' SECOND";
        }
        boolean truths = types.contains(Type.BOOLEAN) && takes.test(replaced(types, Type.BOOLEAN::equals, Type.BIGINT));
        if (truths) {
            return "; count what is true with count(*) FILTER (WHERE …), or convert it with ::BIGINT";
        }
        boolean texts = types.contains(Type.VARCHAR)
                && Stream.of(Type.DOUBLE, Type.BIGINT, Type.TIMESTAMP)
                        .anyMatch(type -> takes.test(replaced(types, Type.VARCHAR::equals, type)));
        boolean printed = takes.test(replaced(types, type -> type != Type.VARCHAR, Type.VARCHAR));
        if (!texts && !printed) {
            return "";
        }
        boolean textColumn = types.size() == 1
                && takes.test(replaced(types, Type.VARCHAR::equals, Type.DOUBLE))
                && arguments.stream()
                        .anyMatch(
                                argument -> argument instanceof Expr.ColumnRef column && column.type() == Type.VARCHAR);
        return "; convert with CAST(… AS type)" + (textColumn ? WRITTEN_OTHERWISE : "");
    }

    private static List<Type> replaced(List<Type> types, Predicate<Type> which, Type by) {
        return types.stream().map(type -> which.test(type) ? by : type).toList();
    }

    private static String written(String name, List<Expr> arguments) {
        List<String> types = arguments.stream().map(CallErrors::typeName).toList();
        if (isIdentifier(name) && !name.equals("and") && !name.equals("or") || types.size() > 2) {
            return name + types.stream().collect(Collectors.joining(", ", "(", ")"));
        }
        return switch (types.size()) {
            case 1 -> name + " " + types.get(0);
            case 2 -> types.get(0) + " " + name + " " + types.get(1);
            default -> name + "()";
        };
    }

    private static String typeName(Expr argument) {
        return argument == Literals.UNTYPED_NULL ? "NULL" : argument.type().name();
    }

    /** Whether a name of the registry is called with parentheses, and no operator. */
    static boolean isCallable(String name) {
        return isIdentifier(name) && !KeywordRules.isReserved(new Token(Token.Kind.WORD, name, 0, 0));
    }

    private static boolean isIdentifier(String name) {
        return name.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
    }
}
