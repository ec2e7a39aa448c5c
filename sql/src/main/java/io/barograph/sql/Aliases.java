package io.barograph.sql;

import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * The names that a SELECT list gives, as other expressions of the query use them: each stands for what is written before it. A
 * column of FROM with that name comes first. An item of the list knows the items before it alone, so no name stands for itself.
 */
final class Aliases {
    /** Of what aliases stand for, wherever they are named: aliases of aliases may double it from one to the next. */
    private static final int MOST_PARTS = 100_000;

    private final ParsedQuery query;
    private final NameLookup columns;
    private final List<SelectItem> items;
    private final List<@Nullable Boolean> aggregates;
    private final List<@Nullable Boolean> overs;

    /** How many items may be named now. */
    private int visible;

    /** Of the aliases that were named so far. */
    private int parts;

    /** @param input what FROM gives */
    Aliases(ParsedQuery query, Relation input, List<SelectItem> items) {
        this.query = query;
        // A lookup of its own, for names that are only asked about are not named by the text.
        this.columns = new NameLookup(query, input, List.of());
        this.items = items;
        this.aggregates = unknown(items.size());
        this.overs = unknown(items.size());
        this.visible = items.size();
    }

    private static List<@Nullable Boolean> unknown(int size) {
        List<@Nullable Boolean> facts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            facts.add(null);
        }
        return facts;
    }

    /** Does something with an item, which knows those before it. */
    <T> T within(int item, Supplier<T> action) {
        int before = visible;
        visible = item;
        try {
            return action.get();
        } finally {
            visible = before;
        }
    }

    /** The index of the item that a name stands for; -1 where it is a column, or no item's. */
    int find(SqlIdentifier name) {
        List<Integer> found = named(name, 0, visible);
        if (found.size() > 1) {
            throw query.error(
                    ErrorCode.UNKNOWN_COLUMN,
                    name,
                    name.getSimple() + " is ambiguous: " + found.size()
                            + " items of the SELECT list have this name; give them aliases of their own");
        }
        return found.isEmpty() ? -1 : found.get(0);
    }

    /** Some items that a name is of, in any case of letters; those that have it exactly come first. None where it is a column's. */
    private List<Integer> named(SqlIdentifier name, int from, int to) {
        if (!name.isSimple() || name.isStar()) {
            return List.of();
        }
        List<Integer> similar = IntStream.range(from, Math.max(from, to))
                .filter(i -> items.get(i).column() < 0 && items.get(i).name().equalsIgnoreCase(name.getSimple()))
                .boxed()
                .toList();
        if (similar.isEmpty() || columns.find(name) >= 0) {
            return List.of();
        }
        List<Integer> exact = similar.stream()
                .filter(i -> items.get(i).name().equals(name.getSimple()))
                .toList();
        return exact.isEmpty() ? similar : exact;
    }

    /** Whether an aggregate stands in an item, or in what its names stand for. */
    boolean holdsAggregate(int item) {
        return holds(item, aggregates, this::containsAggregate);
    }

    /** Whether an aggregate stands in an expression, or in what its names stand for. */
    boolean containsAggregate(SqlNode node) {
        return AggregateBinder.containsAggregate(
                node, name -> named(name, 0, visible).stream().anyMatch(this::holdsAggregate));
    }

    /** Whether OVER stands in an expression, or in what its names stand for. */
    boolean containsOver(SqlNode node) {
        return OverBinder.containsOver(
                node, name -> named(name, 0, visible).stream().anyMatch(this::holdsOver));
    }

    private boolean holdsOver(int item) {
        return holds(item, overs, this::containsOver);
    }

    private boolean holds(int item, List<@Nullable Boolean> known, Predicate<SqlNode> kind) {
        Boolean fact = known.get(item);
        if (fact == null) {
            fact = items.get(item).column() < 0
                    && within(item, () -> kind.test(items.get(item).expression()));
            known.set(item, fact);
        }
        return fact;
    }

    /** What a name that is no column stands for; null where it is no alias. */
    @Nullable
    Expr bind(SqlIdentifier name, ExpressionBinder binder) {
        int item = find(name);
        if (item < 0 && !named(name, visible + 1, items.size()).isEmpty()) {
            throw query.error(
                    ErrorCode.UNKNOWN_COLUMN,
                    name,
                    name.getSimple() + " is computed further on in the SELECT list; move it before what uses it");
        } else if (item < 0) {
            return null;
        }
        if (!binder.allowsOver() && holdsOver(item)) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    name,
                    name.getSimple()
                            + " is computed by OVER, behind WHERE, GROUP BY and HAVING; filter by it with QUALIFY, or around"
                            + " a sub-query");
        }
        if (!binder.allowsAggregates() && holdsAggregate(item)) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    name,
                    name.getSimple()
                            + " is computed by an aggregate, behind WHERE and GROUP BY; filter groups with HAVING, or filter"
                            + " and aggregate around a sub-query");
        }
        Expr value = within(item, () -> binder.bind(items.get(item).expression()));
        count(value);
        if (parts > MOST_PARTS) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    name,
                    "aliases that are made of aliases stand for more than " + MOST_PARTS
                            + " parts of expressions here; compute " + name.getSimple()
                            + " in a sub-query in FROM, and what uses it around that");
        }
        return value;
    }

    /** Counts the calls of an expression, no more of them than matter. */
    private void count(Expr expression) {
        if (expression instanceof Expr.Call call) {
            parts++;
            for (int i = 0; i < call.arguments().size() && parts <= MOST_PARTS; i++) {
                count(call.argument(i));
            }
        }
    }
}
