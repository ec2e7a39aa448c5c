package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What statements that have not run yet will write. */
final class PendingTables {
    /** Format of a table that a statement before this one will have written. */
    static final String FORMAT = "pending";

    private final Catalog catalog;
    private final List<Statement.Insert> inserts;

    PendingTables(Catalog catalog) {
        this(catalog, List.of());
    }

    private PendingTables(Catalog catalog, List<Statement.Insert> inserts) {
        this.catalog = catalog;
        this.inserts = new ArrayList<>(inserts);
    }

    PendingTables copy() {
        return new PendingTables(catalog, inserts);
    }

    void add(Statement.Insert insert) {
        inserts.add(insert);
    }

    void clear() {
        inserts.clear();
    }

    /** The table as it will be, as far as that is known; null where nothing is pending of what it reads. */
    @Nullable
    TableDescription find(String name, TableDeclaration read) {
        List<Statement.Insert> written = inserts.stream()
                .filter(insert -> catalog.reads(read, insert.target()))
                .toList();
        return written.isEmpty()
                ? null
                : new TableDescription(name, FORMAT, List.of(), Map.of(), schema(read, written));
    }

    /** The columns that will be written, then those of other files that are there already. */
    private Schema schema(TableDeclaration read, List<Statement.Insert> written) {
        Map<String, Field> fields = new LinkedHashMap<>();
        written.forEach(insert -> add(insert.query().root().schema(), fields));
        boolean isOne =
                written.stream().anyMatch(insert -> insert.target().path().equals(read.path()));
        if (!isOne) {
            try {
                TableDescription present = catalog.table(read.name(), read.options(), read.columns());
                if (!present.paths().stream().allMatch(path -> isWritten(path, written))) {
                    add(present.schema(), fields);
                }
            } catch (BarographException nothingYet) {
                // What is wrong with it then is told when it is read.
            }
        }
        return new Schema(List.copyOf(fields.values()));
    }

    private static void add(Schema schema, Map<String, Field> fields) {
        schema.fields().forEach(field -> fields.putIfAbsent(field.name(), field));
    }

    private boolean isWritten(String path, List<Statement.Insert> written) {
        TableDeclaration file = TableDeclaration.file(path);
        return written.stream().anyMatch(insert -> catalog.reads(file, insert.target()));
    }
}
