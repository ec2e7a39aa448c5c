package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.ComputedRow;
import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.KeyedTotals;
import io.barograph.core.aggregate.totals.RowProgram;
import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Validity;
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
    private static final long[][] NO_VALUES = {};

    /** Where groups go. */
    interface Table {
        int groups();

        /** Bytes of heap that one takes at least. */
        long leastGroupBytes();

        /**
         * Finds groups, new ones made.
         *
         * @param words by word of the encoder, at most {@link Batch#CAPACITY} of each
         * @return valid until the next call
         */
        int[] groupsOf(long[][] words, int size);
    }

    private final KeyEncoder encoder;
    private final DeviceKeys keys;
    private final DevicePicks picks;
    private final @Nullable TalliedValues tallied;
    private final @Nullable DeferredInput deferred;
    private final int[] keyColumns;
    private final DeviceRows rows;
    private final Table table;
    private final long groupBytes;
    private final DeviceGroups device;
    private final int mostGroups;

    private final DeviceColumn[] columns;
    /** Words of keys that rows do not bring. */
    private final BitSet computedWords = new BitSet();

    private final BitSet absent = new BitSet();
    private int filled;
    /** Rows of the chunk that was sent last. */
    private int underWay;
    /** Whether the device may have groups. */
    private boolean isUsed;
    /** Whether the device is giving groups or rows. */
    private boolean isGiving;

    private final WholeKeys wholeKeys;
    /** Where panes begin, if the device has to be told; else null. */
    private final @Nullable PaneList panes;
    /** Times of a batch that panes are listed for. */
    private final long[] paneTimes = new long[Batch.CAPACITY];

    /** How many groups of the table one of the device makes, about. */
    private double wholeGroups;
    /** How many came back last, and how many they have made of the table. */
    private double brought;

    private double broughtWhole;

    /**
     * @param encoder of the table's keys, of which the device gets words
     * @param shape of the rows
     * @param deferred what rows bring where the device computes what picks take in; null where they bring just that
     * @param keyColumns the keys among the columns of batches, or {@link DeferredRows#COMPUTED}
     * @param between asked again and again while much goes into the table
     * @param deviceBytes that all groups may take on the device
     */
    DeviceFeed(
            Device device,
            KeyEncoder encoder,
            DeviceKeys keys,
            DevicePicks picks,
            RowsShape shape,
            @Nullable DeferredInput deferred,
            int[] keyColumns,
            Table table,
            Runnable between,
            long deviceBytes) {
        this.encoder = encoder;
        this.keys = keys;
        this.picks = picks;
        this.tallied = picks.tallied();
        this.deferred = deferred;
        this.keyColumns = keyColumns;
        this.rows = deferred == null ? picks : deferred;
        this.table = table;
        this.groupBytes = table.leastGroupBytes();
        this.mostGroups = (int) Math.max(LEAST_GROUPS, Math.min(deviceBytes / shape.bytesPerGroup(), MOST_GROUPS));
        this.wholeKeys = new WholeKeys(encoder, keys, between);
        this.panes = keys.panes() != null && shape.hasBoundaries() ? new PaneList(keys.panes()) : null;
        this.wholeGroups = keys.windowsOfTime();
        RowProgram program = shape.program();
        if (program != null) {
            program.keys().words().forEach(key -> computedWords.set(key.word()));
        }
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

    /**
     * About how many groups the table may lack: those of the device, and of rows on their way, of which nobody knows yet, one of each. While
     * the device gives them none: what has come the table has, and it can be put away before the rest comes.
     */
    int groups() {
        if (!isUsed || isGiving || encoder.columns() == 0) {
            return 0;
        }
        int found = Math.min(device.groups(), device.groupCapacity());
        return (int) Math.min(wholeGroups * (found + underWay + filled), MOST_GROUPS);
    }

    /** Takes rows. */
    void add(Batch batch) {
        Column[] keyValues = keyValues(batch);
        coverTimes(batch, keyValues);
        encoder.encodeUnhashed(keyValues, batch.size());
        // What comes back on the way takes the encoder's place for words, and where rows are undefined their arrays.
        long[][] words = Arrays.copyOf(encoder.words(), encoder.width());
        if (batch.size() > device.capacity() - filled) {
            Arrays.setAll(words, word -> Arrays.copyOf(words[word], batch.size()));
        }
        boolean hasFlags = rows.flag(batch);
        long[][] values = valuesOf(batch, hasFlags);
        isUsed = true;
        for (int from = 0; from < batch.size(); ) {
            int some = Math.min(batch.size() - from, device.capacity() - filled);
            for (int word = 0; word < keys.count(); word++) {
                if (word < keys.tallied()) {
                    columns[word].put(filled, values[word], from, some);
                } else if (keys.encoderWord(word) < words.length && !computedWords.get(word)) {
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
                // What came back has let go of texts that words stood for.
                if (send() && from < batch.size()) {
                    values = valuesOf(batch, hasFlags);
                }
            }
        }
    }

    private Column[] keyValues(Batch batch) {
        // Not an array that is kept: what the device leaves over may be added to the table before these are looked at.
        Column[] values = new Column[keyColumns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = keyColumns[i] == DeferredRows.COMPUTED
                    ? encoder.codec(i).decode(new long[batch.size()], batch.size(), Validity.ALL)
                    : batch.column(keyColumns[i]);
        }
        return values;
    }

    private long[][] valuesOf(Batch batch, boolean hasFlags) {
        return tallied == null ? NO_VALUES : tallied.encode(batch, hasFlags ? rows.flags() : null);
    }

    /** Lists the panes of a batch's times, where the device has to be told; what is not listed it leaves over. */
    private void coverTimes(Batch batch, Column[] keyValues) {
        if (panes == null) {
            return;
        }
        LongColumn times = (LongColumn) keyValues[keys.timeColumn()];
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
            long time = times.values()[i];
            if (!times.validity().isNull(i) && keys.hold(time)) {
                least = Math.min(least, time);
                greatest = Math.max(greatest, time);
                paneTimes[count++] = time;
            }
        }
        if (count == 0 || panes.cover(least, greatest)) {
            return;
        }
        PaneList.Stretch better = panes.better(paneTimes, count);
        if (better != null) {
            if (filled > 0) {
                send();
            }
            panes.restart(better);
        }
    }

    /** Returns whether groups have come back, since there was room for no more. */
    private boolean send() {
        if (panes != null) {
            device.setBoundaries(panes.boundaries(), panes.count());
        }
        absent.clear();
        for (int column = 0; column < columns.length; column++) {
            absent.set(column, columns[column].isAbsent());
        }
        isGiving = true;
        device.send(filled, absent, this::takeLeft);
        isGiving = false;
        underWay = filled;
        begin();
        if (device.groups() < device.groupCapacity()) {
            return false;
        }
        bringBack();
        if (device.groupCapacity() < mostGroups) {
            device.resize((int) Math.min((long) GROWTH * device.groupCapacity(), mostGroups));
        }
        return true;
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
        WholeKeys.Taker taker = (words, places, some, from) -> addLeft(chunk, left, words, places, some);
        for (int i = 0; i < count; i++) {
            takeKey(chunk, KeyedTotals.leftRow(left[i]));
            wholeKeys.add(i, 0, taker);
        }
        wholeKeys.give(taker);
    }

    private void takeKey(@Nullable LongBuffer[] chunk, int row) {
        ComputedRow computed = deferred == null || computedWords.isEmpty() ? null : deferred.compute(chunk, row);
        if (computed == null) {
            keys.take(chunk, row);
        } else {
            keys.take(chunk, row, computed);
        }
    }

    private void addLeft(@Nullable LongBuffer[] chunk, long[] left, long[][] words, int[] places, int count) {
        int[] groups = table.groupsOf(words, count);
        ComputedRow computed = null;
        for (int i = 0; i < count; i++) {
            int row = KeyedTotals.leftRow(left[places[i]]);
            int pick = KeyedTotals.leftPick(left[places[i]]);
            if (deferred != null && (i == 0 || places[i] != places[i - 1])) {
                computed = deferred.compute(chunk, row);
            }
            ComputedRow ofRow = computed;
            LongBuffer given = chunk[chunk.length - 1];
            long flags = computed != null ? computed.flags() : given == null ? DeviceRows.ALL : given.get(row);
            for (int each = 0; each < picks.shapes().size(); each++) {
                if (pick == each || pick == KeyedTotals.ALL_PICKS && (flags >>> each & 1) != 0) {
                    picks.leave(each, value -> valueOf(chunk, row, value, ofRow), groups[i]);
                    if (tallied != null) {
                        tallied.leave(each, chunk, row, groups[i]);
                    }
                }
            }
        }
        picks.addLeft();
        if (tallied != null) {
            tallied.addLeft();
        }
    }

    private long valueOf(@Nullable LongBuffer[] chunk, int row, int value, @Nullable ComputedRow computed) {
        return computed != null
                ? computed.value(value)
                : Objects.requireNonNull(chunk[keys.count() + value]).get(row);
    }

    /** From now on rows feed these states, whose table has no groups yet. */
    void feed(DevicePicks others) {
        picks.feed(others);
    }

    /** Waits for the device, and makes the table what all rows make of it. */
    void settle() {
        if (filled > 0) {
            send();
        }
        if (isUsed) {
            bringBack();
            isUsed = false;
        }
    }

    private void bringBack() {
        brought = 0;
        broughtWhole = 0;
        isGiving = true;
        device.finish(this::takeLeft, this::takeGroups);
        isGiving = false;
        underWay = 0;
        if (tallied != null) {
            tallied.forget();
        }
        if (brought > 0) {
            wholeGroups = Math.max(1, broughtWhole / brought);
        }
    }

    private void takeGroups(long[][] found, List<GroupTotals> totals, int count) {
        WholeKeys.Taker taker = (words, places, some, from) -> {
            int had = table.groups();
            int[] groups = table.groupsOf(words, some);
            if (from == 0) {
                broughtWhole += table.groups() - had;
                picks.take(some(totals, count, places, some), groups, some);
            }
            if (tallied != null) {
                tallied.take(found, places, totals, groups, some, from);
            }
        };
        for (int i = 0; i < count; i++) {
            keys.take(found, i);
            wholeKeys.add(i, tallied == null ? 0 : tallied.rows(totals, i), taker);
        }
        wholeKeys.give(taker);
        brought += count;
    }

    private static List<GroupTotals> some(List<GroupTotals> totals, int count, int[] places, int some) {
        return some == count && places[0] == 0 && places[count - 1] == count - 1
                ? totals
                : totals.stream().map(of -> of.some(places, some)).toList();
    }

    /** Bytes of heap that {@link #groups} will take, and what is known of values there; none while the device gives: what has come can be put away, this cannot. */
    long memoryBytes() {
        return groupBytes * groups() + (tallied == null || isGiving ? 0 : tallied.memoryBytes());
    }

    @Override
    public void close() {
        device.close();
    }
}
