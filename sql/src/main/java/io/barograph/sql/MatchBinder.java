package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.expr.Expr;
import io.barograph.core.match.AfterMatch;
import io.barograph.core.match.Condition;
import io.barograph.core.match.MatchOperator;
import io.barograph.core.match.Measure;
import io.barograph.core.match.RowValue;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.rewrite.ColumnUse;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * Binds what {@link MatchText} made of MATCH_RECOGNIZE: beneath, what is computed of single rows; then the fold that searches; above,
 * the measures.
 */
final class MatchBinder {
    /** Each of which a row may have to be held against. */
    private static final int MOST_PLACES = 1_000;

    private final ParsedQuery query;
    private final QueryBinder queries;
    private final SqlCall mark;
    private final Map<MatchText.Clause, SqlCall> clauses = new EnumMap<>(MatchText.Clause.class);
    private Relation table;

    private MatchBinder(QueryBinder queries, SqlSelect select) {
        this.queries = queries;
        this.query = queries.query();
        this.mark = (SqlCall) select.getSelectList().get(0);
        for (SqlNode clause : mark.getOperandList()) {
            for (MatchText.Clause known : MatchText.Clause.values()) {
                if (known.mark().equals(((SqlCall) clause).getOperator().getName())) {
                    clauses.put(known, (SqlCall) clause);
                }
            }
        }
        this.table = new FromBinder(queries).bind(select.getFrom());
    }

    /** The matches; null where the SELECT is one that was written as such. */
    static @Nullable Relation bind(QueryBinder queries, SqlSelect select) {
        boolean isMatch = select.getSelectList().size() == 1
                && select.getSelectList().get(0) instanceof SqlCall call
                && call.getOperator().getName().equals(MatchText.MARK);
        return isMatch ? new MatchBinder(queries, select).bind() : null;
    }

    /** The measures, and what each of them is called. */
    private record Measures(List<Expr> expressions, List<String> names, List<Measure> values) {}

    private Relation bind() {
        Token written = patternText();
        MatchPattern.Read pattern = MatchPattern.read(query.text().source(), written);
        Map<String, Long> variables = variables(pattern.variables());
        NameLookup names = new NameLookup(query, table, List.of());
        List<Integer> keys = keys(names);
        int time = time(names);
        table = UntypedColumns.timed(table, time);
        MatchRows rows = MatchRows.of(queries, table, time, variables);
        List<Plan.SortKey> order = order(rows);
        List<Condition> conditions = conditions(rows, pattern.variables());
        boolean allRows = allRows();
        Measures measures = measures(rows, allRows);
        int width = table.plan().schema().size();
        List<Integer> passed = allRows ? IntStream.range(0, width).boxed().toList() : keys;
        MatchOperator operator = new MatchOperator(
                time,
                keys,
                pattern.variables(),
                pattern.pattern(),
                conditions,
                after(pattern.variables()),
                within(),
                allRows,
                passed,
                measures.values());
        checkPlaces(operator, written);
        checkAfter(operator);
        BitSet named = rows.names().named();
        named.or(names.named());
        if (allRows) {
            named.set(0, width);
        }
        Plan plan = Plan.Fold.of(rows.plan(), keys, order, named, operator);
        return output(plan, operator, order, measures);
    }

    /** Refuses here, where the place is known, patterns that cannot be searched for. */
    private void checkPlaces(MatchOperator operator, Token pattern) {
        try {
            if (operator.places() > MOST_PLACES) {
                throw new BarographException(
                        ErrorCode.INVALID_ARGUMENT,
                        "the pattern has more than " + MOST_PLACES + " places; use fewer or smaller repetitions");
            }
        } catch (BarographException e) {
            throw query.text().source().error(e.code(), pattern, String.valueOf(e.getMessage()));
        }
    }

    private List<SqlNode> parts(MatchText.Clause clause) {
        SqlCall call = clauses.get(clause);
        return call == null ? List.of() : call.getOperandList();
    }

    private Token words(MatchText.Clause clause) {
        return query.token(parts(clause).get(0));
    }

    private Token patternText() {
        if (parts(MatchText.Clause.PATTERN).isEmpty()
                || parts(MatchText.Clause.DEFINE).isEmpty()) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    mark,
                    "MATCH_RECOGNIZE needs PATTERN and DEFINE, as in PATTERN (A B+) DEFINE B AS B.x > LAST(A.x)");
        }
        return words(MatchText.Clause.PATTERN);
    }

    /** What each variable and each subset means. */
    private Map<String, Long> variables(List<String> pattern) {
        Map<String, Long> variables = new LinkedHashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            variables.put(pattern.get(i).toLowerCase(Locale.ROOT), 1L << i);
        }
        for (SqlNode node : parts(MatchText.Clause.SUBSET)) {
            List<SqlNode> names = ((SqlCall) node).getOperandList();
            long all = 0;
            for (SqlNode name : names.subList(1, names.size())) {
                all |= 1L << variable(name, pattern);
            }
            if (variables.put(text(names.get(0)).toLowerCase(Locale.ROOT), all) != null) {
                throw query.error(
                        ErrorCode.INVALID_ARGUMENT, names.get(0), text(names.get(0)) + " is a variable already");
            }
        }
        return variables;
    }

    private String text(SqlNode literal) {
        return query.string((SqlLiteral) literal);
    }

    private int variable(SqlNode literal, List<String> pattern) {
        return variable(query.token(literal), text(literal), pattern);
    }

    private int variable(Token place, String name, List<String> pattern) {
        for (int i = 0; i < pattern.size(); i++) {
            if (pattern.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        throw query.text()
                .source()
                .error(
                        ErrorCode.INVALID_ARGUMENT,
                        place,
                        "the pattern has no variable " + name + NearNames.hint(name, pattern, "variables"));
    }

    private List<Integer> keys(NameLookup names) {
        List<Integer> keys = new ArrayList<>();
        for (SqlNode key : parts(MatchText.Clause.PARTITION)) {
            if (!(key instanceof SqlIdentifier name)) {
                throw query.error(
                        ErrorCode.INVALID_ARGUMENT,
                        key,
                        "PARTITION BY names columns here; compute others in a sub-query in FROM");
            }
            int column = names.find(name);
            if (column < 0) {
                throw names.unknown(name);
            } else if (!keys.contains(column)) {
                keys.add(column);
            }
        }
        return keys;
    }

    /** The column that ORDER BY begins with. */
    private int time(NameLookup names) {
        if (parts(MatchText.Clause.ORDER).isEmpty()) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    mark,
                    "MATCH_RECOGNIZE needs ORDER BY and the TIMESTAMP that rows go along");
        }
        SqlCall first = (SqlCall) parts(MatchText.Clause.ORDER).get(0);
        String words = text(first.operand(1)).toUpperCase(Locale.ROOT);
        if (!(first.operand(0) instanceof SqlIdentifier name)) {
            throw noTime(first, "begins with a column");
        }
        int column = names.find(name);
        if (column < 0) {
            throw names.unknown(name);
        } else if (table.columns().get(column).type() != Type.TIMESTAMP && !names.isUntyped(column)) {
            throw noTime(
                    first,
                    "begins with a TIMESTAMP; this is "
                            + table.columns().get(column).type());
        } else if (words.contains("DESC") || words.contains("FIRST")) {
            throw noTime(first, "begins with the time, ascending: rows are searched as time goes on");
        }
        return column;
    }

    private BarographException noTime(SqlNode place, String what) {
        return query.error(ErrorCode.INVALID_ARGUMENT, place, "ORDER BY of MATCH_RECOGNIZE " + what);
    }

    private List<Plan.SortKey> order(MatchRows rows) {
        List<Plan.SortKey> order = new ArrayList<>();
        for (SqlNode node : parts(MatchText.Clause.ORDER)) {
            SqlCall by = (SqlCall) node;
            String words = text(by.operand(1)).toUpperCase(Locale.ROOT);
            order.add(new Plan.SortKey(
                    rows.project(rows.bind(by.operand(0))), words.contains("DESC"), words.contains("FIRST")));
        }
        return order;
    }

    private boolean allRows() {
        if (!clauses.containsKey(MatchText.Clause.ROWS)) {
            return false;
        }
        Token token = words(MatchText.Clause.ROWS);
        String words = normal(token);
        if (words.equals("ONE ROW PER MATCH")) {
            return false;
        } else if (words.equals("ALL ROWS PER MATCH") || words.equals("ALL ROWS PER MATCH OMIT EMPTY MATCHES")) {
            return true;
        } else if (words.equals("ALL ROWS PER MATCH SHOW EMPTY MATCHES")
                || words.equals("ALL ROWS PER MATCH WITH UNMATCHED ROWS")) {
            throw query.text()
                    .source()
                    .error(
                            ErrorCode.NOT_SUPPORTED,
                            token,
                            "rows outside of matches do not come out; join the matches with the table to see them beside it");
        }
        throw query.text()
                .source()
                .error(ErrorCode.SYNTAX_ERROR, token, "write ONE ROW PER MATCH or ALL ROWS PER MATCH");
    }

    private static String normal(Token words) {
        return String.join(" ", words.text().toUpperCase(Locale.ROOT).trim().split("\\s+"));
    }

    private List<Condition> conditions(MatchRows rows, List<String> pattern) {
        List<Condition> conditions = new ArrayList<>(Collections.nCopies(pattern.size(), Condition.ALWAYS));
        BitSet defined = new BitSet();
        for (SqlNode node : parts(MatchText.Clause.DEFINE)) {
            SqlCall definition = (SqlCall) node;
            int variable = variable(definition.operand(1), pattern);
            if (defined.get(variable)) {
                throw query.error(
                        ErrorCode.INVALID_ARGUMENT,
                        definition.operand(1),
                        text(definition.operand(1)) + " is defined twice");
            }
            defined.set(variable);
            MatchValues values = new MatchValues(queries, rows, false, false);
            Expr test = values.condition(definition.operand(0), "DEFINE");
            conditions.set(
                    variable,
                    new Condition(
                            test, values.values().stream().map(Measure::value).toList()));
        }
        return conditions;
    }

    private Measures measures(MatchRows rows, boolean allRows) {
        MatchValues values = new MatchValues(queries, rows, true, !allRows);
        List<Expr> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (SqlNode node : parts(MatchText.Clause.MEASURES)) {
            SqlCall measure = (SqlCall) node;
            Expr value = values.bind(measure.operand(0));
            expressions.add(value == Literals.UNTYPED_NULL ? new Expr.Literal(Type.VARCHAR, null) : value);
            names.add(text(measure.operand(1)));
        }
        return new Measures(expressions, names, values.values());
    }

    private AfterMatch after(List<String> pattern) {
        if (!clauses.containsKey(MatchText.Clause.AFTER)) {
            return AfterMatch.PAST_LAST_ROW;
        }
        Token token = words(MatchText.Clause.AFTER);
        String words = normal(token);
        if (words.equals("AFTER MATCH SKIP PAST LAST ROW")) {
            return AfterMatch.PAST_LAST_ROW;
        } else if (words.equals("AFTER MATCH SKIP TO NEXT ROW")) {
            return AfterMatch.TO_NEXT_ROW;
        }
        if (words.startsWith("AFTER MATCH SKIP TO ")) {
            List<Token> target = target(token);
            boolean first = target.size() == 2 && target.get(0).isWord("FIRST");
            boolean last = target.size() == 2 && target.get(0).isWord("LAST") || target.size() == 1;
            if (first || last) {
                Token name = target.get(target.size() - 1);
                return new AfterMatch(
                        first ? AfterMatch.Kind.TO_FIRST : AfterMatch.Kind.TO_LAST,
                        variable(name, name.text(), pattern));
            }
        }
        throw query.text()
                .source()
                .error(
                        ErrorCode.SYNTAX_ERROR,
                        token,
                        "write AFTER MATCH SKIP PAST LAST ROW, SKIP TO NEXT ROW, SKIP TO FIRST A or SKIP TO LAST A");
    }

    /** What stands behind AFTER MATCH SKIP TO. */
    private List<Token> target(Token clause) {
        List<Token> words = Tokenizer.within(query.text().source(), clause);
        return words.subList(4, words.size());
    }

    /** Refuses here what would fail at the first match: no match has a row to go on from behind its first. */
    private void checkAfter(MatchOperator operator) {
        if (operator.leadsOn()) {
            return;
        }
        List<Token> target = target(words(MatchText.Clause.AFTER));
        String name = operator.variables().get(operator.after().variable());
        boolean first = operator.after().kind() == AfterMatch.Kind.TO_FIRST;
        throw query.text()
                .source()
                .error(
                        ErrorCode.INVALID_ARGUMENT,
                        target.get(target.size() - 1),
                        "in no match is the " + (first ? "first" : "last") + " row of " + name
                                + " behind the match's own first row, so that it would be found for ever; skip to a variable that"
                                + " comes later in the pattern, or SKIP PAST LAST ROW");
    }

    private long within() {
        if (!clauses.containsKey(MatchText.Clause.WITHIN)) {
            return Long.MAX_VALUE;
        }
        SqlNode node = parts(MatchText.Clause.WITHIN).get(0);
        ExpressionBinder constants = new ExpressionBinder(queries, Relation.of(SelectBinder.oneRow(), List.of()));
        if (node instanceof SqlIntervalLiteral literal
                && constants.literals().interval(literal).isCalendar()) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    node,
                    "WITHIN takes weeks, days or shorter units: months differ in length");
        }
        Expr value = constants.bind(node);
        Object known = value.type() == Type.INTERVAL && Constants.isConstant(value)
                ? Constants.evaluate(value).value()
                : null;
        if (!(known instanceof Long nanos) || nanos <= 0) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    node,
                    "WITHIN takes an interval above zero, as in WITHIN INTERVAL '1' HOUR");
        }
        return nanos;
    }

    /** The measures over what the fold gives, between the columns that are passed on. */
    private Relation output(Plan fold, MatchOperator operator, List<Plan.SortKey> order, Measures measures) {
        List<Expr> expressions = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        List<Integer> front = new ArrayList<>(operator.keys());
        if (operator.allRows()) {
            order.stream()
                    .map(Plan.SortKey::column)
                    .filter(column -> operator.passed().contains(column) && !front.contains(column))
                    .forEach(front::add);
        }
        List<Integer> behind = new ArrayList<>(operator.passed());
        behind.removeAll(front);
        int time = Relation.NO_TIME;
        for (int column : front) {
            time = column == operator.time() ? expressions.size() : time;
            pass(column, operator, expressions, fields);
        }
        for (int i = 0; i < measures.expressions().size(); i++) {
            Expr value = measures.expressions().get(i);
            if (time < 0
                    && value instanceof Expr.ColumnRef column
                    && measures.values()
                            .get(column.index())
                            .value()
                            .equals(new RowValue(operator.time(), RowValue.ANY, false, 0, 0))) {
                time = expressions.size();
            }
            expressions.add(ColumnUse.replace(
                    value, column -> new Expr.ColumnRef(operator.passed().size() + column.index(), column.type())));
            fields.add(new Field(measures.names().get(i), value.type()));
        }
        for (int column : behind) {
            pass(column, operator, expressions, fields);
        }
        if (fields.isEmpty()) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    mark,
                    "nothing comes out of a match here; name what you want to know of it: MEASURES LAST(A.x) AS x");
        }
        Plan plan = new Plan.Project(fold, expressions, new Schema(fields));
        return new Relation(plan, Relation.of(plan, List.of()).columns(), time);
    }

    private void pass(int column, MatchOperator operator, List<Expr> expressions, List<Field> fields) {
        Relation.Column named = table.columns().get(column);
        expressions.add(new Expr.ColumnRef(operator.passed().indexOf(column), named.type()));
        fields.add(new Field(named.name(), named.type()));
    }
}
