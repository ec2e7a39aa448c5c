package io.barograph.connectors.postgres;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.Revisions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes on their way to a table. Of rows with a key, the last change of each key is kept, since one statement may touch a
 * row only once. Used by one thread.
 */
final class RowBuffer {
    /** Rows of a statement: more make it no faster. */
    static final int CHUNK_ROWS = 4_096;

    private static final List<String> GONE = List.of();

    private final PostgresOptions options;
    private final Schema schema;
    private final CellText[] cells;
    private final int[] key;
    private final boolean takesNullKeys;
    private final StringBuilder scratch = new StringBuilder();
    /** With a key: each one's row, or {@link #GONE}. */
    private final Map<List<String>, List<String>> byKey = new LinkedHashMap<>();
    /** Without: the last rows, and those before. */
    private final ArrayLiterals added;

    private final List<Writes.Chunk> full = new ArrayList<>();

    RowBuffer(PostgresOptions options, Schema schema, TargetTable target) {
        this.options = options;
        this.schema = schema;
        this.cells = new CellText[schema.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = new CellText(options, schema.field(i), target.types().get(i));
        }
        this.key = options.key().stream().mapToInt(schema::indexOf).toArray();
        this.takesNullKeys = target.takesNullKeys();
        this.added = new ArrayLiterals(cells.length);
    }

    /** Whether a statement is worth its while. */
    boolean isFull() {
        return byKey.size() >= CHUNK_ROWS || !full.isEmpty();
    }

    /** Takes changes; the batches are the caller's again on return. */
    void add(Revisions changes) {
        Batch before = changes.before();
        if (before != null) {
            for (int row = 0; row < before.size(); row++) {
                if (changes.hadBefore(row)) {
                    byKey.put(keyOf(before, row), GONE);
                }
            }
        }
        Batch after = changes.after();
        if (after != null) {
            for (int row = 0; row < after.size(); row++) {
                if (changes.hasAfter(row)) {
                    add(after, row);
                }
            }
        }
    }

    private void add(Batch rows, int row) {
        if (key.length == 0) {
            append(rows, row);
            return;
        }
        List<String> at = keyOf(rows, row);
        for (int i = 0; i < key.length; i++) {
            if (!takesNullKeys && at.get(i).equals(CellText.NULL)) {
                throw options.failure(
                        ErrorCode.BAD_DATA,
                        "a row has NULL in column " + schema.name(key[i])
                                + " of its key, which its PRIMARY KEY or UNIQUE does not tell apart; leave such rows out"
                                + " with WHERE, replace the NULL with coalesce(), or create the table with UNIQUE NULLS NOT"
                                + " DISTINCT (" + Writes.names(options.key()) + ")");
            }
        }
        String[] values = new String[cells.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = cell(rows, row, i);
        }
        byKey.put(at, List.of(values));
    }

    private List<String> keyOf(Batch rows, int row) {
        String[] values = new String[key.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = cell(rows, row, key[i]);
        }
        return List.of(values);
    }

    private String cell(Batch rows, int row, int column) {
        scratch.setLength(0);
        cells[column].append(rows.column(column), row, scratch);
        return scratch.toString();
    }

    private void append(Batch rows, int row) {
        List<StringBuilder> elements = added.nextRow();
        for (int i = 0; i < cells.length; i++) {
            cells[i].append(rows.column(i), row, elements.get(i));
        }
        if (added.rows() == CHUNK_ROWS) {
            full.add(new Writes.Chunk(List.of(), added.take()));
        }
    }

    boolean isEmpty() {
        return full.isEmpty() && added.rows() == 0 && byKey.isEmpty();
    }

    /** Everything so far, to be written in this order; nothing of it is kept. */
    List<Writes.Chunk> take() {
        List<Writes.Chunk> chunks = new ArrayList<>(full);
        full.clear();
        ArrayLiterals gone = new ArrayLiterals(key.length);
        byKey.forEach((at, values) -> {
            if (values.isEmpty()) {
                gone.add(at);
            } else {
                added.add(values);
            }
            if (gone.rows() == CHUNK_ROWS || added.rows() == CHUNK_ROWS) {
                chunks.add(new Writes.Chunk(gone.take(), added.take()));
            }
        });
        byKey.clear();
        if (gone.rows() + added.rows() > 0) {
            chunks.add(new Writes.Chunk(gone.take(), added.take()));
        }
        return chunks;
    }
}
