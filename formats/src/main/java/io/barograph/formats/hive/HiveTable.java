package io.barograph.formats.hive;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.source.Block;
import io.barograph.core.source.ColumnComparison;
import io.barograph.core.source.Lane;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table with keys in its files' paths: the files' own table, and columns that have one value in a file. Files whose value
 * no condition allows are not opened: nothing of them is read, and nothing counted.
 */
public final class HiveTable implements Table {
    private final TableDescription description;
    private final Table files;
    /** By column: its place among the files' own; -1 for keys. */
    private final int[] places;
    /** By lane and column; null for the files' own columns, and for NULL. */
    private final @Nullable Object[][] values;

    /** @param files of the {@link HiveLayout#files} of this description */
    public HiveTable(TableDescription description, Table files) {
        this.description = description;
        this.files = files;
        Schema schema = description.schema();
        places = new int[schema.size()];
        for (int c = 0; c < places.length; c++) {
            boolean isKey = HiveLayout.isKey(description, schema.name(c));
            places[c] = isKey ? -1 : files.description().schema().indexOf(schema.name(c));
        }
        List<Lane> lanes = files.lanes();
        values = new @Nullable Object[lanes.size()][schema.size()];
        for (int lane = 0; lane < values.length; lane++) {
            Map<String, @Nullable String> keys = HivePath.keys(lanes.get(lane).name());
            for (int c = 0; c < places.length; c++) {
                String text = places[c] < 0 ? keys.get(schema.name(c)) : null;
                values[lane][c] = text == null ? null : HivePath.value(text, schema.type(c));
            }
        }
    }

    @Override
    public TableDescription description() {
        return description;
    }

    @Override
    public List<Lane> lanes() {
        return files.lanes();
    }

    @Override
    public List<Block> blocks(Lane lane) throws IOException {
        return files.blocks(lane);
    }

    @Override
    public String recordUnit() {
        return files.recordUnit();
    }

    @Override
    public long[] recordStarts(Lane lane, long[] offsets) throws IOException {
        return files.recordStarts(lane, offsets);
    }

    @Override
    public boolean mayHold(Lane lane, List<ColumnComparison> conditions) {
        for (ColumnComparison condition : conditions) {
            if (places[condition.column()] < 0 && !isTrue(values[lane.index()][condition.column()], condition)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTrue(@Nullable Object value, ColumnComparison condition) {
        if (value == null) {
            return false;
        }
        int order = value instanceof Long number
                ? Long.compare(number, (Long) condition.constant())
                : Arrays.compareUnsigned(utf8(value), utf8(condition.constant()));
        return switch (condition.operator()) {
            case EQUAL -> order == 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    private static byte[] utf8(Object text) {
        return ((String) text).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public TableReader newReader(int[] columns) {
        return newReader(columns, List.of());
    }

    @Override
    public TableReader newReader(int[] columns, List<ColumnComparison> conditions) {
        List<ColumnComparison> ofFiles = new ArrayList<>();
        for (ColumnComparison condition : conditions) {
            if (places[condition.column()] >= 0) {
                ofFiles.add(
                        new ColumnComparison(places[condition.column()], condition.operator(), condition.constant()));
            }
        }
        int[] own = Arrays.stream(columns)
                .filter(column -> places[column] >= 0)
                .map(column -> places[column])
                .toArray();
        return new HiveTableReader(this, files.newReader(own, ofFiles), columns);
    }

    boolean isKey(int column) {
        return places[column] < 0;
    }

    Type type(int column) {
        return description.schema().type(column);
    }

    @Nullable
    Object value(Lane lane, int column) {
        return values[lane.index()][column];
    }
}
