package io.barograph.core.expr;

import io.barograph.core.column.Type;
import io.barograph.core.text.DateText;
import io.barograph.core.text.DoubleText;
import io.barograph.core.text.IntervalParser;
import io.barograph.core.text.IntervalText;
import io.barograph.core.text.TimestampText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What functions give for arguments none of which is NULL, with big integers, {@code java.time} and regular expressions;
 * null where the result is undefined.
 */
final class ReferenceFunctions {
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);

    /** Formats of strptime and strftime in java.time's notation; each has a fixed width. */
    static final SortedMap<String, DateTimeFormatter> FORMATS = new TreeMap<>(Map.of(
            "%d.%m.%Y %H:%M", formatter("dd.MM.uuuu HH:mm"),
            "%F %T", formatter("uuuu-MM-dd HH:mm:ss"),
            "%T %j %Y", formatter("HH:mm:ss DDD uuuu")));

    private ReferenceFunctions() {}

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }

    private static Object fit(BigInteger value) {
        return value.bitLength() < 64 ? value.longValue() : null;
    }

    static Object apply(Expr.Call call, List<Object> v) {
        boolean longs = v.stream().allMatch(value -> value instanceof Long);
        Type type = call.type();
        Object first = v.isEmpty() ? null : v.get(0);
        switch (call.function()) {
            case "+", "-", "*", "/", "%", "mod":
                return longs ? longArithmetic(call.function(), v) : doubleArithmetic(call, v);
            case "=":
                return ReferenceInterpreter.compare(first, v.get(1)) == 0;
            case "<>":
                return ReferenceInterpreter.compare(first, v.get(1)) != 0;
            case "<":
                return ReferenceInterpreter.compare(first, v.get(1)) < 0;
            case "<=":
                return ReferenceInterpreter.compare(first, v.get(1)) <= 0;
            case ">":
                return ReferenceInterpreter.compare(first, v.get(1)) > 0;
            case ">=":
                return ReferenceInterpreter.compare(first, v.get(1)) >= 0;
            case "not":
                return !(Boolean) first;
            case "cast", "try_cast":
                return cast(first, call.argument(0).type(), type);
            case "abs":
                return longs ? fit(big(first).abs()) : (Object) Math.abs((Double) first);
            case "sign":
                return longs ? (Object) (long) Long.signum((Long) first) : (Object) Math.signum((Double) first);
            case "floor":
                return longs ? first : (Object) Math.floor((Double) first);
            case "ceil", "ceiling":
                return longs ? first : (Object) Math.ceil((Double) first);
            case "trunc":
                return longs ? first : (Object) Math.copySign(Math.floor(Math.abs((Double) first)), (Double) first);
            case "cbrt":
                return StrictMath.cbrt(number(first));
            case "round":
                return round(v);
            case "isnan":
                return Double.isNaN(number(first));
            case "isinf":
                return Double.isInfinite(number(first));
            case "isfinite":
                return Double.isFinite(number(first));
            case "sqrt":
                return domain(first, Math.sqrt(number(first)));
            case "exp":
                return StrictMath.exp(number(first));
            case "ln":
                return number(first) == 0 ? null : domain(first, StrictMath.log(number(first)));
            case "log10":
                return number(first) == 0 ? null : domain(first, StrictMath.log10(number(first)));
            case "power", "pow":
                return power(number(first), number(v.get(1)));
            case "epoch":
                return new BigDecimal(BigInteger.valueOf((Long) first), 9).doubleValue();
            case "strftime":
                return local((Long) first).format(FORMATS.get((String) v.get(1)));
            case "strptime":
                return formatted((String) first, (String) v.get(1));
            case "to_timestamp":
                if (v.size() > 1) {
                    return formatted((String) first, (String) v.get(1));
                }
                return first instanceof String text
                        ? cast(text, Type.VARCHAR, Type.TIMESTAMP)
                        : first instanceof Long ? fit(big(first).multiply(NANOS)) : seconds((Double) first);
            case "extract", "date_part":
                return part((String) first, (Long) v.get(1));
            case "year", "quarter", "month", "week", "day", "hour", "minute", "second":
                return part(call.function(), (Long) first);
            case "date_trunc":
                return nanos(truncated((String) first, local((Long) v.get(1))));
            case "date_ceil":
                return nanos(roundedUp((String) first, local((Long) v.get(1))));
            case "add_months":
                return addMonths((Long) first, (Long) v.get(1));
            case "make_timestamp":
                return makeTimestamp(v);
            default:
                return ReferenceTexts.apply(call, v);
        }
    }

    private static Object formatted(String text, String format) {
        try {
            return nanos(LocalDateTime.parse(text.strip(), FORMATS.get(format)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static BigInteger big(Object value) {
        return BigInteger.valueOf((Long) value);
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static Object domain(Object argument, double result) {
        return Double.isNaN(result) && !Double.isNaN(number(argument)) ? null : (Object) result;
    }

    private static Object power(double x, double y) {
        if (x == 0 && y < 0) {
            return null;
        }
        if (Math.abs(x) == 1 && Double.isInfinite(y)) {
            return 1.0;
        }
        double power = StrictMath.pow(x, y);
        return Double.isNaN(power) && !Double.isNaN(x) && !Double.isNaN(y) ? null : (Object) power;
    }

    private static Object longArithmetic(String operator, List<Object> v) {
        BigInteger x = big(v.get(0));
        if (v.size() == 1) {
            return fit(x.negate());
        }
        BigInteger y = big(v.get(1));
        boolean division = !operator.equals("+") && !operator.equals("-") && !operator.equals("*");
        if (division && y.signum() == 0) {
            return null;
        }
        return fit(
                switch (operator) {
                    case "+" -> x.add(y);
                    case "-" -> x.subtract(y);
                    case "*" -> x.multiply(y);
                    case "/" -> x.divide(y);
                    default -> x.remainder(y);
                });
    }

    private static Object doubleArithmetic(Expr.Call call, List<Object> v) {
        double x = number(v.get(0));
        if (v.size() == 1) {
            return -x;
        }
        double y = number(v.get(1));
        if (call.type() == Type.INTERVAL) {
            double product = Math.rint(x * y);
            return Double.isFinite(product) ? fit(new BigDecimal(product).toBigInteger()) : null;
        }
        return switch (call.function()) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*" -> x * y;
            case "/" -> y == 0 ? null : (Object) (x / y);
            default -> y == 0 ? null : (Object) (x % y);
        };
    }

    private static Object round(List<Object> v) {
        boolean whole = v.get(0) instanceof Long;
        double value = number(v.get(0));
        if (!Double.isFinite(value)) {
            return value;
        }
        long digits = v.size() > 1 ? (Long) v.get(1) : 0;
        int scale = (int) Math.max(-400, Math.min(1100, digits));
        BigDecimal rounded = ReferenceInterpreter.exact(v.get(0)).setScale(scale, RoundingMode.HALF_UP);
        return whole
                ? fit(rounded.toBigInteger())
                : (Object) Math.copySign(rounded.abs().doubleValue(), value);
    }

    private static Object cast(Object value, Type from, Type to) {
        if (from == to) {
            return value;
        }
        if (to == Type.VARCHAR) {
            return print(value, from);
        }
        if (value instanceof String text) {
            return read(text, to);
        }
        if (value instanceof Boolean flag) {
            return to == Type.DOUBLE ? (Object) (flag ? 1.0 : 0.0) : (Object) (flag ? 1L : 0L);
        }
        if (value instanceof Long number) {
            return to == Type.DOUBLE ? (Object) number.doubleValue() : (Object) (number != 0);
        }
        double nearest = Math.rint((Double) value);
        return Double.isFinite(nearest) ? fit(new BigDecimal(nearest).toBigInteger()) : null;
    }

    private static String print(Object value, Type type) {
        return switch (type.kind()) {
            case DOUBLE -> DoubleText.toString((Double) value);
            case TIMESTAMP -> TimestampText.toString((Long) value);
            case DATE -> DateText.toString((Long) value);
            case INTERVAL -> IntervalText.toString((Long) value);
            default -> value.toString();
        };
    }

    private static Object read(String padded, Type type) {
        String text = padded.strip();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        switch (type.kind()) {
            case BOOLEAN:
                return Set.of("true", "t", "yes", "y", "1").contains(text.toLowerCase())
                        ? (Object) true
                        : Set.of("false", "f", "no", "n", "0").contains(text.toLowerCase()) ? false : null;
            case BIGINT:
                return text.matches("[+-]?[0-9]+") ? fit(new BigInteger(text)) : null;
            case DOUBLE:
                return text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")
                        ? (Object) Double.parseDouble(text)
                        : notFinite(text);
            case TIMESTAMP:
                long time = TimestampText.parse(text);
                return time == TimestampText.INVALID ? null : (Object) time;
            case DATE:
                long midnight = TimestampText.parse(text);
                long days = Math.floorDiv(midnight, DateText.NANOS_PER_DAY);
                return midnight == TimestampText.INVALID || !DateText.isInRange(days) ? null : (Object) days;
            default:
                long interval = IntervalParser.parse(bytes, 0, bytes.length);
                return interval == IntervalParser.INVALID ? null : (Object) interval;
        }
    }

    private static Object notFinite(String text) {
        return switch (text.toLowerCase().replaceFirst("^[+-]", "")) {
            case "nan" -> Double.NaN;
            case "inf", "infinity" -> text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            default -> null;
        };
    }

    static String text(Expr.Call call, int index, Object value) {
        return print(value, call.argument(index).type());
    }

    private static LocalDateTime local(long nanos) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(nanos, 1_000_000_000L), (int) Math.floorMod(nanos, 1_000_000_000L), ZoneOffset.UTC);
    }

    private static Object nanos(LocalDateTime time) {
        Instant instant = time.toInstant(ZoneOffset.UTC);
        return fit(BigInteger.valueOf(instant.getEpochSecond())
                .multiply(NANOS)
                .add(BigInteger.valueOf(instant.getNano())));
    }

    private static Object seconds(double seconds) {
        if (!Double.isFinite(seconds)) {
            return null;
        }
        return fit(new BigDecimal(seconds)
                .multiply(new BigDecimal(NANOS))
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigInteger());
    }

    private static Object part(String unit, long nanos) {
        LocalDateTime time = local(nanos);
        return switch (unit) {
            case "year" -> (long) time.getYear();
            case "quarter" -> (long) time.get(IsoFields.QUARTER_OF_YEAR);
            case "month" -> (long) time.getMonthValue();
            case "week" -> (long) time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case "isoyear" -> (long) time.get(IsoFields.WEEK_BASED_YEAR);
            case "day" -> (long) time.getDayOfMonth();
            case "dow" -> (long) time.getDayOfWeek().getValue() % 7;
            case "isodow" -> (long) time.getDayOfWeek().getValue();
            case "doy" -> (long) time.getDayOfYear();
            case "hour" -> (long) time.getHour();
            case "minute" -> (long) time.getMinute();
            case "second" -> (long) time.getSecond();
            case "millisecond" -> time.getSecond() * 1000L + time.getNano() / 1_000_000;
            case "microsecond" -> time.getSecond() * 1_000_000L + time.getNano() / 1000;
            case "nanosecond" -> time.getSecond() * 1_000_000_000L + time.getNano();
            case "epoch" -> time.toEpochSecond(ZoneOffset.UTC);
            default -> throw new IllegalArgumentException(unit);
        };
    }

    private static LocalDateTime truncated(String unit, LocalDateTime time) {
        LocalDateTime day = time.truncatedTo(ChronoUnit.DAYS);
        return switch (unit) {
            case "year" -> day.withDayOfYear(1);
            case "quarter" -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
            case "month" -> day.withDayOfMonth(1);
            case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case "day" -> day;
            case "hour" -> time.truncatedTo(ChronoUnit.HOURS);
            case "minute" -> time.truncatedTo(ChronoUnit.MINUTES);
            case "second" -> time.truncatedTo(ChronoUnit.SECONDS);
            case "millisecond" -> time.truncatedTo(ChronoUnit.MILLIS);
            case "microsecond" -> time.truncatedTo(ChronoUnit.MICROS);
            default -> time;
        };
    }

    private static LocalDateTime roundedUp(String unit, LocalDateTime time) {
        LocalDateTime start = truncated(unit, time);
        if (start.equals(time)) {
            return time;
        }
        return switch (unit) {
            case "year" -> start.plusYears(1);
            case "quarter" -> start.plusMonths(3);
            case "month" -> start.plusMonths(1);
            case "week" -> start.plusWeeks(1);
            case "day" -> start.plusDays(1);
            case "hour" -> start.plusHours(1);
            case "minute" -> start.plusMinutes(1);
            case "second" -> start.plusSeconds(1);
            case "millisecond" -> start.plusNanos(1_000_000);
            default -> start.plusNanos(1000);
        };
    }

    private static Object addMonths(long nanos, long months) {
        return Math.abs((double) months) > 100_000 ? null : nanos(local(nanos).plusMonths(months));
    }

    private static Object makeTimestamp(List<Object> v) {
        int[] parts = new int[6];
        long nanos = 0;
        for (int i = 0; i < v.size(); i++) {
            if (v.get(i) instanceof Double seconds) {
                double whole = Math.floor(seconds);
                if (!(whole >= 0 && whole < 60)) {
                    return null;
                }
                parts[i] = (int) whole;
                nanos = (long) Math.rint((seconds - whole) * 1e9);
            } else {
                long part = (Long) v.get(i);
                if (part < 0 || part > 10_000) {
                    return null;
                }
                parts[i] = (int) part;
            }
        }
        try {
            return nanos(LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
                    .plusNanos(nanos));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
