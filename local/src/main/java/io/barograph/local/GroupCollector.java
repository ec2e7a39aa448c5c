package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.device.Device;
import io.barograph.core.merge.DeferredRows;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.WindowKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One worker's partial groups: those in memory, and runs of earlier ones that memory had no room for. Their rows may be added up by a
 * device until {@link #end}.
 */
final class GroupCollector implements Collector {
    /** So many bytes are worth a run, however few groups they are the states of. */
    private static final long LARGE_STATES = 8L << 20;

    private final RunFile file;
    private final List<GroupRun> runs = new ArrayList<>();
    private final RowBuffer firsts;
    private MergeTable table;
    private @Nullable Device device;
    private @Nullable WindowKeys windows;
    private @Nullable DeferredRows deferred;
    private Consumer<Batch> operators = batch -> {};
    private long deviceBytes;
    private Runnable between = () -> {};

    /** @param table empty, or not */
    GroupCollector(MergeTable table, RunFile file) {
        this.table = table;
        this.file = file;
        this.firsts = new RowBuffer(table.keySchema());
    }

    /**
     * From now on a device adds up rows.
     *
     * @param left keys whose windows it finds; null where it finds none
     * @param computed operators that it takes over; null where there are none
     * @param here take rows that come as they are before these, and give what is left of them to {@link #completeLeft}
     * @param bytes that groups may take there
     */
    void addOn(
            Device adding,
            @Nullable WindowKeys left,
            @Nullable DeferredRows computed,
            Consumer<Batch> here,
            long bytes) {
        device = adding;
        windows = left;
        deferred = computed;
        operators = here;
        deviceBytes = bytes;
        addOn(adding);
    }

    private void addOn(Device adding) {
        table.addOn(adding, windows, deferred, operators, () -> between.run(), deviceBytes);
    }

    @Override
    public void begin(Runnable asked) {
        between = asked;
    }

    /** Takes rows that a device has left over, while it gives them back, as if there were none. */
    BatchConsumer completeLeft() {
        return batch -> {
            table.addHere(batch);
            between.run();
        };
    }

    /** Adds rows as if there were no device. */
    @Override
    public BatchConsumer complete() {
        return batch -> table.addHere(batch);
    }

    /** Brings back what a device has. */
    @Override
    public void end() {
        table.settle();
        leaveDevice();
    }

    /** Gives back what it holds on a device, whether its rows are needed any more or not. */
    void leaveDevice() {
        table.leaveDevice();
        device = null;
    }

    MergeTable table() {
        return table;
    }

    List<GroupRun> runs() {
        return runs;
    }

    @Override
    public void accept(Batch batch) {
        table.add(batch);
    }

    @Override
    public long memoryBytes() {
        return table.memoryBytes() + table.orderBytes() + runBytes();
    }

    /** Bytes of heap that finding the runs' groups again takes. */
    long runBytes() {
        return firsts.memoryBytes()
                + runs.stream().mapToLong(GroupRun::memoryBytes).sum();
    }

    @Override
    public long items() {
        return (long) table.groups() + table.groupsOnDevice();
    }

    @Override
    public void bringBack() {
        table.settle();
    }

    @Override
    public void spill() {
        if (isWorthARun()) {
            spillAll();
        }
    }

    private boolean isWorthARun() {
        return items() >= RunFile.FEWEST_ROWS || items() > 1 && table.memoryBytes() > LARGE_STATES;
    }

    /** Writes the groups that have come; the table, which the others are on their way to, stays. */
    @Override
    public boolean spillBetween() {
        if (isWorthARun()) {
            writeRun();
            table.letGo();
        }
        // One group is never worth a run, however large it grows; what keys take beside it goes with the table.
        return table.groups() > 1 || table.stateBytes() <= LARGE_STATES;
    }

    /** Writes all groups, however few. */
    void spillAll() {
        table.settle();
        if (table.groups() > 0) {
            writeRun();
            table.leaveDevice();
            table = table.empty();
            if (device != null) {
                addOn(device);
            }
        }
    }

    private void writeRun() {
        RunEvents.Spill event = RunEvents.spill();
        runs.add(GroupRun.write(table, file.file(), firsts));
        if (event != null) {
            event.finish(table.groups());
        }
    }
}
