package io.barograph.formats.hive;

import io.barograph.core.column.AbsentColumn;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.source.Lane;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.TableReader;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads splits of the files, and puts the columns of the keys between the files' own. */
final class HiveTableReader implements TableReader {
    private final HiveTable table;
    private final TableReader files;
    private final int[] columns;
    /** By column asked for; for the files' own null. Those of texts share a dictionary through all files. */
    private final @Nullable Column[] keys;

    private final Dictionary[] dictionaries;
    private int lane = -1;

    HiveTableReader(HiveTable table, TableReader files, int[] columns) {
        this.table = table;
        this.files = files;
        this.columns = columns;
        this.keys = new @Nullable Column[columns.length];
        this.dictionaries = new Dictionary[columns.length];
        Arrays.setAll(dictionaries, i -> new Dictionary());
    }

    @Override
    public SplitReader read(Split split, long recordStart, RejectHandler rejects) throws IOException {
        SplitReader records = files.read(split, recordStart, rejects);
        if (split.lane().index() != lane) {
            begin(split.lane());
        }
        return new Reader(records);
    }

    private void begin(Lane next) {
        lane = next.index();
        for (int i = 0; i < columns.length; i++) {
            if (table.isKey(columns[i])) {
                keys[i] = column(table.type(columns[i]), table.value(next, columns[i]), dictionaries[i]);
            }
        }
    }

    private static Column column(Type type, @Nullable Object value, Dictionary dictionary) {
        if (value == null) {
            return AbsentColumn.of(type);
        }
        if (value instanceof Long number) {
            long[] numbers = new long[Batch.CAPACITY];
            Arrays.fill(numbers, number);
            return new LongColumn(type, numbers, Validity.ALL);
        }
        int[] codes = new int[Batch.CAPACITY];
        Arrays.fill(codes, dictionary.intern((String) value));
        return new VarcharColumn(codes, dictionary, Validity.ALL);
    }

    private final class Reader implements SplitReader {
        private final SplitReader records;

        Reader(SplitReader records) {
            this.records = records;
        }

        @Override
        public @Nullable Batch next() throws IOException {
            Batch batch = records.next();
            if (batch == null) {
                return null;
            }
            Column[] all = new Column[columns.length];
            int own = 0;
            for (int i = 0; i < all.length; i++) {
                Column key = keys[i];
                all[i] = key == null ? batch.column(own++) : key;
            }
            return new Batch(all, batch.size());
        }

        @Override
        public RejectedRecord refuse(int row, String reason) throws IOException {
            return records.refuse(row, reason);
        }

        @Override
        public long startOffset() {
            return records.startOffset();
        }

        @Override
        public long endOffset() {
            return records.endOffset();
        }

        @Override
        public long bytesRead() {
            return records.bytesRead();
        }

        @Override
        public long recordsRead() {
            return records.recordsRead();
        }

        @Override
        public long recordsPruned() {
            return records.recordsPruned();
        }

        @Override
        public long linesRead() {
            return records.linesRead();
        }

        @Override
        public void close() throws IOException {
            records.close();
        }
    }
}
