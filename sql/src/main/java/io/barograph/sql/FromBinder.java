package io.barograph.sql;

import io.barograph.core.column.Type;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import io.barograph.core.source.TableDescription;
import io.barograph.core.window.WindowSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Binds what stands in FROM: tables, files, sub-queries, TUMBLE and HOP. */
final class FromBinder {
    private static final List<String> WINDOWS = List.of("tumble", "hop");

    private final QueryBinder queries;
    private final ParsedQuery query;

    FromBinder(QueryBinder queries) {
        this.queries = queries;
        this.query = queries.query();
    }

    Relation bind(SqlNode node) {
        return switch (node.getKind()) {
            case IDENTIFIER -> table((SqlIdentifier) node);
            case AS -> aliased((SqlCall) node);
            case EXPLICIT_TABLE, COLLECTION_TABLE -> bind(((SqlCall) node).operand(0));
            case TABLE_REF -> bind(((SqlCall) node).operand(0));
            case JOIN -> new JoinBinder(queries).bind((SqlJoin) node);
            case OTHER_FUNCTION, ROW -> function((SqlCall) node);
            case UNNEST, LATERAL ->
                throw query.error(ErrorCode.NOT_SUPPORTED, node, node.getKind() + " is not supported yet");
            default -> queries.bind(node);
        };
    }

    private Relation table(SqlIdentifier name) {
        return table(query.token(name), String.join(".", name.names));
    }

    private Relation table(Token token, String text) {
        Relation named = queries.named(text);
        if (named != null) {
            return named;
        }
        TableDescription table = queries.tables()
                .find(
                        query.text().source(),
                        new Token(token.kind(), text, token.start(), token.end()),
                        queries.names());
        return Relation.of(scan(table), List.of(text, baseName(text)));
    }

    private static Plan scan(TableDescription table) {
        return new Plan.Scan(
                table, IntStream.range(0, table.schema().size()).boxed().toList());
    }

    /** A file's name without folders and endings: what its columns may be qualified with. */
    private static String baseName(String name) {
        String file = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        int dot = file.indexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    private Relation aliased(SqlCall as) {
        Relation relation = bind(as.operand(0));
        String alias = ((SqlIdentifier) as.operand(1)).getSimple();
        if (as.operandCount() > 2) {
            SqlNodeList names =
                    new SqlNodeList(as.getOperandList().subList(2, as.operandCount()), as.getParserPosition());
            relation = renamed(relation, names, as.operand(1));
        }
        return relation.as(alias);
    }

    /** The relation with new column names, as in {@code AS t (a, b)}. */
    Relation renamed(Relation relation, SqlNodeList names, SqlNode position) {
        if (names.size() != relation.columns().size()) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    position,
                    names.size() + " column names are given for "
                            + relation.columns().size() + " columns");
        }
        List<Relation.Column> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Relation.Column column = relation.columns().get(i);
            columns.add(
                    new Relation.Column(column.tables(), ((SqlIdentifier) names.get(i)).getSimple(), column.type()));
        }
        return new Relation(relation.plan(), columns, relation.time());
    }

    private Relation function(SqlCall call) {
        String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "tumble", "hop" -> window(call, name);
            case "cumulate", "session" ->
                throw query.error(
                        ErrorCode.NOT_SUPPORTED,
                        call,
                        name.toUpperCase(Locale.ROOT) + " windows are not supported yet; there are TUMBLE and HOP");
            case "read_csv", "read_csv_auto", "read_json", "read_json_auto", "read_parquet" -> file(call, name);
            default ->
                throw query.error(
                        ErrorCode.UNKNOWN_FUNCTION,
                        call,
                        "there is no table function " + name + NearNames.hint(name, WINDOWS, "there are"));
        };
    }

    /** {@code TUMBLE(TABLE t, DESCRIPTOR(time), size [, offset])}, {@code HOP(TABLE t, DESCRIPTOR(time), slide, size [, offset])}. */
    private Relation window(SqlCall call, String function) {
        boolean tumbles = function.equals("tumble");
        List<String> parameters = tumbles
                ? List.of("data", "timecol", "size", "offset")
                : List.of("data", "timecol", "slide", "size", "offset");
        String usage = tumbles
                ? "TUMBLE(TABLE 'file.csv', DESCRIPTOR(time), INTERVAL '1' HOUR)"
                : "HOP(TABLE 'file.csv', DESCRIPTOR(time), INTERVAL '5' MINUTE, INTERVAL '1' HOUR), slide before size";
        @Nullable SqlNode[] arguments = arguments(call, parameters, usage);
        Relation input = windowed(required(call, arguments[0], usage), usage);
        int time = descriptor(input, required(call, arguments[1], usage), usage);
        ExpressionBinder constants = new ExpressionBinder(queries, Relation.of(SelectBinder.oneRow(), List.of()));
        SqlNode sizeNode = required(call, arguments[tumbles ? 2 : 3], usage);
        long size = length(constants, sizeNode, "the size of a window");
        SqlNode offset = arguments[parameters.size() - 1];
        long origin = offset == null ? 0 : origin(constants, offset);
        WindowSpec spec;
        if (tumbles) {
            spec = new WindowSpec.Tumble(size, origin);
        } else {
            spec = new WindowSpec.Hop(
                    size, length(constants, required(call, arguments[2], usage), "the slide of a window"), origin);
        }
        return input.extend(new Plan.AssignWindow(input.plan(), time, spec), time);
    }

    /** What is windowed: {@code TABLE name}, or a query; TABLE may be left out. */
    private Relation windowed(SqlNode node, String usage) {
        if (node instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.CHAR) {
            Token file = query.token(literal);
            return table(file, file.text());
        }
        if (node instanceof SqlIdentifier || node instanceof SqlCall) {
            return bind(node);
        }
        throw query.error(ErrorCode.INVALID_ARGUMENT, node, "this is no table; write " + usage);
    }

    private @Nullable SqlNode[] arguments(SqlCall call, List<String> parameters, String usage) {
        @Nullable SqlNode[] arguments = new SqlNode[parameters.size()];
        List<SqlNode> operands = call.getOperandList();
        for (int i = 0; i < operands.size(); i++) {
            SqlNode operand = operands.get(i);
            int index = i;
            if (operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
                String name = ((SqlIdentifier) ((SqlCall) operand).operand(1)).getSimple();
                index = parameters.indexOf(name.toLowerCase(Locale.ROOT));
                operand = ((SqlCall) operand).operand(0);
            }
            if (index < 0 || index >= arguments.length) {
                throw query.error(
                        ErrorCode.INVALID_ARGUMENT, operands.get(i), "this argument is not known; write " + usage);
            }
            arguments[index] = operand;
        }
        return arguments;
    }

    private SqlNode required(SqlCall call, @Nullable SqlNode argument, String usage) {
        if (argument == null) {
            throw query.error(ErrorCode.INVALID_ARGUMENT, call, "an argument is missing; write " + usage);
        }
        return argument;
    }

    private int descriptor(Relation input, SqlNode node, String usage) {
        if (!(node instanceof SqlCall call)
                || !call.getOperator().getName().equalsIgnoreCase("DESCRIPTOR")
                || call.operandCount() != 1
                || !(call.operand(0) instanceof SqlIdentifier name)) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT, node, "the time column stands in DESCRIPTOR(…); write " + usage);
        }
        NameLookup names = new NameLookup(query, input, List.of());
        int column = names.find(name);
        if (column < 0) {
            throw names.unknown(name);
        }
        Type type = names.column(column).type();
        if (type != Type.TIMESTAMP) {
            throw query.error(
                    ErrorCode.TYPE_MISMATCH,
                    name,
                    "windows need a TIMESTAMP; column " + name.getSimple() + " is " + type
                            + ". Convert it in a sub-query, or declare its type with CREATE TABLE");
        }
        return column;
    }

    private long length(ExpressionBinder constants, SqlNode node, String what) {
        long nanos =
                (Long) constant(constants, node, Type.INTERVAL, what + " is an interval, such as INTERVAL '15' MINUTE");
        if (nanos <= 0) {
            throw query.error(ErrorCode.INVALID_ARGUMENT, node, what + " must be above zero");
        }
        return nanos;
    }

    /** A length of time after the epoch, or a time at which some window starts. */
    private long origin(ExpressionBinder constants, SqlNode node) {
        Expr bound = constants.bind(node);
        Type type = bound.type() == Type.TIMESTAMP ? Type.TIMESTAMP : Type.INTERVAL;
        return (Long) constant(constants, node, type, "the offset of windows is an interval or a TIMESTAMP");
    }

    private Object constant(ExpressionBinder constants, SqlNode node, Type type, String needed) {
        Expr value = constants.bind(node);
        Object known = value.type() == type && Constants.isConstant(value)
                ? Constants.evaluate(value).value()
                : null;
        if (known == null) {
            throw query.error(ErrorCode.INVALID_ARGUMENT, node, needed);
        }
        return known;
    }

    /** {@code read_csv('file', header => false, delimiter => ';')}. */
    private Relation file(SqlCall call, String function) {
        List<SqlNode> operands = call.getOperandList();
        if (operands.isEmpty()
                || !(operands.get(0) instanceof SqlLiteral path)
                || path.getTypeName() != SqlTypeName.CHAR) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    call,
                    function + " needs a file: " + function + "('file.csv', delimiter => ';')");
        }
        Map<String, String> options = new TreeMap<>();
        options.put("format", function.replace("read_", "").replace("_auto", ""));
        for (SqlNode operand : operands.subList(1, operands.size())) {
            if (operand.getKind() != SqlKind.ARGUMENT_ASSIGNMENT) {
                throw query.error(ErrorCode.INVALID_ARGUMENT, operand, "options are named, as in delimiter => ';'");
            }
            SqlCall option = (SqlCall) operand;
            String name = ((SqlIdentifier) option.operand(1)).getSimple().toLowerCase(Locale.ROOT);
            if (!(option.operand(0) instanceof SqlLiteral value)) {
                throw query.error(ErrorCode.INVALID_ARGUMENT, operand, "option " + name + " needs a constant");
            }
            Token token = query.token(value);
            options.put(name, token.text());
        }
        Token token = query.token(path);
        TableDescription table = queries.tables().find(query.text().source(), token, options);
        return Relation.of(scan(table), List.of(token.text(), baseName(token.text())));
    }
}
