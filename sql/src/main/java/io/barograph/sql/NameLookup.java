package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlIdentifier;

/** Finds the column that a name means. Names match in any case of letters; an exact match comes first. */
final class NameLookup {
    private final ParsedQuery query;
    private final Relation relation;
    private final List<NameLookup> outer;
    private final BitSet named = new BitSet();

    /** @param outer the names of the queries around this one, which it cannot use */
    NameLookup(ParsedQuery query, Relation relation, List<NameLookup> outer) {
        this.query = query;
        this.relation = relation;
        this.outer = List.copyOf(outer);
    }

    Relation.Column column(int index) {
        return relation.columns().get(index);
    }

    /** Whether no value of the column was seen, so that its type is open. */
    boolean isUntyped(int index) {
        return UntypedColumns.holds(relation.plan(), index);
    }

    /** The columns that were found so far: those that the text names. */
    BitSet named() {
        return (BitSet) named.clone();
    }

    List<NameLookup> outer() {
        return outer;
    }

    /**
     * The index of the column, or -1 where there is none. Dots may stand between table and column, and within a column's
     * name: as of members of nested objects.
     */
    int find(SqlIdentifier name) {
        for (int parts = name.names.size() - 1; parts >= 0; parts--) {
            boolean isBare = parts == 0;
            List<Integer> found = matching(
                    name,
                    parts,
                    IntStream.range(0, relation.columns().size())
                            .filter(column -> !isBare || !column(column).hidden()));
            if (found.size() > 1) {
                throw ambiguous(name, found);
            }
            if (!found.isEmpty()) {
                named.set(found.get(0));
                return found.get(0);
            }
        }
        return -1;
    }

    /** Those of some columns that a name is of; more than one where they are of several tables, or differ in case alone. */
    List<Integer> among(SqlIdentifier name, List<Integer> columns) {
        for (int parts = name.names.size() - 1; parts >= 0; parts--) {
            List<Integer> found = matching(name, parts, columns.stream().mapToInt(Integer::intValue));
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** @param tableParts how many of the name's parts are the table's */
    private List<Integer> matching(SqlIdentifier name, int tableParts, IntStream columns) {
        String wanted = String.join(".", name.names.subList(tableParts, name.names.size()));
        List<Integer> similar = columns.filter(column ->
                        column(column).name().equalsIgnoreCase(wanted) && qualifies(name, tableParts, column(column)))
                .boxed()
                .toList();
        List<Integer> exact = similar.stream()
                .filter(column -> column(column).name().equals(wanted))
                .toList();
        return exact.isEmpty() ? similar : exact;
    }

    /** Tells that a name is of several columns. */
    BarographException ambiguous(SqlIdentifier name, List<Integer> found) {
        String last = column(found.get(0)).name();
        List<String> tables = found.stream()
                .map(column -> relation.columns().get(column).tables())
                .filter(names -> !names.isEmpty())
                .map(names -> names.get(names.size() - 1))
                .distinct()
                .toList();
        String text;
        if (tables.size() < found.size()) {
            text = found.size() + " columns have this name; give "
                    + (tables.isEmpty()
                            ? "them aliases of their own"
                            : "the tables different aliases, as in FROM 'a.csv' x JOIN 'a.csv' y");
        } else {
            String ways = tables.stream().map(table -> table + "." + last).collect(Collectors.joining(" or "));
            text = String.join(" and ", tables) + " both have it; write " + ways + ", or join USING (" + last + ")";
        }
        return query.error(ErrorCode.UNKNOWN_COLUMN, name, "column " + last + " is ambiguous: " + text);
    }

    /** The columns that {@code *} or {@code table.*} stands for. */
    List<Integer> star(SqlIdentifier star) {
        String refusal = UnreadableColumns.refusalOfStar(relation.plan());
        if (refusal != null) {
            throw query.error(ErrorCode.NOT_SUPPORTED, star, refusal);
        }
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < relation.columns().size(); i++) {
            boolean all = star.names.size() == 1;
            if (qualifies(star, relation.columns().get(i))
                    && !(all && relation.columns().get(i).hidden())) {
                found.add(i);
                named.set(i);
            }
        }
        if (found.isEmpty()) {
            if (star.names.size() > 1) {
                throw unknownTable(star);
            }
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    star,
                    relation.plan() instanceof Plan.Scan scan
                            ? "'" + scan.table().name() + "' is empty, " + withoutNames()
                                    + ", so that * stands for no columns"
                            : hasFrom() ? "* stands for no columns: the table is empty" : "* needs a FROM");
        }
        return found;
    }

    /** What is missing that would have named the columns. */
    private String withoutNames() {
        boolean records = relation.plan() instanceof Plan.Scan scan
                && scan.table().format().equals("json");
        return records ? "without a record whose members would name its columns" : "without even a header";
    }

    private boolean hasFrom() {
        return !(relation.plan() instanceof Plan.Values);
    }

    private static boolean qualifies(SqlIdentifier name, Relation.Column column) {
        return qualifies(name, name.names.size() - 1, column);
    }

    private static boolean qualifies(SqlIdentifier name, int tableParts, Relation.Column column) {
        if (tableParts == 0) {
            return true;
        }
        String table = String.join(".", name.names.subList(0, tableParts));
        return column.tables().stream().anyMatch(table::equalsIgnoreCase);
    }

    /** The error for a name that {@link #find} does not know. */
    BarographException unknown(SqlIdentifier name) {
        if (outer.stream().anyMatch(around -> around.find(name) >= 0)) {
            return query.error(
                    ErrorCode.NOT_SUPPORTED,
                    name,
                    "column " + String.join(".", name.names)
                            + " belongs to the query around this sub-query; such correlated sub-queries are not supported:"
                            + " aggregate by key in a sub-query in FROM instead");
        }
        String refusal = UnreadableColumns.refusal(relation.plan(), name.names);
        if (refusal != null) {
            return query.error(ErrorCode.NOT_SUPPORTED, name, refusal);
        }
        if (!knowsTable(name)) {
            for (NameLookup around : outer) {
                if (around.knowsTable(name)) {
                    return around.unknown(name);
                }
            }
            return unknownTable(name);
        }
        String last = name.names.get(name.names.size() - 1);
        List<String> names = relation.columns().stream()
                .filter(column -> qualifies(name, column))
                .map(Relation.Column::name)
                .distinct()
                .toList();
        String hint = hint(name, last, names);
        if (last.equalsIgnoreCase("window_start") || last.equalsIgnoreCase("window_end")) {
            hint = "; windows are made in FROM: TABLE(TUMBLE(TABLE 'file.csv', DESCRIPTOR(time), INTERVAL '1' HOUR))";
        }
        return query.error(ErrorCode.UNKNOWN_COLUMN, name, "there is no column " + last + hint);
    }

    /** Whether there is the table whose column a name asks for; true where it names none. */
    private boolean knowsTable(SqlIdentifier name) {
        return name.isSimple() || relation.columns().stream().anyMatch(column -> qualifies(name, column));
    }

    private String hint(SqlIdentifier name, String last, List<String> names) {
        String elsewhere = relation.columns().stream()
                .filter(column ->
                        column.name().equalsIgnoreCase(last) && !column.tables().isEmpty())
                .map(column -> column.tables().get(column.tables().size() - 1) + "." + column.name())
                .findFirst()
                .orElse("");
        if (!elsewhere.isEmpty()) {
            return "; did you mean " + elsewhere + "?";
        }
        String meant = NearNames.didYouMean(last, names);
        if (!meant.isEmpty()) {
            return meant;
        }
        if (name.isSimple() && query.token(name).kind() == Token.Kind.QUOTED) {
            return "; text is written in single quotes: '" + last + "'";
        }
        String wayOut = CallErrors.wayOut(last);
        if (!wayOut.isEmpty()) {
            return wayOut;
        }
        if (names.isEmpty()) {
            return hasFrom() ? "; the table is empty, " + withoutNames() : "; there is no FROM";
        }
        boolean unit = name.isSimple() && CalciteText.INTERVAL_UNITS.contains(last.toUpperCase(Locale.ROOT));
        return (unit ? "; a unit of time is written in quotes: '" + last + "'" : "")
                + NearNames.hint(last, names, "columns");
    }

    /** Whether a column has this name, in any case of letters. */
    boolean has(String name) {
        return relation.columns().stream().anyMatch(column -> column.name().equalsIgnoreCase(name));
    }

    private BarographException unknownTable(SqlIdentifier name) {
        String table = String.join(".", name.names.subList(0, name.names.size() - 1));
        List<String> tables = relation.columns().stream()
                .flatMap(column -> column.tables().stream())
                .distinct()
                .toList();
        return query.error(
                ErrorCode.UNKNOWN_TABLE,
                name,
                "there is no table " + table + " in this FROM" + NearNames.hint(table, tables, "tables"));
    }
}
