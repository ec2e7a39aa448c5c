package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.ComputedRow;
import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.KeyedTotals;
import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.device.Device;
import io.barograph.core.device.DeviceGroups;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way to a device, which finds their groups and adds them up, and the groups on the way back into a table. What the device
 * leaves over is added by the states themselves.
 *
 * <p>The device has room for some groups. Where there are more, all are brought back and it starts afresh, with more room while it may take
 * more.
 */
final class DeviceFeed implements AutoCloseable {
    /** So many groups there is room for at first, and by so much more each time that they outgrow it. */
    private static final int FIRST_GROUPS = 1 << 14;

    private static final int GROWTH = 8;
    private static final int LEAST_GROUPS = 1 << 10;
    private static final int MOST_GROUPS = 1 << 28;

    /** Finds groups in a table, new ones made. */
    @FunctionalInterface
    interface Table {
        /**
         * @param words by word of the encoder, at most {@link Batch#CAPACITY} of each
         * @return valid until the next call
         */
        int[] groupsOf(long[][] words, int size);
    }

    private final KeyEncoder encoder;
    private final DeviceKeys keys;
    private final DevicePicks picks;
    private final @Nullable DeferredInput deferred;
    private final DeviceRows rows;
    private final Table table;
    private final DeviceGroups device;
    private final int mostGroups;

    private final DeviceColumn[] columns;
    private final BitSet absent = new BitSet();
    private int filled;
    /** Whether the device may have groups. */
    private boolean isUsed;

    private final long[][] keyWords;

    /**
     * @param encoder of the table's keys, of which the device gets words
     * @param shape of the rows
     * @param deferred what rows bring where the device computes what picks take in; null where they bring just that
     * @param deviceBytes that all groups may take on the device
     */
    DeviceFeed(
            Device device,
            KeyEncoder encoder,
            DeviceKeys keys,
            DevicePicks picks,
            RowsShape shape,
            @Nullable DeferredInput deferred,
            Table table,
            long deviceBytes) {
        this.encoder = encoder;
        this.keys = keys;
        this.picks = picks;
        this.deferred = deferred;
        this.rows = deferred == null ? picks : deferred;
        this.table = table;
        this.mostGroups = (int) Math.max(LEAST_GROUPS, Math.min(deviceBytes / shape.bytesPerGroup(), MOST_GROUPS));
        this.keyWords = new long[encoder.columns() + encoder.maskWords()][Batch.CAPACITY];
        this.columns = new DeviceColumn[shape.columns()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = new DeviceColumn(column == shape.flagsColumn() ? DeviceRows.ALL : 0);
        }
        this.device = device.openGroups(shape, Math.min(FIRST_GROUPS, mostGroups));
        begin();
    }

    private void begin() {
        filled = 0;
        for (int column = 0; column < columns.length; column++) {
            columns[column].begin(device.column(column));
        }
    }

    /** About how many groups the device has that the table may lack. */
    int groups() {
        return isUsed ? Math.min(device.groups(), device.groupCapacity()) : 0;
    }

    /** Takes rows. */
    void add(Batch batch, Column[] keyColumns) {
        encoder.encodeUnhashed(keyColumns, batch.size());
        // What comes back on the way takes the encoder's place for words, and where rows are undefined their arrays.
        long[][] words = Arrays.copyOf(encoder.words(), encoder.width());
        if (batch.size() > device.capacity() - filled) {
            Arrays.setAll(words, word -> Arrays.copyOf(words[word], batch.size()));
        }
        boolean hasFlags = rows.flag(batch);
        isUsed = true;
        for (int from = 0; from < batch.size(); ) {
            int some = Math.min(batch.size() - from, device.capacity() - filled);
            for (int word = 0; word < keys.count(); word++) {
                if (keys.encoderWord(word) < words.length) {
                    columns[word].put(filled, words[keys.encoderWord(word)], from, some);
                } else {
                    columns[word].putUsual(filled, some);
                }
            }
            for (int column = 0; column < rows.columns(); column++) {
                columns[keys.count() + column].put(filled, rows.column(batch, column), from, some);
            }
            DeviceColumn flags = columns[columns.length - 1];
            if (hasFlags) {
                flags.put(filled, rows.flags(), from, some);
            } else {
                flags.putUsual(filled, some);
            }
            from += some;
            filled += some;
            if (filled == device.capacity()) {
                send();
            }
        }
    }

    private void send() {
        absent.clear();
        for (int column = 0; column < columns.length; column++) {
            absent.set(column, columns[column].isAbsent());
        }
        device.send(filled, absent, this::takeLeft);
        begin();
        if (device.groups() >= device.groupCapacity()) {
            device.finish(this::takeLeft, this::takeGroups);
            if (device.groupCapacity() < mostGroups) {
                device.resize((int) Math.min((long) GROWTH * device.groupCapacity(), mostGroups));
            }
        }
    }

    private void takeLeft(@Nullable LongBuffer[] chunk, LongBuffer left, int count) {
        long[] taken = new long[Batch.CAPACITY];
        int some = 0;
        for (int i = 0; i < count; i++) {
            long each = left.get(i);
            if (deferred == null || deferred.compute(chunk, KeyedTotals.leftRow(each)) != null) {
                taken[some++] = each;
            }
            if (some == taken.length) {
                addLeft(chunk, taken, some);
                some = 0;
            }
        }
        if (some > 0) {
            addLeft(chunk, taken, some);
        }
        if (deferred != null) {
            deferred.finish();
        }
    }

    /** Has the states add some rows that were left over. */
    private void addLeft(@Nullable LongBuffer[] chunk, long[] left, int count) {
        long[][] words = Arrays.copyOf(keyWords, encoder.width());
        for (int i = 0; i < count; i++) {
            keys.complete(chunk, KeyedTotals.leftRow(left[i]), words, i);
        }
        keys.addEnds(words, count);
        int[] groups = table.groupsOf(words, count);
        for (int i = 0; i < count; i++) {
            int row = KeyedTotals.leftRow(left[i]);
            int pick = KeyedTotals.leftPick(left[i]);
            ComputedRow computed = deferred == null ? null : deferred.compute(chunk, row);
            LongBuffer given = chunk[chunk.length - 1];
            long flags = computed != null ? computed.flags() : given == null ? DeviceRows.ALL : given.get(row);
            for (int each = 0; each < picks.shapes().size(); each++) {
                if (pick == each || pick == KeyedTotals.ALL_PICKS && (flags >>> each & 1) != 0) {
                    picks.leave(each, valueOf(chunk, row, each, computed), groups[i]);
                }
            }
        }
        picks.addLeft();
    }

    private long valueOf(@Nullable LongBuffer[] chunk, int row, int pick, @Nullable ComputedRow computed) {
        RowsShape.Pick shape = picks.shapes().get(pick);
        if (!shape.totals().hasValues()) {
            return 0;
        } else if (computed != null) {
            return computed.value(shape.value());
        }
        return Objects.requireNonNull(chunk[keys.count() + shape.value()]).get(row);
    }

    /** Waits for the device, and makes the table what all rows make of it. */
    void settle() {
        if (filled > 0) {
            send();
        }
        if (isUsed) {
            device.finish(this::takeLeft, this::takeGroups);
            isUsed = false;
        }
    }

    private void takeGroups(long[][] found, List<GroupTotals> totals, int count) {
        long[][] words = new long[encoder.width()][count];
        keys.complete(found, words, count);
        picks.take(totals, table.groupsOf(words, count), count);
    }

    @Override
    public void close() {
        device.close();
    }
}
