package io.barograph.sql;

import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.expr.Expr;
import io.barograph.core.text.DoubleText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Constants as written: whole numbers are BIGINT, other numbers DOUBLE, texts VARCHAR. */
final class Literals {
    private static final Pattern DAY = Pattern.compile("[-+]?(\\d{4,9})-\\d\\d?-\\d\\d?");
    private static final int FIRST_WHOLE_YEAR = 1678;
    private static final int LAST_WHOLE_YEAR = 2261;

    /** NULL before anything says of which type. Compared by identity. */
    static final Expr.Literal UNTYPED_NULL = new Expr.Literal(Type.VARCHAR, null);

    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final ParsedQuery query;
    private final NameLookup names;

    /** @param names what a text may have been meant to name */
    Literals(ParsedQuery query, NameLookup names) {
        this.query = query;
        this.names = names;
    }

    Expr.Literal bind(SqlLiteral literal) {
        if (literal instanceof SqlNumericLiteral number) {
            return number(number, false);
        }
        if (literal instanceof SqlUnknownLiteral prefixed) {
            return prefixed(prefixed);
        }
        if (literal instanceof SqlIntervalLiteral interval) {
            IntervalText.Interval value = interval(interval);
            if (value.isCalendar()) {
                throw calendarAlone(interval);
            }
            return new Expr.Literal(Type.INTERVAL, value.nanos());
        }
        return switch (literal.getTypeName()) {
            case NULL -> UNTYPED_NULL;
            case BOOLEAN ->
                literal.getValue() == null
                        ? new Expr.Literal(Type.BOOLEAN, null)
                        : new Expr.Literal(Type.BOOLEAN, literal.booleanValue());
            case CHAR, VARCHAR -> new Expr.Literal(Type.VARCHAR, query.string(literal));
            default -> throw query.error(ErrorCode.NOT_SUPPORTED, literal, "this kind of literal is not supported");
        };
    }

    /** A number, or its negative: {@code -9223372036854775808} is a BIGINT although its positive part is none. */
    Expr.Literal number(SqlNumericLiteral literal, boolean negative) {
        BigDecimal written = literal.bigDecimalValue();
        BigDecimal value = negative ? written.negate() : written;
        if (isWhole(literal)) {
            if (value.compareTo(LEAST) < 0 || value.compareTo(GREATEST) > 0) {
                throw query.error(
                        ErrorCode.INVALID_ARGUMENT,
                        literal,
                        value.toPlainString() + " does not fit BIGINT; for a DOUBLE write " + value.toPlainString()
                                + ".0");
            }
            return new Expr.Literal(Type.BIGINT, value.longValueExact());
        }
        byte[] digits = value.toString().getBytes(StandardCharsets.US_ASCII);
        double number = DoubleText.parse(digits, 0, digits.length);
        if (Double.isInfinite(number)) {
            throw query.error(ErrorCode.INVALID_ARGUMENT, literal, value + " does not fit DOUBLE");
        }
        return new Expr.Literal(Type.DOUBLE, number);
    }

    /** The DECIMAL that a number was written as; empty where it has more than 38 digits. */
    static Optional<Expr.Literal> asDecimal(double number) {
        BigDecimal written = new BigDecimal(DoubleText.toString(number)).stripTrailingZeros();
        int scale = Math.max(0, written.scale());
        int whole = Math.max(0, written.precision() - written.scale());
        if (whole + scale > Type.MAX_PRECISION) {
            return Optional.empty();
        }
        Type type = Type.decimal(Math.max(1, whole + scale), scale);
        return Optional.of(new Expr.Literal(type, written.setScale(scale)));
    }

    /** Whether it was written without a point and an exponent. A sign may be part of the literal, so its token does not tell. */
    private static boolean isWhole(SqlNumericLiteral literal) {
        return literal.isExact() && literal.getScale() == 0;
    }

    /** {@code TIMESTAMP '…'}, {@code DATE '…'}. */
    private Expr.Literal prefixed(SqlUnknownLiteral literal) {
        Token prefix = query.token(literal);
        if (prefix.isWord("TIME")) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED, literal, "TIME is not supported; there are TIMESTAMP and INTERVAL");
        }
        String text = query.string(String.valueOf(literal.getValue()));
        Type type = prefix.isWord("DATE") ? Type.DATE : Type.TIMESTAMP;
        return Constants.read(text, type).orElseThrow(() -> malformed(literal.getParserPosition(), text, type));
    }

    /** The error for a text that is no value of a type. */
    BarographException malformed(SqlParserPos position, String text, Type type) {
        if (names.has(text)) {
            return query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    position,
                    "'" + text + "' is a text, and no " + type + "; the column " + text + " is written "
                            + (CallErrors.isCallable(text) && !Character.isDigit(text.charAt(0))
                                    ? "without quotes"
                                    : "in double quotes: \"" + text.replace("\"", "\"\"") + "\""));
        }
        String example = switch (type.kind()) {
            case TIMESTAMP ->
                isFar(text) ? "; times are from 1677-09-21 to 2262-04-11" : "; write it as '2023-01-31 13:45:00.5'";
            case DATE -> isFar(text) ? "; days are from 1677-09-22 to 2262-04-11" : "; write it as '2023-01-31'";
            case BOOLEAN -> "; write true or false";
            default -> "";
        };
        return query.error(ErrorCode.INVALID_ARGUMENT, position, "'" + text + "' is no " + type + example);
    }

    /** Whether a text begins with a day of a year of which not all, or no, times are kept. */
    private static boolean isFar(String text) {
        Matcher day = DAY.matcher(text);
        if (!day.lookingAt()) {
            return false;
        }
        int year = Integer.parseInt(day.group(1));
        return text.startsWith("-") || year < FIRST_WHOLE_YEAR || year > LAST_WHOLE_YEAR;
    }

    /** The length of an interval literal; calendar units count in months. */
    IntervalText.Interval interval(SqlIntervalLiteral literal) {
        SqlIntervalLiteral.IntervalValue value = literal.getValueAs(SqlIntervalLiteral.IntervalValue.class);
        SqlIntervalQualifier qualifier = value.getIntervalQualifier();
        Token token = query.text().stringToken(value.getIntervalLiteral());
        String unit = query.text().unit(value.getIntervalLiteral());
        TimeUnit from = qualifier.getStartUnit();
        TimeUnit to = qualifier.getEndUnit();
        Optional<IntervalText.Interval> read;
        if (unit.isEmpty()) {
            read = IntervalText.read(token.text());
        } else {
            read = to == null || from == to
                    ? IntervalText.read(token.text(), unit)
                    : IntervalText.read(token.text(), from.name(), to.name());
        }
        IntervalText.Interval interval =
                read.or(() -> asPrinted(token.text(), unit)).orElseThrow(() -> malformed(token, unit));
        return value.getSign() < 0 ? new IntervalText.Interval(-interval.nanos(), -interval.months()) : interval;
    }

    /** An interval as answers print it: {@code '1 day 00:15:00'}. */
    private static Optional<IntervalText.Interval> asPrinted(String text, String unit) {
        if (!unit.isEmpty() || text.indexOf(':') < 0) {
            return Optional.empty();
        }
        Expr cast = new Expr.Call("try_cast", List.of(new Expr.Literal(Type.VARCHAR, text)), Type.INTERVAL);
        return Optional.ofNullable((Long) Constants.evaluate(cast).value())
                .map(nanos -> new IntervalText.Interval(nanos, 0));
    }

    private BarographException malformed(Token token, String unit) {
        String unknown = unit.isEmpty() ? IntervalText.unknownUnit(token.text()) : "";
        String meant = NearNames.didYouMean(unknown, CalciteText.unitNames());
        return query.text()
                .source()
                .error(
                        ErrorCode.INVALID_ARGUMENT,
                        token,
                        "'" + token.text() + "' is no interval"
                                + (meant.isEmpty()
                                        ? "; write INTERVAL '15' MINUTE or INTERVAL '1 hour 30 minutes'"
                                        : ": there is no unit " + unknown + meant));
    }

    /** The error for months and years where a length of time is asked for. */
    BarographException calendarAlone(SqlNode node) {
        return query.error(
                ErrorCode.TYPE_MISMATCH,
                node,
                "months and years differ in length; they can be added to a TIMESTAMP, nothing else. Write INTERVAL '30' DAY, or"
                        + " date_trunc('month', …) to group by month");
    }
}
