package io.barograph.sql;

import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.LeftOut;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables that a text can name: those that were declared, views among them, and whatever the catalog knows. */
final class Tables {
    /**
     * A query with a name.
     *
     * @param columns their names, or empty where the query names them
     */
    record View(String name, ParsedQuery query, List<String> columns) {}

    private final Catalog catalog;
    private final ValueFinder values;
    private final Map<String, TableDeclaration> declared;
    private final Map<String, View> views;
    private final PendingTables pending;
    private final Map<String, TableDescription> described;

    Tables(Catalog catalog, ValueFinder values) {
        this(
                catalog,
                values,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new PendingTables(catalog),
                new HashMap<>());
    }

    private Tables(
            Catalog catalog,
            ValueFinder values,
            Map<String, TableDeclaration> declared,
            Map<String, View> views,
            PendingTables pending,
            Map<String, TableDescription> described) {
        this.catalog = catalog;
        this.values = values;
        this.declared = declared;
        this.views = views;
        this.pending = pending;
        this.described = described;
    }

    /** The same tables, to which others can be added apart. What is known of files is shared. */
    Tables copy() {
        return new Tables(
                catalog, values, new LinkedHashMap<>(declared), new LinkedHashMap<>(views), pending.copy(), described);
    }

    /** What finds the table's first look. */
    Query summary(TableDescription table) {
        return TableSummary.query(table, catalog);
    }

    /** Lets the catalog refuse a declaration whose table it could never have. */
    void check(TableDeclaration table) {
        catalog.check(table);
    }

    /**
     * The values of a query's only column.
     *
     * @throws BarographException NOT_SUPPORTED where it reads what is yet to be written
     */
    List<Expr.Literal> values(Query query) {
        if (Statement.isPending(query)) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "which values there are is not known before the statement that writes them has run; list them: ON"
                            + " column IN ('a', 'b')");
        }
        return values.values(query);
    }

    /** Whether a table or view of this name was declared. */
    boolean has(String name) {
        return declared.containsKey(key(name)) || views.containsKey(key(name));
    }

    void declare(TableDeclaration table) {
        declared.put(key(table.name()), table);
        described.remove(table.name());
    }

    void declare(View view) {
        views.put(key(view.name()), view);
    }

    /** Forgets a declaration; false where there is none. */
    boolean drop(String name) {
        described.remove(name);
        return declared.remove(key(name)) != null | views.remove(key(name)) != null;
    }

    @Nullable
    View view(String name) {
        return views.get(key(name));
    }

    @Nullable
    TableDeclaration declaration(String name) {
        return declared.get(key(name));
    }

    List<TableDeclaration> declarations() {
        return List.copyOf(declared.values());
    }

    List<View> views() {
        return List.copyOf(views.values());
    }

    List<String> declaredNames() {
        return new ArrayList<>(Stream.concat(
                        declared.values().stream().map(TableDeclaration::name),
                        views.values().stream().map(View::name))
                .toList());
    }

    /** From now on, until {@link #forget}, tables that read what this one writes have its columns and are not there yet. */
    void pend(Statement.Insert insert) {
        pending.add(insert);
    }

    /** Everything pending has been written; files are looked at anew. */
    void forget() {
        pending.clear();
        described.clear();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    TableDescription find(SourceText source, Token name) {
        return find(source, name, List.of());
    }

    /**
     * The table of a name: a declared one in any case of letters, else the catalog's. Asks the catalog once per name.
     *
     * @param others names that are no tables but could have been meant
     */
    TableDescription find(SourceText source, Token name, List<String> others) {
        String text = name.text();
        TableDeclaration declaration = declared.get(key(text));
        TableDescription expected = pending.find(text, declaration == null ? TableDeclaration.file(text) : declaration);
        if (expected != null) {
            return expected;
        }
        TableDescription seen = described.get(text);
        if (seen != null) {
            return seen;
        }
        LeftOut.Kind leftOut = declaration == null ? LeftOut.Kind.of(text) : null;
        if (leftOut != null && (has(LeftOut.nameOf(leftOut, text)) || !exists(text))) {
            Token of = new Token(name.kind(), LeftOut.nameOf(leftOut, text), name.start(), name.end());
            return new LeftOut(leftOut, find(source, of, others)).description();
        }
        try {
            TableDescription table = declaration == null
                    ? catalog.table(text, Map.of(), null)
                    : timed(
                            catalog.table(declaration.name(), declaration.options(), declaration.columns()),
                            declaration);
            described.put(text, table);
            return table;
        } catch (BarographException e) {
            List<String> known = declaredNames();
            known.addAll(others);
            String hint = declaration == null ? NearNames.hint(text, known, "tables of this text") : "";
            throw source.error(e.code(), name, e.getMessage() + hint);
        }
    }

    /** Whether the catalog has a table of just this name. */
    private boolean exists(String name) {
        try {
            catalog.table(name, Map.of(), null);
            return true;
        } catch (BarographException e) {
            return e.code() != ErrorCode.UNKNOWN_TABLE && e.code() != ErrorCode.FILE_NOT_FOUND;
        }
    }

    /** The description with the declared event time, whose columns must be there. */
    private static TableDescription timed(TableDescription table, TableDeclaration declaration) {
        EventTime time = declaration.eventTime();
        if (time == null) {
            return table;
        }
        int column = watermarked(table, time.column());
        String per = time.per() == null ? null : table.schema().name(watermarked(table, time.per()));
        Type type = table.schema().type(column);
        if (type != Type.TIMESTAMP) {
            throw new BarographException(
                    ErrorCode.TYPE_MISMATCH,
                    "WATERMARK FOR needs a TIMESTAMP; column " + time.column() + " of table " + table.name() + " is "
                            + type);
        }
        return table.withEventTime(time.of(table.schema().name(column), per));
    }

    /** The column that a declaration's event time names: exactly so, else the only one that differs in case alone. */
    private static int watermarked(TableDescription table, String name) {
        List<String> names = table.schema().names();
        if (names.contains(name)) {
            return names.indexOf(name);
        }
        List<String> near = names.stream().filter(name::equalsIgnoreCase).toList();
        if (near.size() == 1) {
            return names.indexOf(near.get(0));
        }
        throw new BarographException(
                ErrorCode.UNKNOWN_COLUMN,
                "WATERMARK FOR names column " + name + ", which table " + table.name() + " does not have"
                        + NearNames.hint(name, names, "columns"));
    }

    /** A table with options given in place, as {@code read_csv('file', header => false)} does. */
    TableDescription find(SourceText source, Token name, Map<String, String> options) {
        TableDeclaration read = new TableDeclaration(name.text(), options, null, null, List.of());
        TableDescription expected = pending.find(name.text(), read);
        if (expected != null) {
            return expected;
        }
        try {
            return catalog.table(name.text(), options, null);
        } catch (BarographException e) {
            throw source.error(e.code(), name, String.valueOf(e.getMessage()));
        }
    }
}
