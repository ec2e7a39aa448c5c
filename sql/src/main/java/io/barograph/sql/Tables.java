package io.barograph.sql;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.NearNames;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.TableDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables that a text can name: those that it declares itself, and whatever the catalog knows. */
final class Tables {
    /** A CREATE TABLE of the text. */
    private record Declaration(
            String name,
            Map<String, String> options,
            @Nullable Schema columns) {}

    private final Catalog catalog;
    private final Map<String, Declaration> declared = new LinkedHashMap<>();
    private final Map<String, TableDescription> described = new HashMap<>();

    Tables(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Adds a declaration; false where the name is taken. */
    boolean declare(String name, Map<String, String> options, @Nullable Schema columns) {
        return declared.putIfAbsent(name.toLowerCase(Locale.ROOT), new Declaration(name, options, columns)) == null;
    }

    List<String> declaredNames() {
        return new ArrayList<>(declared.values().stream().map(Declaration::name).toList());
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
        TableDescription seen = described.get(text);
        if (seen != null) {
            return seen;
        }
        Declaration declaration = declared.get(text.toLowerCase(Locale.ROOT));
        try {
            TableDescription table = declaration == null
                    ? catalog.table(text, Map.of(), null)
                    : catalog.table(declaration.name(), declaration.options(), declaration.columns());
            described.put(text, table);
            return table;
        } catch (BarographException e) {
            List<String> known = declaredNames();
            known.addAll(others);
            String hint = declaration == null ? NearNames.hint(text, known, "tables of this text") : "";
            throw source.error(e.code(), name, e.getMessage() + hint);
        }
    }

    /** A table with options given in place, as {@code read_csv('file', header => false)} does. */
    TableDescription find(SourceText source, Token name, Map<String, String> options) {
        try {
            return catalog.table(name.text(), options, null);
        } catch (BarographException e) {
            throw source.error(e.code(), name, String.valueOf(e.getMessage()));
        }
    }
}
