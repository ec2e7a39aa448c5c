package io.barograph.core.merge;

import io.barograph.core.aggregate.LongPages;
import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.StateSpec;
import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.device.Device;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Plan;
import io.barograph.core.stage.RowOperator;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The groups of an aggregation and their states: rows go in with {@link #add}, tables and parts of tables with
 * {@link #merge} and {@link #mergePartition}, results come out of {@link MergedGroups}.
 *
 * <p>A key may have any columns; NULLs are equal to each other, as are NaNs, and -0.0 is 0.0. Without keys there is one
 * group, even over empty input.
 *
 * <p><b>Law 1.</b> However rows are cut into tables and tables merged, equal rows give equal groups with equal states.
 * Group numbers are an inner matter of one table.
 *
 * <p><b>Checkpoint.</b> {@link #writeGroup} per group, and {@link #readGroup} into any table. <b>Lifetime.</b> A group stays as
 * long as its table: whoever lets windows go keeps one table for each.
 *
 * <p>One thread per table. Several threads may merge <em>from</em> one table at once while nobody changes it.
 */
public final class MergeTable {
    private static final int VERSION = 1;

    private final Schema input;
    private final Plan.Aggregate node;
    private final int[] keyColumns;
    private final Column[] keys;
    private final KeyEncoder encoder;
    private GroupIndex index;
    private RunGroups runs;
    private CallStates states;

    private final int[] allKeys;
    /** Where rows go; null where they are added here. */
    private @Nullable DeviceFeed feed;

    private final int[] groupsOfRows = new int[Batch.CAPACITY];

    /**
     * @param input the columns of the batches
     * @param node keys and calls refer to these columns
     */
    public MergeTable(Schema input, Plan.Aggregate node) {
        this.input = input;
        this.node = node;
        this.keyColumns = node.keys().stream().mapToInt(Integer::intValue).toArray();
        this.allKeys = IntStream.range(0, keyColumns.length).toArray();
        this.keys = new Column[keyColumns.length];
        this.encoder = new KeyEncoder(node.keys().stream().map(input::type).toList());
        this.index = new GroupIndex(keyColumns.length);
        this.runs = new RunGroups(encoder, index);
        this.states = new CallStates(input, node.calls());
        if (keyColumns.length == 0) {
            states.resize(1);
        }
    }

    /** An empty table for the same aggregation. */
    public MergeTable empty() {
        return new MergeTable(input, node);
    }

    public int groups() {
        return keyColumns.length == 0 ? 1 : index.groups();
    }

    /** Adds the rows of a batch, whose arrays are not kept. */
    public void add(Batch batch) {
        if (feed == null) {
            addHere(batch);
        } else {
            feed.add(batch);
        }
    }

    /** Adds rows as if there were no device. */
    public void addHere(Batch batch) {
        for (int i = 0; i < keys.length; i++) {
            keys[i] = batch.column(keyColumns[i]);
        }
        if (keyColumns.length > 0) {
            findGroups(batch.size());
            states.resize(index.groups());
        }
        states.add(batch, groupsOfRows);
    }

    /** Why a device cannot add up what this table keeps, as a sentence without its end; empty where it can. */
    public Optional<String> notForDevice() {
        return states.notForDevice();
    }

    /** Whether a device counts tuples of values beside what it adds up. */
    public boolean talliesOnDevice() {
        return states.tallies();
    }

    /**
     * Leaves the last operators in front of this table to a device; only where it can add up all.
     *
     * @param before the columns before these operators
     * @param windows as {@link #addOn} takes them
     */
    public DeferredRows.Attempt defer(Schema before, List<RowOperator> operators, @Nullable WindowKeys windows) {
        return talliesOnDevice()
                ? new DeferredRows.Attempt(null, "a GPU counts values as they come")
                : DeferredRows.attempt(
                        before, operators, node.keys(), windows, states.devicePicks(), deviceKeys(windows));
    }

    private DeviceKeys deviceKeys(@Nullable WindowKeys windows) {
        return deviceKeys(encoder.maskWords(), windows);
    }

    private DeviceKeys deviceKeys(int maskWords, @Nullable WindowKeys windows) {
        return new DeviceKeys(
                keyColumns.length, maskWords, windows, states.tallied().size());
    }

    /**
     * What a device is told of rows that have no NULL keys, and adds up of them; only where it can all.
     *
     * @param windows as {@link #addOn} takes them
     */
    public RowsShape deviceShape(@Nullable WindowKeys windows, @Nullable DeferredRows deferred) {
        return states.devicePicks().rows(deviceKeys(0, windows), deferred);
    }

    /**
     * From now on a device brings the rows that {@link #add} is given into groups, and adds them up. Before anything but {@link #groups},
     * {@link #groupsOnDevice} and {@link #memoryBytes} is asked for, {@link #settle}; before the device is closed, {@link #leaveDevice}.
     *
     * @param windows keys that rows bring a time for, which the windows' panes hold; null where they bring all
     * @param deferred operators that it takes over: rows come as they are before these; null where there are none
     * @param operators take rows that come so, and give what is left of them to {@link #addHere}
     * @param between asked again and again while much comes back at once, which may be within {@link #add}, too; it may {@link #letGo}
     * @param deviceBytes that groups may take there; where they outgrow that, they are brought back in between
     */
    public void addOn(
            Device device,
            @Nullable WindowKeys windows,
            @Nullable DeferredRows deferred,
            Consumer<Batch> operators,
            Runnable between,
            long deviceBytes) {
        DevicePicks picks = states.devicePicks();
        DeviceKeys words = deviceKeys(windows);
        feed = new DeviceFeed(
                device,
                encoder,
                words,
                picks,
                picks.rows(words, deferred),
                deferred == null ? null : new DeferredInput(deferred, words, encoder, operators),
                deferred == null ? keyColumns : deferred.keyColumns(),
                new DeviceFeed.Table() {
                    @Override
                    public int groups() {
                        return MergeTable.this.groups();
                    }

                    @Override
                    public long leastGroupBytes() {
                        return MergeTable.this.leastGroupBytes();
                    }

                    @Override
                    public int[] groupsOf(long[][] taken, int size) {
                        return groupsOfWords(taken, size);
                    }
                },
                between,
                deviceBytes);
    }

    private int[] groupsOfWords(long[][] words, int size) {
        if (keyColumns.length == 0) {
            Arrays.fill(groupsOfRows, 0, size, 0);
            return groupsOfRows;
        }
        encoder.takeWords(words, size);
        find(size, groupsOfRows);
        states.resize(index.groups());
        return groupsOfRows;
    }

    /** How many groups a device may have by now that {@link #groups} lacks; each row on its way there counts as one until {@link #settle}, none while they come back. */
    public int groupsOnDevice() {
        return feed == null ? 0 : feed.groups();
    }

    /** Makes the groups and their states what all rows make of them, those that a device still has among them. */
    public void settle() {
        if (feed != null) {
            feed.settle();
            // Rows that the device has dropped may have had the first NULL keys.
            widen();
        }
    }

    /** Lets go of all groups and their states; what a device has, and what is known of keys' values, stays. */
    public void letGo() {
        index = new GroupIndex(encoder.width());
        runs = new RunGroups(encoder, index);
        states = newStates();
        if (keyColumns.length == 0) {
            states.resize(1);
        }
        if (feed != null) {
            feed.feed(states.devicePicks());
        }
    }

    /** From now on rows are added here again; what a device holds, settled or not, is given back. */
    public void leaveDevice() {
        if (feed != null) {
            feed.close();
            feed = null;
        }
    }

    /** The groups of the rows last added. A view. */
    int[] groupsOfRows() {
        return groupsOfRows;
    }

    private void findGroups(int size) {
        if (runs.find(keys, size, groupsOfRows)) {
            return;
        }
        encoder.encode(keys, size);
        find(size, groupsOfRows);
    }

    /** The groups of the keys last encoded. */
    private void find(int size, int[] found) {
        widen();
        index.find(encoder.words(), encoder.hashes(), size, found);
    }

    /** Gives groups the words that say what is NULL, once something was. */
    private void widen() {
        if (encoder.width() > index.width()) {
            index.widen(encoder.width());
        }
    }

    /** Merges every group of a table for the same aggregation, which is not changed. */
    public void merge(MergeTable from) {
        mergePartition(from, 0, 1);
    }

    /** Merges those groups of a table for the same aggregation that a third one has, too. Neither of them is changed. */
    public void mergeCommon(MergeTable from, MergeTable wanted) {
        if (keyColumns.length == 0) {
            merge(from);
            return;
        }
        KeyLookup lookup = new KeyLookup(wanted, from);
        int[] sought = new int[Batch.CAPACITY];
        for (int first = 0; first < wanted.groups(); first += sought.length) {
            int size = Math.min(sought.length, wanted.groups() - first);
            for (int i = 0; i < size; i++) {
                sought[i] = first + i;
            }
            int[] found = lookup.find(sought, size);
            int count = 0;
            for (int i = 0; i < size; i++) {
                if (found[i] >= 0) {
                    found[count++] = found[i];
                }
            }
            mergeGroups(from, found, count);
        }
    }

    /** An empty table for the same calls by fewer keys: those at some positions among this table's. */
    public MergeTable coarser(int[] positions, Schema schema) {
        List<Integer> fewer =
                Arrays.stream(positions).mapToObj(node.keys()::get).toList();
        return new MergeTable(input, new Plan.Aggregate(node.input(), fewer, node.calls(), schema));
    }

    /**
     * Merges groups of a finer table into the coarser ones that they are part of; the finer one is not changed.
     *
     * @param positions of this table's keys among the finer one's, as {@link #coarser} took them
     * @param groups numbers in the finer table
     * @param count at most {@link Batch#CAPACITY}
     */
    void mergeFiner(MergeTable finer, int[] positions, int[] groups, int count) {
        if (keyColumns.length == 0) {
            Arrays.fill(groupsOfRows, 0, count, 0);
        } else {
            encoder.adopt(finer.encoder, finer.index, positions, groups, count);
            encoder.hash(count);
            find(count, groupsOfRows);
            states.resize(index.groups());
        }
        states.merge(finer.states, groups, groupsOfRows, count);
    }

    /**
     * Merges those groups of another table whose key falls into a partition. Which it falls into depends on the key alone,
     * so that one thread per partition merges all workers' tables at once, and their results have no group in common.
     *
     * @param partition from 0
     * @param partitions how many there are
     */
    public void mergePartition(MergeTable from, int partition, int partitions) {
        if (keyColumns.length == 0) {
            if (partition == 0) {
                mergeGroups(from, new int[] {0}, 1);
            }
            return;
        }
        int[] theirs = new int[Batch.CAPACITY];
        int count = 0;
        int theirGroups = from.index.groups();
        for (int group = 0; group < theirGroups; group++) {
            if (partitionOf(from.index.hash(group), partitions) == partition) {
                theirs[count++] = group;
                if (count == theirs.length) {
                    mergeGroups(from, theirs, count);
                    count = 0;
                }
            }
        }
        mergeGroups(from, theirs, count);
    }

    /** By the hash's upper bits; slots are chosen by the lower ones. */
    private static int partitionOf(int hash, int partitions) {
        return (int) ((hash & 0xFFFF_FFFFL) * partitions >>> 32);
    }

    /** Merges some groups of another table for the same aggregation; at most {@link Batch#CAPACITY}. */
    void mergeGroups(MergeTable from, int[] theirs, int count) {
        mergeFound(from, theirs, groupsOf(from, theirs, count), count);
    }

    /** Our groups for some of another table's, made where there were none. Overwritten by the next call of anything here. */
    int[] groupsOf(MergeTable from, int[] theirs, int count) {
        if (keyColumns.length == 0) {
            groupsOfRows[0] = 0;
            return groupsOfRows;
        }
        encoder.adopt(from.encoder, from.index, allKeys, theirs, count);
        encoder.takeHashes(from.index, theirs, count);
        find(count, groupsOfRows);
        states.resize(index.groups());
        return groupsOfRows;
    }

    /** Merges groups of another table into those that {@link #groupsOf} gave for them. */
    void mergeFound(MergeTable from, int[] theirs, int[] ours, int count) {
        states.merge(from.states, theirs, ours, count);
    }

    /**
     * Writes a group, its key and all its states, in a canonical layout: equal groups give equal bytes, in every table.
     *
     * <p><b>Layout</b>, version 1: byte 1; per key column byte 0 for NULL, or byte 1 and the value (texts: length as a
     * varint, UTF-8 bytes; BOOLEAN: a byte; others: eight bytes, big-endian, DOUBLE as its ordered bits); then the states,
     * each in its own layout, in the order in which the calls first need them.
     */
    public void writeGroup(int group, StateOutput output) {
        output.writeByte(VERSION);
        encoder.write(index, group, output);
        states.write(group, output);
    }

    /**
     * Merges a group that {@link #writeGroup} wrote.
     *
     * @throws BarographException BAD_DATA where the bytes are damaged or of another version
     */
    public void readGroup(StateInput saved) {
        int version = saved.readByte();
        if (version != VERSION) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "a saved group has layout version " + version + "; this version of Barograph reads " + VERSION
                            + ". Read it with the version that wrote it");
        }
        int group = 0;
        if (keyColumns.length > 0) {
            encoder.read(saved);
            find(1, groupsOfRows);
            group = groupsOfRows[0];
            states.resize(index.groups());
        }
        states.read(group, saved);
    }

    /**
     * Merges groups whose keys and states were read and written by {@link MergedGroups.Reader#readKeys} and {@link
     * MergedGroups.Reader#writeStates}.
     *
     * @param savedKeys one row per group
     * @param saved the groups' states, one after the other
     */
    public void mergeSaved(Batch savedKeys, StateInput saved) {
        if (keyColumns.length == 0) {
            Arrays.fill(groupsOfRows, 0, savedKeys.size(), 0);
        } else {
            encoder.encode(savedKeys.columns(), savedKeys.size());
            find(savedKeys.size(), groupsOfRows);
            states.resize(index.groups());
        }
        for (int i = 0; i < savedKeys.size(); i++) {
            states.read(groupsOfRows[i], saved);
        }
    }

    /** The columns of the keys. */
    public Schema keySchema() {
        return new Schema(node.keys().stream().map(input::field).toList());
    }

    /** What is kept of each group beside its key; calls share states. */
    public List<StateSpec> stateSpecs() {
        return states.specs();
    }

    /** Bytes of heap that a group takes at least, once there are many; states may grow. */
    public long leastGroupBytes() {
        CallStates some = newStates();
        some.resize(LongPages.GROUPS);
        long bytes = some.memoryBytes();
        some.resize(2 * LongPages.GROUPS);
        return (some.memoryBytes() - bytes) / LongPages.GROUPS + (keyColumns.length == 0 ? 0 : index.leastGroupBytes());
    }

    /** Bytes of heap that groups and states take, those among them that a device will bring back. */
    public long memoryBytes() {
        return (feed == null ? 0 : feed.memoryBytes())
                + index.memoryBytes()
                + encoder.memoryBytes()
                + runs.memoryBytes()
                + states.memoryBytes();
    }

    /** Bytes of heap that the states of the groups that have come take. */
    public long stateBytes() {
        return states.memoryBytes();
    }

    /** Bytes of heap that bringing the groups into key order takes for a while. */
    public long orderBytes() {
        return KeyOrder.sortBytes(this);
    }

    List<Type> keyTypes() {
        return node.keys().stream().map(input::type).toList();
    }

    Schema resultSchema() {
        return node.schema();
    }

    KeyEncoder encoder() {
        return encoder;
    }

    GroupIndex index() {
        return index;
    }

    /** States of the same calls, of no group yet. */
    CallStates newStates() {
        return new CallStates(input, node.calls());
    }

    CallStates states() {
        return states;
    }
}
