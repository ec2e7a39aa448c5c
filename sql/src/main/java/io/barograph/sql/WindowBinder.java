package io.barograph.sql;

import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.fold.GivenColumns;
import io.barograph.core.plan.Plan;
import io.barograph.core.window.Grid;
import io.barograph.core.window.Length;
import io.barograph.core.window.WindowSpec;
import io.barograph.core.zone.Zone;
import io.barograph.core.zone.Zones;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Binds the window functions of FROM, as Flink writes them:
 *
 * <pre>
 * TUMBLE(TABLE t, DESCRIPTOR(time), size [, offset] [, zone])
 * HOP(TABLE t, DESCRIPTOR(time), slide, size [, offset] [, zone])
 * CUMULATE(TABLE t, DESCRIPTOR(time), step, size [, offset] [, zone])
 * </pre>
 *
 * Arguments may be named ({@code zone => 'Asia/Seoul'}); {@code origin => TIMESTAMP '…'} stands for an offset.
 */
final class WindowBinder {
    private static final long DAY = 86_400_000_000_000L;

    /** No window that can be named is longer. */
    private static final long MOST_MONTHS = 12_000;

    /** More windows than this per row are a slip of the pen. */
    private static final double MOST_WINDOWS = 1_000_000;

    private final FromBinder from;
    private final ParsedQuery query;
    private final SqlCall call;
    private final String function;
    private final String usage;
    private final ExpressionBinder constants;

    private final List<String> parameters = new ArrayList<>(List.of("data", "timecol"));
    private final @Nullable SqlNode[] arguments;

    WindowBinder(QueryBinder queries, FromBinder from, SqlCall call, String function) {
        this.from = from;
        this.query = queries.query();
        this.call = call;
        this.function = function;
        this.constants = new ExpressionBinder(queries, Relation.of(SelectBinder.oneRow(), List.of()));
        switch (function) {
            case "tumble" -> {
                parameters.add("size");
                usage = "TUMBLE(TABLE 'file.csv', DESCRIPTOR(time), INTERVAL '1' HOUR)";
            }
            case "hop" -> {
                parameters.addAll(List.of("slide", "size"));
                usage =
                        "HOP(TABLE 'file.csv', DESCRIPTOR(time), INTERVAL '5' MINUTE, INTERVAL '1' HOUR), slide before size";
            }
            case "session" -> {
                parameters.add("gap");
                usage = SessionBinder.USAGE;
            }
            default -> {
                parameters.addAll(List.of("step", "size"));
                usage =
                        "CUMULATE(TABLE 'file.csv', DESCRIPTOR(time), INTERVAL '1' HOUR, INTERVAL '1' DAY), step before size";
            }
        }
        if (!function.equals("session")) {
            parameters.addAll(List.of("offset", "zone", "origin"));
        }
        arguments = new SqlNode[parameters.size()];
        assign();
    }

    Relation bind() {
        Relation input = from.windowed(required("data"), usage);
        int time = descriptor(input, required("timecol"));
        input = UntypedColumns.timed(input, time);
        WindowSpec spec = switch (function) {
            case "tumble" -> new WindowSpec.Tumble(grid(length("size"), "size"));
            case "hop" -> hop();
            default -> cumulate();
        };
        return input.extend(new Plan.AssignWindow(input.plan(), time, spec), time);
    }

    private WindowSpec hop() {
        Length size = length("size");
        Length slide = length("slide");
        if (size.isCalendar() != slide.isCalendar()) {
            slide = calendar(slide, "slide");
            size = calendar(size, "size");
        }
        limit("slide", size, slide);
        return new WindowSpec.Hop(grid(slide, "slide"), size);
    }

    private WindowSpec cumulate() {
        Length size = length("size");
        Length step = length("step");
        if (step.isCalendar()) {
            size = calendar(size, "size");
        }
        if (step.estimate() > size.estimate() || !size.isCalendar() && size.nanos() % step.nanos() != 0) {
            boolean couldBeCut = !size.isCalendar() && size.nanos() % DAY == 0 && step.estimate() < size.estimate();
            throw error(
                    "step",
                    "the size of cumulating windows must be a whole number of steps"
                            + (couldBeCut
                                    ? "; days of a zone, as of zone => 'UTC', may end within one: their last step is shorter"
                                    : ""));
        }
        limit("step", size, step);
        return new WindowSpec.Cumulate(grid(size, "size"), step);
    }

    private void limit(String parameter, Length size, Length step) {
        if (size.estimate() / step.estimate() > MOST_WINDOWS) {
            throw error(
                    parameter,
                    "every row would fall into more than a million windows; make the " + parameter + " longer");
        }
    }

    /** Whole days, on the calendar. */
    private Length calendar(Length length, String parameter) {
        if (length.isCalendar()) {
            return length;
        }
        if (length.nanos() % DAY != 0) {
            throw error(
                    parameter,
                    "beside days and months of the calendar, the " + parameter + " must be whole days or months too");
        }
        return days(length.nanos());
    }

    private static Length days(long nanos) {
        return Length.ofDays((int) (nanos / DAY));
    }

    private Grid grid(Length length, String parameter) {
        String zone = argument("zone") == null ? null : zone().name();
        try {
            return Grid.aligned(length, zone, this::first);
        } catch (BarographException e) {
            throw e.line() > 0 ? e : error(parameter, String.valueOf(e.getMessage()));
        }
    }

    /** A time at which some window starts, in local time where there is a zone: the usual one, or as the arguments say. */
    private long first(long usual) {
        SqlNode origin = argument("origin");
        if (origin != null) {
            return (Long) constant(origin, Type.TIMESTAMP, "the origin of windows is a TIMESTAMP, in local time");
        }
        SqlNode offset = argument("offset");
        if (offset == null) {
            return usual;
        }
        boolean absolute = constants.bind(offset).type() == Type.TIMESTAMP;
        long value = (Long) constant(
                offset,
                absolute ? Type.TIMESTAMP : Type.INTERVAL,
                "the offset of windows is an interval or a TIMESTAMP");
        return absolute ? value : usual + value;
    }

    private Zone zone() {
        SqlNode node = argument("zone");
        if (node == null) {
            return Zone.UTC;
        }
        String name = (String) constant(node, Type.VARCHAR, "a zone is a text, such as 'Asia/Seoul'");
        try {
            return Zones.of(name);
        } catch (BarographException e) {
            throw query.error(e.code(), node, String.valueOf(e.getMessage()));
        }
    }

    /** How long an argument is: months, whole days where there is a zone, or elapsed time. */
    Length length(String parameter) {
        SqlNode node = required(parameter);
        String example = "the " + parameter + " of a window is an interval, such as INTERVAL '15' MINUTE";
        if (node instanceof SqlIntervalLiteral literal) {
            long months = constants.literals().interval(literal).months();
            if (months != 0) {
                requirePositive(months, parameter);
                return Length.ofMonths((int) Math.min(months, MOST_MONTHS));
            }
        }
        long nanos = (Long) constant(node, Type.INTERVAL, example);
        requirePositive(nanos, parameter);
        return parameters.contains("zone") && argument("zone") != null && nanos % DAY == 0
                ? days(nanos)
                : Length.elapsed(nanos);
    }

    private void requirePositive(long value, String parameter) {
        if (value <= 0) {
            throw error(parameter, "the " + parameter + " of a window must be above zero");
        }
    }

    private Object constant(SqlNode node, Type type, String needed) {
        Expr value = constants.bind(node);
        Object known = value.type() == type && Constants.isConstant(value)
                ? Constants.evaluate(value).value()
                : null;
        if (known == null) {
            throw query.error(ErrorCode.INVALID_ARGUMENT, node, needed);
        }
        return known;
    }

    private void assign() {
        List<SqlNode> operands = call.getOperandList();
        for (int i = 0; i < operands.size(); i++) {
            SqlNode operand = operands.get(i);
            int index = i;
            if (operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
                String name = ((SqlIdentifier) ((SqlCall) operand).operand(1)).getSimple();
                index = parameters.indexOf(name.toLowerCase(Locale.ROOT));
                operand = ((SqlCall) operand).operand(0);
            } else if (index < arguments.length && parameters.get(index).equals("offset") && isText(operand)) {
                index++;
            }
            if (index < 0 || index >= arguments.length) {
                throw query.error(
                        ErrorCode.INVALID_ARGUMENT, operands.get(i), "this argument is not known; write " + usage);
            }
            arguments[index] = operand;
        }
    }

    private static boolean isText(SqlNode node) {
        return node instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.CHAR;
    }

    private @Nullable SqlNode argument(String parameter) {
        return arguments[parameters.indexOf(parameter)];
    }

    SqlNode required(String parameter) {
        SqlNode argument = argument(parameter);
        if (argument == null) {
            throw query.error(ErrorCode.INVALID_ARGUMENT, call, "an argument is missing; write " + usage);
        }
        return argument;
    }

    BarographException error(String parameter, String message) {
        return query.error(ErrorCode.INVALID_ARGUMENT, required(parameter), message);
    }

    /** The time column: a TIMESTAMP, or one that {@link UntypedColumns#timed} makes one. */
    int descriptor(Relation input, SqlNode node) {
        SqlIdentifier name = Descriptor.column(node);
        if (name == null) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT, node, "the time column stands in DESCRIPTOR(…); write " + usage);
        }
        NameLookup names = new NameLookup(query, input, List.of());
        int column = names.find(name);
        if (column < 0) {
            throw names.unknown(name);
        }
        Type type = names.column(column).type();
        if (type != Type.TIMESTAMP && !names.isUntyped(column)) {
            throw query.error(
                    ErrorCode.TYPE_MISMATCH,
                    name,
                    "windows need a TIMESTAMP; column " + names.column(column).name() + " is " + type
                            + GivenColumns.timeHint(input.plan().schema()));
        }
        return column;
    }
}
