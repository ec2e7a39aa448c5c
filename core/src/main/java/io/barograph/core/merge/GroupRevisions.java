package io.barograph.core.merge;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges groups into a table and tells what became of their results: the old row, where the group was there before, and the
 * new one. For one thread.
 */
public final class GroupRevisions {
    private final MergeTable into;
    private final BatchCompactor gathering;
    private final int[] theirs = new int[Batch.CAPACITY];
    private final int[] positions = new int[Batch.CAPACITY];
    private final int[] numbers = new int[Batch.CAPACITY];
    private final int[] tables = new int[Batch.CAPACITY];

    /** Is told of changed groups, in key order within a call. */
    @FunctionalInterface
    public interface Target {
        /**
         * @param before results of groups that were there; null where none was
         * @param after their results now
         * @param hadBefore which positions of {@code before} mean something
         */
        void accept(@Nullable Batch before, Batch after, BitSet hadBefore);
    }

    public GroupRevisions(MergeTable into) {
        this.into = into;
        this.gathering = BatchCompactor.of(into.resultSchema());
    }

    /** Merges every group of a table for the same aggregation, which is not changed. The batches are the target's to keep. */
    public void merge(MergeTable from, Target target) {
        for (int first = 0; first < from.groups(); first += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, from.groups() - first);
            for (int i = 0; i < count; i++) {
                theirs[i] = first + i;
            }
            merge(from, count, target);
        }
    }

    private void merge(MergeTable from, int count, Target target) {
        int known = into.groups();
        int[] ours = into.groupsOf(from, theirs, count).clone();
        boolean alone = into.keyTypes().isEmpty();
        // Which of the chunk were there, and where each stands among these.
        int[] among = new int[count];
        int[] old = new int[count];
        int olds = 0;
        for (int i = 0; i < count; i++) {
            among[i] = alone || ours[i] < known ? olds : -1;
            if (among[i] >= 0) {
                old[olds++] = ours[i];
            }
        }
        MergedGroups before = olds == 0 ? null : copies(old, olds);
        into.mergeFound(from, theirs, ours, count);
        MergedGroups after = copies(ours, count);
        Batch results = after.reader().read(0, count);
        if (before == null) {
            target.accept(null, results, new BitSet());
            return;
        }
        int[] rankOfOld = ranks(before, olds);
        after.locate(0, count, tables, numbers);
        BitSet hadBefore = new BitSet(count);
        for (int rank = 0; rank < count; rank++) {
            int stood = among[numbers[rank]];
            positions[rank] = stood < 0 ? 0 : rankOfOld[stood];
            hadBefore.set(rank, stood >= 0);
        }
        Batch rows = before.reader().read(0, olds);
        target.accept(gathering.copy(rows, positions, count), results, hadBefore);
    }

    /** Some groups alone, in the order given: the i-th is number i. */
    private MergedGroups copies(int[] groups, int count) {
        MergeTable some = into.empty();
        some.mergeGroups(into, groups, count);
        return MergedGroups.of(List.of(some));
    }

    private int[] ranks(MergedGroups groups, int count) {
        groups.locate(0, count, tables, numbers);
        int[] ranks = new int[count];
        for (int rank = 0; rank < count; rank++) {
            ranks[numbers[rank]] = rank;
        }
        return ranks;
    }
}
