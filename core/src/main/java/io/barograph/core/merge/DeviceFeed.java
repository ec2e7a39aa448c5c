package io.barograph.core.merge;

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
     * @param deviceBytes that all groups may take on the device
     */
    DeviceFeed(
            Device device,
            KeyEncoder encoder,
            @Nullable TumbledKeys tumbled,
            DevicePicks picks,
            Table table,
            long deviceBytes) {
        this.encoder = encoder;
        this.keys = new DeviceKeys(encoder.columns(), encoder.maskWords(), tumbled);
        this.picks = picks;
        this.table = table;
        RowsShape shape = new RowsShape(keys.count(), keys.window(), picks.values(), picks.shapes());
        this.mostGroups = (int) Math.max(LEAST_GROUPS, Math.min(deviceBytes / shape.bytesPerGroup(), MOST_GROUPS));
        this.keyWords = new long[encoder.columns() + encoder.maskWords()][Batch.CAPACITY];
        this.columns = new DeviceColumn[shape.columns()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = new DeviceColumn(column == shape.flagsColumn() ? DevicePicks.ALL : 0);
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
        // What comes back on the way takes the encoder's place for words, and not their arrays.
        long[][] words = Arrays.copyOf(encoder.words(), encoder.width());
        boolean hasFlags = picks.pick(batch);
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
            for (int value = 0; value < picks.values(); value++) {
                columns[keys.count() + value].put(filled, picks.column(batch, value), from, some);
            }
            DeviceColumn flags = columns[columns.length - 1];
            if (hasFlags) {
                flags.put(filled, picks.flags(), from, some);
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
        LongBuffer flags = chunk[chunk.length - 1];
        long[][] words = Arrays.copyOf(keyWords, encoder.width());
        for (int from = 0; from < count; from += Batch.CAPACITY) {
            int some = Math.min(Batch.CAPACITY, count - from);
            for (int i = 0; i < some; i++) {
                keys.complete(chunk, KeyedTotals.leftRow(left.get(from + i)), words, i);
            }
            keys.addEnds(words, some);
            int[] groups = table.groupsOf(words, some);
            for (int i = 0; i < some; i++) {
                int row = KeyedTotals.leftRow(left.get(from + i));
                int pick = KeyedTotals.leftPick(left.get(from + i));
                if (pick != KeyedTotals.ALL_PICKS) {
                    addLeft(pick, chunk, row, groups[i]);
                    continue;
                }
                for (int each = 0; each < picks.shapes().size(); each++) {
                    if (flags == null || (flags.get(row) >>> each & 1) != 0) {
                        addLeft(each, chunk, row, groups[i]);
                    }
                }
            }
            picks.addLeft();
        }
    }

    private void addLeft(int pick, @Nullable LongBuffer[] chunk, int row, int group) {
        RowsShape.Pick shape = picks.shapes().get(pick);
        LongBuffer values = shape.totals().hasValues() ? chunk[keys.count() + shape.value()] : null;
        picks.leave(pick, values == null ? 0 : values.get(row), group);
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
