package io.barograph.formats.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.Revisions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Revisions as rows that are only added: a first column {@code op} says {@code +I} for a row that takes the place of none,
 * {@code -U} and {@code +U} for an old row and the new one behind it, {@code -D} for a row that goes. Used by one thread.
 */
final class ChangelogRows {
    private static final String NAME = "op";
    private static final List<String> OPERATIONS = List.of("+I", "-U", "+U", "-D");

    private final Schema schema;
    private final BatchCompactor compactor;
    private final Dictionary dictionary = new Dictionary();
    private final int[] codes;
    private final int[] positions = new int[Batch.CAPACITY];

    /** @throws BarographException INVALID_OPTION where a column has the name already */
    ChangelogRows(Schema rows) {
        if (rows.indexOf(NAME) >= 0) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "a changelog has a column '" + NAME + "' of its own; give the query's another name");
        }
        List<Field> fields = new ArrayList<>(List.of(new Field(NAME, Type.VARCHAR)));
        fields.addAll(rows.fields());
        schema = new Schema(fields);
        compactor = BatchCompactor.of(rows);
        codes = OPERATIONS.stream().mapToInt(dictionary::intern).toArray();
    }

    /** The rows with their operation. */
    Schema schema() {
        return schema;
    }

    /** Hands over the changes in their order; the batches are valid until the taker returns. */
    void rows(Revisions changes, Consumer<Batch> taker) {
        int from = 0;
        while (from < changes.size()) {
            boolean had = changes.hadBefore(from);
            boolean has = changes.hasAfter(from);
            int to = from + 1;
            // An old row stands right before its new one: pairs go one by one, what comes or goes alone together.
            while (to < changes.size() && had != has && changes.hadBefore(to) == had && changes.hasAfter(to) == has) {
                to++;
            }
            if (had) {
                taker.accept(rows(Objects.requireNonNull(changes.before()), from, to, has ? 1 : 3));
            }
            if (has) {
                taker.accept(rows(Objects.requireNonNull(changes.after()), from, to, had ? 2 : 0));
            }
            from = to;
        }
    }

    private Batch rows(Batch batch, int from, int to, int operation) {
        for (int i = from; i < to; i++) {
            positions[i - from] = i;
        }
        Batch some = compactor.compact(batch, positions, to - from);
        int[] operations = new int[to - from];
        Arrays.fill(operations, codes[operation]);
        Column[] columns = new Column[schema.size()];
        columns[0] = new VarcharColumn(operations, dictionary, Validity.ALL);
        System.arraycopy(some.columns(), 0, columns, 1, columns.length - 1);
        return new Batch(columns, to - from);
    }
}
