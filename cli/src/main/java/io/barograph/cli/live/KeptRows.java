package io.barograph.cli.live;

import io.barograph.cli.render.BoxTable.Cell;
import io.barograph.cli.render.CellText;
import io.barograph.core.aggregate.StateInput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.RowBytes;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The rows of a table as it changes, in the order in which they first came; the latest of them, and how many there are in
 * all. With a key, a row takes the place of the one with equal values there; without, every row is its own.
 */
final class KeptRows {
    /** More than any terminal shows: those before are only counted. */
    private static final int MOST_KEPT = 10_000;

    private final int[] key;
    private final boolean hasKey;
    private final int most;
    private final Map<ByteBuffer, Entry> rows = new LinkedHashMap<>();
    private final RowBytes encoder = new RowBytes();
    private long keptRows;
    private long forgottenRows;

    /** Equal rows without a key, or the one with it. */
    private static final class Entry {
        ByteBuffer values;
        List<Cell> cells;
        int count;

        Entry(ByteBuffer values, List<Cell> cells) {
            this.values = values;
            this.cells = cells;
        }
    }

    /**
     * @param key columns
     * @param hasKey whether there is a key: an empty one then means a table of one row
     * @param most rows kept
     */
    KeptRows(int[] key, boolean hasKey, int most) {
        this.key = key;
        this.hasKey = hasKey;
        this.most = most;
    }

    /** Rows with the table's declared key, or else what the query knows of one. */
    static KeptRows of(SinkRequest request) {
        List<String> declared = request.target().primaryKey();
        IntStream key = declared.isEmpty()
                ? request.key().stream().mapToInt(Integer::intValue)
                : declared.stream().mapToInt(request.schema()::indexOf);
        return new KeptRows(key.toArray(), request.hasKey() || !declared.isEmpty(), MOST_KEPT);
    }

    void apply(Revisions changes) {
        for (int i = 0; i < changes.size(); i++) {
            Batch before = changes.hadBefore(i) ? changes.before() : null;
            Batch after = changes.hasAfter(i) ? changes.after() : null;
            boolean replaces = before != null
                    && after != null
                    && hasKey
                    && keyOf(before, i).equals(keyOf(after, i))
                    && rows.containsKey(keyOf(after, i));
            if (before != null && !replaces) {
                remove(before, i);
            }
            if (after != null) {
                put(after, i);
            }
        }
    }

    private void put(Batch batch, int row) {
        Entry entry =
                rows.computeIfAbsent(keyOf(batch, row), absent -> new Entry(bytes(batch, row), cells(batch, row)));
        if (entry.count > 0 && hasKey) {
            entry.values = bytes(batch, row);
            entry.cells = cells(batch, row);
            return;
        }
        entry.count++;
        keptRows++;
        Iterator<Entry> oldest = rows.values().iterator();
        while (keptRows > most) {
            Entry forgotten = oldest.next();
            oldest.remove();
            keptRows -= forgotten.count;
            forgottenRows += forgotten.count;
        }
    }

    /** A row that goes; one that is not kept was forgotten, or came before this run. */
    private void remove(Batch batch, int row) {
        ByteBuffer at = keyOf(batch, row);
        Entry entry = rows.get(at);
        if (entry == null) {
            forgottenRows = Math.max(0, forgottenRows - 1);
        } else if (entry.values.equals(bytes(batch, row))) {
            keptRows--;
            if (--entry.count == 0) {
                rows.remove(at);
            }
        }
    }

    private ByteBuffer keyOf(Batch batch, int row) {
        return bytes(hasKey ? batch.select(key) : batch, row);
    }

    private ByteBuffer bytes(Batch batch, int row) {
        int length = encoder.encode(batch, row);
        return ByteBuffer.wrap(Arrays.copyOf(encoder.bytes(), length));
    }

    private static List<Cell> cells(Batch batch, int row) {
        List<Cell> cells = new ArrayList<>();
        for (int column = 0; column < batch.columns().length; column++) {
            cells.add(CellText.cell(batch.column(column), row));
        }
        return cells;
    }

    /** The latest rows, as many as asked for at most. */
    List<List<Cell>> last(int count) {
        List<List<Cell>> all = new ArrayList<>();
        rows.values().forEach(entry -> all.addAll(Collections.nCopies(entry.count, entry.cells)));
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    /** All that is there now, for a checkpoint. */
    SavedRows saved(Schema schema) {
        List<SavedRows.Row> all = new ArrayList<>();
        rows.forEach((at, entry) -> all.add(new SavedRows.Row(at, entry.values, entry.cells, entry.count)));
        return new SavedRows(shape(schema), forgottenRows, all);
    }

    private String shape(Schema schema) {
        return "console 1 " + schema.fields() + (hasKey ? " by " + Arrays.toString(key) : "");
    }

    /** Begins with what an earlier run had, where that was rows of these columns and this key. */
    void restore(Schema schema, StateInput shown) {
        SavedRows saved = SavedRows.read(shape(schema), shown);
        if (saved == null) {
            return;
        }
        forgottenRows = saved.forgotten();
        for (SavedRows.Row row : saved.rows()) {
            Entry entry = new Entry(row.values(), row.cells());
            entry.count = row.count();
            keptRows += row.count();
            rows.put(row.key(), entry);
        }
    }

    /** How many rows the table has, those not kept among them. */
    long count() {
        return keptRows + forgottenRows;
    }
}
