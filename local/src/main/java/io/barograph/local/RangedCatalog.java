package io.barograph.local;

import io.barograph.core.column.Schema;
import io.barograph.core.engine.Receipt;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import io.barograph.core.watermark.LeftOutTable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tables as a receipt's run has read them: its lanes, from and to its offsets, whatever has come since. Thread-safe. */
public final class RangedCatalog implements Catalog {
    private final Catalog inner;
    private final Receipt receipt;

    public RangedCatalog(Catalog inner, Receipt receipt) {
        this.inner = inner;
        this.receipt = receipt;
    }

    @Override
    public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
        return inner.table(name, options, declared);
    }

    @Override
    public void check(TableDeclaration declaration) {
        inner.check(declaration);
    }

    @Override
    public Table open(TableDescription description) {
        if (description.leftOut() != null) {
            return new LeftOutTable(description, open(description.source()));
        }
        List<Receipt.Lane> lanes = receipt.lanes().stream()
                .filter(lane -> lane.table().equals(description.name()))
                .toList();
        Table table = inner.open(description);
        return lanes.isEmpty() ? table : new RangedTable(table, lanes);
    }
}
