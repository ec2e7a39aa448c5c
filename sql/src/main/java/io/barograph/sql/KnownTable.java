package io.barograph.sql;

import io.barograph.core.column.Schema;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A catalog of one table that is known already: whatever name a query gives it means this one. */
public record KnownTable(TableDescription table, Catalog opener) implements Catalog {
    @Override
    public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
        return table;
    }

    @Override
    public Table open(TableDescription description) {
        return opener.open(description);
    }
}
