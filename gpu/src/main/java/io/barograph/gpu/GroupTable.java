package io.barograph.gpu;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.column.Batch;
import io.barograph.core.device.DeviceGroups;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/** Groups in a GPU's memory: how they are found, and their totals by pick. */
final class GroupTable implements Holdings.Holding {
    private final RowsShape shape;
    private final Holdings held = new Holdings();
    private final GroupSlots slots;
    private final List<PickArrays> picks = new ArrayList<>();

    /** Room for so many groups, not cleared. */
    GroupTable(RowsShape shape, int groups) {
        this.shape = shape;
        try {
            slots = held.keep(new GroupSlots(groups, shape.keyWords()));
            for (RowsShape.Pick pick : shape.picks()) {
                picks.add(held.keep(new PickArrays(pick.totals(), groups)));
            }
        } catch (Throwable failure) {
            held.close();
            throw failure;
        }
    }

    GroupSlots slots() {
        return slots;
    }

    /**
     * Has a stream forget all groups.
     *
     * @param used how many there may be: totals of the others are clear
     */
    void clear(int used, GroupKernels kernels, CudaStream stream) {
        slots.clear(stream);
        if (used > 0) {
            picks.forEach(pick -> pick.clear(used, kernels, stream));
        }
    }

    /**
     * Writes a header for the kernels.
     *
     * @param words addresses by word of a key; of a word that is 0 everywhere, 0
     * @param values addresses by column of values
     */
    void describe(long[] words, IntToLongFunction values, LongBuffer target) {
        target.put(words, 0, shape.keyWords());
        for (int i = 0; i < picks.size(); i++) {
            List<Integer> columns = shape.picks().get(i).values();
            picks.get(i)
                    .describe(columns.stream().mapToLong(values::applyAsLong).toArray(), target);
        }
    }

    /** Copies the first groups, which no stream changes any more. */
    void read(int groups, DeviceGroups.Groups taker) {
        int atOnce = Math.min(Batch.CAPACITY, groups);
        List<GroupTotals> found = shape.picks().stream()
                .map(pick -> GroupTotals.of(pick.totals(), atOnce))
                .toList();
        for (int from = 0; from < groups; from += atOnce) {
            int count = Math.min(atOnce, groups - from);
            for (int i = 0; i < picks.size(); i++) {
                picks.get(i).read(from, found.get(i), count);
            }
            taker.take(slots.readKeys(from, count), found, count);
        }
    }

    @Override
    public void close() {
        held.close();
    }
}
