package io.barograph.formats.text;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.text.EpochUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The arrays that rows are parsed into, by column of the table's schema. Columns that nobody asked for have arrays too,
 * since their fields are checked all the same.
 */
public final class Columns {
    private static final int WORDS = Validity.wordCount(Batch.CAPACITY);

    public final int[] kinds;
    public final long[][] longs;
    /** The upper halves of DECIMALs, whose lower ones are longs. */
    public final long[][] highs;

    public final double[][] doubles;
    public final boolean[][] booleans;
    public final int[][] codes;
    public final TextInterner[] texts;
    /** Of {@link ColumnKind#EPOCH} columns; null for the others. */
    public final @Nullable EpochUnit[] units;

    private final Schema schema;
    private final int[] projection;
    private final long[][] validity;
    private final boolean[] hasNulls;

    public Columns(Schema schema, int[] projection, Dialect dialect, @Nullable EpochUnit[] units) {
        int size = schema.size();
        this.schema = schema;
        this.projection = projection;
        this.units = units;
        kinds = new int[size];
        longs = new long[size][0];
        highs = new long[size][0];
        doubles = new double[size][0];
        booleans = new boolean[size][0];
        codes = new int[size][0];
        texts = new TextInterner[size];
        validity = new long[size][WORDS];
        hasNulls = new boolean[size];
        NullWords nulls = NullWords.inText(dialect.nulls());
        for (int c = 0; c < size; c++) {
            boolean read = Arrays.binarySearch(projection, c) >= 0;
            switch (schema.type(c).kind()) {
                case BIGINT -> {
                    kinds[c] = ColumnKind.BIGINT;
                    longs[c] = new long[Batch.CAPACITY];
                }
                case INTERVAL -> {
                    kinds[c] = ColumnKind.INTERVAL;
                    longs[c] = new long[Batch.CAPACITY];
                }
                case TIMESTAMP -> {
                    kinds[c] = units[c] == null ? ColumnKind.TIMESTAMP : ColumnKind.EPOCH;
                    longs[c] = new long[Batch.CAPACITY];
                }
                case DATE -> {
                    kinds[c] = ColumnKind.DATE;
                    longs[c] = new long[Batch.CAPACITY];
                }
                case DECIMAL -> {
                    kinds[c] = ColumnKind.DECIMAL;
                    longs[c] = new long[Batch.CAPACITY];
                    highs[c] = new long[Batch.CAPACITY];
                }
                case DOUBLE -> {
                    kinds[c] = ColumnKind.DOUBLE;
                    doubles[c] = new double[Batch.CAPACITY];
                }
                case BOOLEAN -> {
                    kinds[c] = ColumnKind.BOOLEAN;
                    booleans[c] = new boolean[Batch.CAPACITY];
                }
                case VARCHAR -> {
                    kinds[c] = read ? ColumnKind.VARCHAR : ColumnKind.UNREAD_TEXT;
                    codes[c] = new int[Batch.CAPACITY];
                    texts[c] = new TextInterner(dialect, nulls, c == size - 1);
                }
            }
            Arrays.fill(validity[c], -1L);
        }
    }

    /** Every position is present again. */
    public void startBatch() {
        for (int c = 0; c < kinds.length; c++) {
            if (hasNulls[c]) {
                Arrays.fill(validity[c], -1L);
                hasNulls[c] = false;
            }
            if (kinds[c] == ColumnKind.VARCHAR) {
                texts[c].startBatch();
            }
        }
    }

    public void setNull(int column, int row) {
        Validity.setNull(validity[column], row);
        hasNulls[column] = true;
        if (codes[column].length > 0) {
            codes[column][row] = 0;
        }
    }

    /** Forgets what a row that proved malformed left behind. */
    public void clearRow(int row) {
        for (int c = 0; c < kinds.length; c++) {
            if (hasNulls[c]) {
                Validity.setPresent(validity[c], row);
            }
        }
    }

    public Batch batch(int size) {
        Column[] columns = new Column[projection.length];
        for (int i = 0; i < columns.length; i++) {
            int c = projection[i];
            Validity present = hasNulls[c] ? Validity.of(validity[c]) : Validity.ALL;
            columns[i] = switch (kinds[c]) {
                case ColumnKind.DOUBLE -> new DoubleColumn(doubles[c], present);
                case ColumnKind.BOOLEAN -> new BooleanColumn(booleans[c], present);
                case ColumnKind.VARCHAR -> {
                    Dictionary dictionary = texts[c].dictionary();
                    yield new VarcharColumn(codes[c], dictionary, present);
                }
                case ColumnKind.DECIMAL -> new DecimalColumn(schema.type(c), highs[c], longs[c], present);
                default -> new LongColumn(schema.type(c), longs[c], present);
            };
        }
        return new Batch(columns, size);
    }
}
