package io.barograph.sql;

import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.fold.FoldFunction;
import io.barograph.core.fold.FoldFunctions;
import io.barograph.core.plan.Plan;
import io.barograph.core.source.TableDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

/** Binds what stands in FROM: tables, files, sub-queries, windows. */
final class FromBinder {
    /** Behind which an option's name has that of a column. */
    private static final String UNIT_OF = "timestamp.unit.";

    private static final List<String> WINDOWS = List.of("tumble", "hop", "cumulate", "session");

    private final QueryBinder queries;
    private final ParsedQuery query;

    private final boolean mayBeSessions;
    private @Nullable SessionBinder sessions;

    FromBinder(QueryBinder queries) {
        this(queries, false);
    }

    /** @param mayBeSessions whether sessions may stand here: nowhere but alone beneath a GROUP BY */
    FromBinder(QueryBinder queries, boolean mayBeSessions) {
        this.queries = queries;
        this.query = queries.query();
        this.mayBeSessions = mayBeSessions;
    }

    /** What was bound, where it is sessions; else null. */
    @Nullable
    SessionBinder sessions() {
        return sessions;
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
        Tables.View view =
                token.kind() == Token.Kind.STRING ? null : queries.tables().view(text);
        if (view != null) {
            return queries.view(view);
        }
        TableDescription table = queries.tables()
                .find(
                        query.text().source(),
                        new Token(token.kind(), text, token.start(), token.end()),
                        queries.names());
        return timed(Relation.of(scan(table), List.of(text, baseName(text))), table);
    }

    /** A declared event time is the rows' event time. */
    private static Relation timed(Relation relation, TableDescription table) {
        return table.eventTime() == null
                ? relation
                : new Relation(
                        relation.plan(),
                        relation.columns(),
                        table.schema().indexOf(table.eventTime().column()));
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
            case "tumble", "hop", "cumulate" -> new WindowBinder(queries, new FromBinder(queries), call, name).bind();
            case "session" -> session(call);
            case "generate_series", "range" -> new SequenceBinder(queries, call, name).bind();
            case "read_csv", "read_csv_auto", "read_json", "read_json_auto", "read_parquet" -> file(call, name);
            default -> along(call, name);
        };
    }

    private Relation along(SqlCall call, String name) {
        FoldFunction function = FoldFunctions.find(name);
        if (function == null) {
            Set<String> known = new TreeSet<>(FoldFunctions.names());
            known.addAll(WINDOWS);
            known.addAll(SequenceBinder.NAMES);
            throw query.error(
                    ErrorCode.UNKNOWN_FUNCTION,
                    call,
                    "there is no table function " + name
                            + (CallErrors.wayOut(name).isEmpty()
                                    ? NearNames.hint(name, known, "there are")
                                    : CallErrors.wayOut(name)));
        }
        return new FoldFunctionBinder(queries, call, function).bind();
    }

    private Relation session(SqlCall call) {
        if (!mayBeSessions) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    call,
                    "SESSION stands alone in FROM, with GROUP BY behind it; to join sessions, group them in a sub-query");
        }
        sessions = new SessionBinder(queries, call);
        return sessions.rows();
    }

    /** What is windowed: {@code TABLE name}, or a query; TABLE may be left out. */
    Relation windowed(SqlNode node, String usage) {
        if (node instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.CHAR) {
            Token file = query.token(literal);
            return table(file, file.text());
        }
        if (node instanceof SqlIdentifier || node instanceof SqlCall) {
            return bind(node);
        }
        throw query.error(ErrorCode.INVALID_ARGUMENT, node, "this is no table; write " + usage);
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
            String name = optionName(((SqlIdentifier) option.operand(1)).getSimple());
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

    /** An option's name in lower case, but for the column's that stands behind {@code timestamp.unit.}. */
    private static String optionName(String written) {
        String name = written.toLowerCase(Locale.ROOT);
        return name.startsWith(UNIT_OF) ? UNIT_OF + written.substring(UNIT_OF.length()) : name;
    }
}
