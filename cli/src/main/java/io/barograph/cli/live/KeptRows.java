package io.barograph.cli.live;

import io.barograph.cli.render.BoxTable.Cell;
import io.barograph.cli.render.CellText;
import io.barograph.core.column.Batch;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import java.util.ArrayList;
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
    private final Map<List<Object>, Entry> rows = new LinkedHashMap<>();
    private long keptRows;
    private long forgottenRows;

    /** Equal rows without a key, or the one with it. */
    private static final class Entry {
        List<Object> values;
        List<Cell> cells;
        int count;

        Entry(List<Object> values, List<Cell> cells) {
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
        Entry entry = rows.computeIfAbsent(keyOf(batch, row), absent -> new Entry(batch.row(row), cells(batch, row)));
        if (entry.count > 0 && hasKey) {
            entry.values = batch.row(row);
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
        List<Object> at = keyOf(batch, row);
        Entry entry = rows.get(at);
        if (entry == null) {
            forgottenRows = Math.max(0, forgottenRows - 1);
        } else if (entry.values.equals(batch.row(row))) {
            keptRows--;
            if (--entry.count == 0) {
                rows.remove(at);
            }
        }
    }

    private List<Object> keyOf(Batch batch, int row) {
        if (!hasKey) {
            return batch.row(row);
        }
        return batch.select(key).row(row);
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

    /** How many rows the table has, those not kept among them. */
    long count() {
        return keptRows + forgottenRows;
    }
}
