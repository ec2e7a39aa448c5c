package io.barograph.core.watermark;

import io.barograph.core.source.Lane;
import io.barograph.core.source.LeftOut;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import java.util.List;
import java.util.Objects;

/**
 * The records that a bounded table's answers leave out, as a table: found anew by reading the lanes, each from its start to its
 * end, for they are a function of what the lanes hold. Thread-safe.
 */
public final class LeftOutTable implements Table {
    private final TableDescription description;
    private final LeftOut what;
    private final Table table;

    /**
     * @param description of left-out records
     * @param table whose they are
     */
    public LeftOutTable(TableDescription description, Table table) {
        this.description = description;
        this.what = Objects.requireNonNull(description.leftOut());
        this.table = table;
    }

    @Override
    public TableDescription description() {
        return description;
    }

    /** Those of the table, each in one piece: what is late depends on what stands before it. */
    @Override
    public List<Lane> lanes() {
        return table.lanes().stream()
                .map(lane -> new Lane(lane.index(), lane.name(), lane.sizeBytes(), false))
                .toList();
    }

    @Override
    public TableReader newReader(int[] columns) {
        return (split, recordStart, rejects) ->
                new LeftOutReader(what, table, table.lanes().get(split.lane().index()), columns);
    }

    @Override
    public String recordUnit() {
        return table.recordUnit();
    }

    @Override
    public String offsetUnit() {
        return table.offsetUnit();
    }

    /** Nobody asks: lanes are not cut. */
    @Override
    public long[] recordStarts(Lane lane, long[] offsets) {
        return offsets.clone();
    }
}
