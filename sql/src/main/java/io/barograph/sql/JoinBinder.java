package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** Binds two tables of FROM that are joined: by a comma, or by JOIN with ON, USING or NATURAL. */
final class JoinBinder {
    private final QueryBinder queries;
    private final ParsedQuery query;

    JoinBinder(QueryBinder queries) {
        this.queries = queries;
        this.query = queries.query();
    }

    Relation bind(SqlJoin join) {
        JoinKind kind = kind(join);
        requireAliasesApart(join);
        FromBinder tables = new FromBinder(queries);
        Relation left = tables.bind(join.getLeft());
        Relation right = tables.bind(join.getRight());
        if (isAsOf(join)) {
            return asOf(join, kind, left, right);
        }
        if (join.isNatural()) {
            return using(join, kind, left, right, shared(join, left, right));
        }
        if (join.getConditionType() == JoinConditionType.USING) {
            return using(join, kind, left, right, names((SqlNodeList) join.getCondition()));
        }
        if (join.getCondition() == null) {
            requireNoCondition(join);
            return joined(kind, left, right, null);
        }
        Relation both = both(left, right, Plan.Join.on(left.plan(), right.plan(), JoinKind.INNER, null));
        return joined(kind, left, right, new ExpressionBinder(queries, both).condition(join.getCondition(), "ON"));
    }

    /** Two tables of one alias could not be told apart. */
    private void requireAliasesApart(SqlJoin join) {
        List<String> left =
                aliases(join.getLeft()).map(SqlIdentifier::getSimple).toList();
        aliases(join.getRight())
                .filter(alias -> left.stream().anyMatch(alias.getSimple()::equalsIgnoreCase))
                .findFirst()
                .ifPresent(alias -> {
                    throw query.error(
                            ErrorCode.INVALID_ARGUMENT,
                            alias,
                            "two tables have the alias " + alias.getSimple()
                                    + "; give them different ones, as in FROM 'a.csv' x JOIN 'a.csv' y");
                });
    }

    private static Stream<SqlIdentifier> aliases(SqlNode table) {
        if (table instanceof SqlJoin join) {
            return Stream.concat(aliases(join.getLeft()), aliases(join.getRight()));
        }
        return table.getKind() == SqlKind.AS ? Stream.of(((SqlCall) table).operand(1)) : Stream.empty();
    }

    /** The kind; SEMI and ANTI, which the parser does not know, are read from the text again. */
    private JoinKind kind(SqlJoin join) {
        CalciteText text = query.text();
        int first = text.tokenIndexAt(join.getJoinTypeNode().getParserPosition());
        Token token = text.tokens().get(first);
        Token next = text.tokens().get(first + 1);
        if (token.isWord("SEMI") || token.isWord("LEFT") && next.isWord("SEMI")) {
            return JoinKind.SEMI;
        }
        if (token.isWord("ANTI") || token.isWord("LEFT") && next.isWord("ANTI")) {
            return JoinKind.ANTI;
        }
        return switch (join.getJoinType()) {
            case INNER, CROSS, COMMA -> JoinKind.INNER;
            case LEFT -> JoinKind.LEFT;
            case RIGHT -> JoinKind.RIGHT;
            case FULL -> JoinKind.FULL;
            default ->
                throw query.error(
                        ErrorCode.NOT_SUPPORTED,
                        join.getJoinTypeNode(),
                        "this kind of join is not supported yet; there are"
                                + " INNER, LEFT, RIGHT, FULL, CROSS, SEMI, ANTI and ASOF joins");
        };
    }

    /** Whether ASOF stands among the words before JOIN; the parser has not seen it. */
    private boolean isAsOf(SqlJoin join) {
        CalciteText text = query.text();
        int at = text.tokenIndexAt(join.getJoinTypeNode().getParserPosition()) - 1;
        while (at >= text.first() && KeywordRules.isJoinWord(text.tokens().get(at)) && text.isKeyword(at)) {
            if (text.tokens().get(at).isWord("ASOF")) {
                return true;
            }
            at--;
        }
        return false;
    }

    private Relation asOf(SqlJoin join, JoinKind kind, Relation left, Relation right) {
        if (kind != JoinKind.INNER && kind != JoinKind.LEFT) {
            throw AsOfBinder.refused(
                    query,
                    join.getJoinTypeNode(),
                    "an as-of join finds rows of the right table for those of the left one");
        } else if (join.isNatural() || join.getCondition() == null) {
            throw AsOfBinder.refused(query, join.getRight(), "this as-of join does not say along which times it goes");
        }
        AsOfBinder binder = new AsOfBinder(queries, left, right);
        if (join.getConditionType() != JoinConditionType.USING) {
            return both(left, right, binder.on(kind, join.getCondition()));
        }
        List<SqlIdentifier> names = names((SqlNodeList) join.getCondition());
        int[] leftColumns =
                names.stream().mapToInt(name -> find(left, name, "left")).toArray();
        int[] rightColumns =
                names.stream().mapToInt(name -> find(right, name, "right")).toArray();
        Relation joined = both(left, right, binder.using(kind, names, leftColumns, rightColumns));
        return merged(joined, kind, left.columns().size(), leftColumns, rightColumns);
    }

    private void requireNoCondition(SqlJoin join) {
        if (join.getJoinType() != JoinType.CROSS && join.getJoinType() != JoinType.COMMA) {
            throw query.error(
                    ErrorCode.SYNTAX_ERROR,
                    join.getRight(),
                    "this JOIN has no condition; write JOIN … ON a.key = b.key, JOIN … USING (key), or CROSS JOIN for every pair");
        }
    }

    private static List<SqlIdentifier> names(SqlNodeList columns) {
        return columns.stream().map(SqlIdentifier.class::cast).toList();
    }

    /** The columns that both sides of a NATURAL join have. */
    private List<SqlIdentifier> shared(SqlJoin join, Relation left, Relation right) {
        List<SqlIdentifier> names = new ArrayList<>();
        for (Relation.Column column : left.columns()) {
            boolean both = right.columns().stream()
                    .anyMatch(other -> !other.hidden() && other.name().equalsIgnoreCase(column.name()));
            if (both && !column.hidden()) {
                names.add(new SqlIdentifier(column.name(), join.getRight().getParserPosition()));
            }
        }
        if (names.isEmpty()) {
            throw query.error(
                    ErrorCode.UNKNOWN_COLUMN,
                    join.getRight(),
                    "the tables of this NATURAL JOIN have no column in common; write JOIN … ON a.key = b.key");
        }
        return names;
    }

    private Relation using(SqlJoin join, JoinKind kind, Relation left, Relation right, List<SqlIdentifier> names) {
        Relation both = both(left, right, Plan.Join.on(left.plan(), right.plan(), JoinKind.INNER, null));
        ExpressionBinder conditions = new ExpressionBinder(queries, both);
        int width = left.columns().size();
        List<Expr> equalities = new ArrayList<>();
        int[] leftColumns = new int[names.size()];
        int[] rightColumns = new int[names.size()];
        for (int i = 0; i < leftColumns.length; i++) {
            SqlIdentifier name = names.get(i);
            leftColumns[i] = find(left, name, "left");
            rightColumns[i] = find(right, name, "right");
            List<Expr> sides =
                    List.of(conditions.reference(leftColumns[i]), conditions.reference(width + rightColumns[i]));
            equalities.add(conditions.calls().call(name, "=", sides, List.of(name, name)));
        }
        Expr condition = equalities.size() == 1
                ? equalities.get(0)
                : conditions.calls().call(join, "and", equalities, List.of());
        Relation joined = joined(kind, left, right, condition);
        return kind.yieldsPairs() ? merged(joined, kind, width, leftColumns, rightColumns) : joined;
    }

    private int find(Relation side, SqlIdentifier name, String which) {
        int found = new NameLookup(query, side, List.of()).find(name);
        if (found < 0) {
            List<String> names = side.columns().stream()
                    .map(Relation.Column::name)
                    .distinct()
                    .toList();
            throw missing(name, which, names);
        }
        return found;
    }

    private BarographException missing(SqlIdentifier name, String which, List<String> names) {
        String text = name.getSimple();
        String meant = NearNames.didYouMean(text, names);
        String hint = meant.isEmpty() ? NearNames.hint(text, names, "columns") : meant;
        return query.error(
                ErrorCode.UNKNOWN_COLUMN,
                name,
                "the table on the " + which + " of this JOIN has no column " + text + hint
                        + "; where the names differ, write ON a." + text + " = b.other");
    }

    /**
     * Makes each pair of columns that USING names one column to those who do not say whose they mean: the left one's place,
     * and a value wherever either side has one. With its table's name each stays what it is.
     */
    private Relation merged(Relation joined, JoinKind kind, int width, int[] left, int[] right) {
        if (!kind.keepsRight()) {
            Relation relation = joined;
            for (int column : right) {
                relation = relation.hiding(width + column);
            }
            return relation;
        }
        List<Expr> expressions = new ArrayList<>();
        List<Relation.Column> columns = new ArrayList<>();
        for (int i = 0; i < joined.columns().size(); i++) {
            expressions.add(joined.reference(i));
            columns.add(joined.columns().get(i));
        }
        ExpressionBinder values = new ExpressionBinder(queries, joined);
        for (int i = 0; i < left.length; i++) {
            Relation.Column own = joined.columns().get(left[i]);
            Expr leftValue = values.reference(left[i]);
            Expr rightValue = values.reference(width + right[i]);
            Expr value = values.calls().call(query.tree(), "coalesce", List.of(leftValue, rightValue), List.of());
            expressions.set(left[i], value);
            columns.set(left[i], new Relation.Column(List.of(), own.name(), value.type(), false));
            expressions.add(leftValue);
            columns.add(new Relation.Column(own.tables(), own.name(), own.type(), true));
            Relation.Column other = joined.columns().get(width + right[i]);
            columns.set(width + right[i], new Relation.Column(other.tables(), other.name(), other.type(), true));
        }
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            fields.add(new Field(columns.get(i).name(), expressions.get(i).type()));
        }
        Plan plan = new Plan.Project(joined.plan(), expressions, new Schema(fields));
        return new Relation(plan, columns, joined.time());
    }

    private static Relation joined(JoinKind kind, Relation left, Relation right, @Nullable Expr condition) {
        Plan plan = Plan.Join.on(left.plan(), right.plan(), kind, condition);
        return kind.yieldsPairs() ? both(left, right, plan) : left.with(plan);
    }

    /** The columns of both sides. Where both have an event time, which one is meant does not go without saying. */
    static Relation both(Relation left, Relation right, Plan plan) {
        List<Relation.Column> columns = new ArrayList<>(left.columns());
        columns.addAll(right.columns());
        int time = left.time();
        if (right.time() >= 0) {
            time = left.time() >= 0 ? Relation.NO_TIME : left.columns().size() + right.time();
        }
        return new Relation(plan, columns, time);
    }
}
