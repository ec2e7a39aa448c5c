package io.barograph.frame;

import io.barograph.core.column.Schema;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers descriptions: every verb is planned at once, so that it can fail at once, and files are looked at only once. */
final class DescribedOnce implements Catalog {
    private record Asked(String name, Map<String, String> options, Optional<Schema> declared) {}

    private final Catalog catalog;
    private final Map<Asked, TableDescription> known = new ConcurrentHashMap<>();

    DescribedOnce(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
        Asked asked = new Asked(name, Map.copyOf(options), Optional.ofNullable(declared));
        TableDescription table = known.get(asked);
        if (table == null) {
            table = catalog.table(name, options, declared);
            known.put(asked, table);
        }
        return table;
    }

    @Override
    public Table open(TableDescription description) {
        return catalog.open(description);
    }
}
