package io.barograph.local.live;

import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.live.Revisions;
import io.barograph.core.merge.GroupRevisions;
import io.barograph.core.merge.MergeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Groups in memory that come table by table: those that are merged, and those that are not yet. A checkpoint takes them as they
 * stand ({@link #freeze}), which costs nothing: another thread merges what had come, and writes it. Until that is done
 * ({@link #thaw}) nothing changes there; what comes meanwhile gathers beside it.
 *
 * <p>For the publisher's thread, but for {@link Frozen}.
 */
final class GatheredGroups {
    private final MergeTable empty;
    /** What a checkpoint is being made of, and what came before all others; null where there is no such thing. */
    private @Nullable Frozen frozen;
    /** What is merged, apart from what is frozen. */
    private @Nullable MergeTable whole;
    /** What is not merged. */
    private final List<MergeTable> news = new ArrayList<>();

    GatheredGroups(MergeTable empty) {
        this.empty = empty;
    }

    /** Groups as they stood once. The publisher and one other thread may use it. */
    static final class Frozen {
        private final long memoryBytes;
        private final FutureTask<MergeTable> merged;

        private Frozen(MergeTable first, List<MergeTable> others, long memoryBytes) {
            this.memoryBytes = memoryBytes;
            merged = new FutureTask<>(() -> {
                others.forEach(first::merge);
                return first;
            });
        }

        /** All of them, not to be changed. Whoever asks first merges them. */
        private MergeTable table() {
            merged.run();
            return SharedShowing.await(merged);
        }

        /** Layout: their number, and these. */
        void write(StateOutput output) {
            writeGroups(table(), output);
        }
    }

    /** Layout: their number, and these. */
    static void writeGroups(MergeTable table, StateOutput output) {
        output.writeVarint(table.groups());
        for (int group = 0; group < table.groups(); group++) {
            table.writeGroup(group, output);
        }
    }

    /** Takes groups; the table is this object's from here on. */
    void add(MergeTable table) {
        news.add(table);
    }

    boolean isEmpty() {
        return frozen == null && whole == null && news.isEmpty();
    }

    /** Whether something came that is not merged. */
    boolean hasNews() {
        return !news.isEmpty();
    }

    /** Merges what came, so that it takes less memory. */
    void gather() {
        for (MergeTable table : news) {
            if (whole == null) {
                whole = table;
            } else {
                whole.merge(table);
            }
        }
        news.clear();
    }

    /** All groups, to be read alone, until something is called here that changes them; null where there are none. */
    @Nullable
    MergeTable all() {
        gather();
        if (frozen == null) {
            return whole;
        } else if (whole == null) {
            return frozen.table();
        }
        return own();
    }

    /** All groups in a table that may be changed; it is the caller's, and nothing is left here. */
    MergeTable take() {
        gather();
        MergeTable all = own();
        clear();
        return all;
    }

    /** Brings all together in a table that may be changed. What is frozen is copied. */
    private MergeTable own() {
        MergeTable own = whole == null ? empty.empty() : whole;
        if (frozen != null) {
            own.merge(frozen.table());
        }
        frozen = null;
        whole = own;
        return own;
    }

    /** Has no groups but those of a table, which is this object's from here on. */
    void set(MergeTable table) {
        clear();
        whole = table;
    }

    void clear() {
        frozen = null;
        whole = null;
        news.clear();
    }

    /** Merges what came, and tells what became of the results. */
    void revise(Store.Target target) {
        if (news.isEmpty()) {
            return;
        }
        MergeTable changes = news.get(0);
        news.subList(1, news.size()).forEach(changes::merge);
        news.clear();
        if (frozen == null) {
            whole = whole == null ? empty.empty() : whole;
            revise(whole, changes, target);
            return;
        }
        MergeTable before = empty.empty();
        before.mergeCommon(frozen.table(), changes);
        if (whole == null) {
            whole = empty.empty();
        } else {
            before.mergeCommon(whole, changes);
        }
        revise(before, changes, target);
        whole.merge(changes);
    }

    /** Merges changes into groups, and tells what became of the results. */
    static void revise(MergeTable before, MergeTable changes, Store.Target target) {
        new GroupRevisions(before)
                .merge(
                        changes,
                        (old, now, hadBefore) ->
                                target.accept(new Revisions(old, now, old == null ? null : hadBefore, null)));
    }

    /** Takes all as it stands, for a checkpoint; null where there is nothing. */
    @Nullable
    Frozen freeze() {
        if (frozen != null) {
            throw new IllegalStateException("one checkpoint is made at a time");
        } else if (isEmpty()) {
            return null;
        }
        long bytes = memoryBytes();
        List<MergeTable> others = new ArrayList<>(news);
        MergeTable first = whole == null ? others.remove(0) : whole;
        clear();
        frozen = new Frozen(first, others, bytes);
        return frozen;
    }

    /** The checkpoint is written: what was frozen for it may change again. */
    void thaw() {
        if (frozen == null) {
            return;
        }
        MergeTable thawed = frozen.table();
        if (whole != null) {
            thawed.merge(whole);
        }
        frozen = null;
        whole = thawed;
    }

    /** Bytes of heap, about. */
    long memoryBytes() {
        long bytes = (frozen == null ? 0 : frozen.memoryBytes) + (whole == null ? 0 : whole.memoryBytes());
        for (MergeTable table : news) {
            bytes += table.memoryBytes();
        }
        return bytes;
    }
}
