package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import io.barograph.local.StoredGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One window's groups: what was shown of it, if it was, and what came since. They are in memory, or those that came first are
 * on disk: in a temporary file, to be read again piece by piece, and in files that checkpoints name. What was written there
 * is never written again, but for the many small runs that are made one.
 */
final class GroupWindow implements AutoCloseable {
    /** Reading goes from run to run. */
    private static final int MOST_RUNS = 32;

    private final MergeTable empty;
    private final GroupSpace space;
    /**
     * What was shown, and as news what came since; of a window that was not shown, all; where groups are on disk, what came since
     * they were written, not yet shown.
     */
    private final GatheredGroups groups;

    private boolean shown;

    private @Nullable StoredGroups stored;
    private List<String> files = new ArrayList<>();
    /** So many runs of what is stored were shown. */
    private int shownRuns;

    GroupWindow(MergeTable empty, GroupSpace space) {
        this.empty = empty;
        this.space = space;
        this.groups = new GatheredGroups(empty);
    }

    /** Takes groups. */
    void add(MergeTable table) {
        groups.add(table);
    }

    boolean isShown() {
        return shown;
    }

    /** What was shown counts as not shown: what lies behind the window has changed. */
    void showAgain() {
        shown = false;
        shownRuns = 0;
    }

    /** Merges what came. Not for a window that was shown and has news in memory. */
    void gather() {
        groups.gather();
    }

    /**
     * Shows the window, or what has changed of it.
     *
     * @param all whether changes of what is on disk must be shown now, and not with more of them
     */
    void show(Store.Target target, boolean all) {
        StoredGroups onDisk = stored;
        if (onDisk != null) {
            showStored(onDisk, target, all);
        } else if (shown) {
            groups.revise(target);
        } else {
            MergeTable table = groups.all();
            if (table != null) {
                target.addAll(MergedGroups.of(List.of(table)));
                shown = true;
            }
        }
    }

    private void showStored(StoredGroups onDisk, Store.Target target, boolean all) {
        groups.gather();
        if (shown && (groups.isEmpty() || !all && groups.memoryBytes() < space.pieceBytes())) {
            return;
        }
        MergeTable fresh = groups.all();
        if (fresh != null) {
            store(onDisk, fresh);
            groups.clear();
        }
        if (shown) {
            onDisk.read(shownRuns, (before, changes) -> GatheredGroups.revise(before, changes, target));
        } else {
            onDisk.read(table -> target.addAll(MergedGroups.of(List.of(table))));
        }
        shown = true;
        shownRuns = onDisk.runs();
        compact(onDisk);
    }

    /**
     * Writes what memory holds to disk, where it is worth a run.
     *
     * @param fewest groups of a run, unless they are large
     */
    void spill(int fewest) {
        if (empty.keySchema().size() == 0 || shown && (stored != null || groups.hasNews())) {
            return;
        }
        MergeTable table = groups.all();
        if (table == null || table.groups() < fewest && table.memoryBytes() < Store.LARGE_BYTES) {
            return;
        }
        StoredGroups onDisk = stored;
        if (onDisk == null) {
            onDisk = new StoredGroups(empty, space.temporary(), space.pieceBytes());
            stored = onDisk;
        }
        store(onDisk, table);
        groups.clear();
        shownRuns = shown ? onDisk.runs() : 0;
        compact(onDisk);
    }

    private void store(StoredGroups onDisk, MergeTable table) {
        onDisk.append(table);
        files.add(space.files().save(sink -> sink.accept(table)));
    }

    private void compact(StoredGroups onDisk) {
        if (onDisk.runs() > MOST_RUNS) {
            onDisk.compact();
            files = new ArrayList<>(List.of(space.files().save(onDisk::read)));
            shownRuns = shown ? 1 : 0;
        }
    }

    long memoryBytes() {
        return groups.memoryBytes() + (stored == null ? 0 : stored.memoryBytes());
    }

    /** Names the files that a checkpoint needs. */
    void name(Set<String> needed) {
        needed.addAll(files);
    }

    /**
     * Layout: whether it was shown; the number and names of its files; the number of its groups in memory, and these. What was
     * shown of groups on disk is all of them: a checkpoint shows what is ripe before it is made.
     */
    Store.Snapshot snapshot() {
        boolean wasShown = shown;
        List<String> names = List.copyOf(files);
        GatheredGroups.Frozen frozen = groups.freeze();
        // Without keys there is a group even where there is no table.
        boolean hasOne = frozen == null && stored == null && empty.groups() > 0;
        return output -> {
            output.writeByte(wasShown ? 1 : 0);
            output.writeVarint(names.size());
            names.forEach(name -> LaneState.writeText(name, output));
            if (frozen != null) {
                frozen.write(output);
            } else if (hasOne) {
                GatheredGroups.writeGroups(empty.empty(), output);
            } else {
                output.writeVarint(0);
            }
        };
    }

    /** The snapshot is written. */
    void saved() {
        groups.thaw();
    }

    static GroupWindow read(MergeTable empty, GroupSpace space, StateInput input) {
        GroupWindow window = new GroupWindow(empty, space);
        window.shown = input.readByte() == 1;
        long files = input.readVarint();
        if (files > 0) {
            StoredGroups onDisk = new StoredGroups(empty, space.temporary(), space.pieceBytes());
            window.stored = onDisk;
            for (long i = 0; i < files; i++) {
                String name = LaneState.readText(input);
                space.files().load(name, empty, onDisk::newRun);
                window.files.add(name);
            }
            window.shownRuns = window.shown ? onDisk.runs() : 0;
        }
        long groups = input.readVarint();
        if (groups > 0 || files == 0) {
            MergeTable whole = empty.empty();
            for (long group = 0; group < groups; group++) {
                whole.readGroup(input);
            }
            window.groups.set(whole);
        }
        return window;
    }

    @Override
    public void close() {
        if (stored != null) {
            stored.close();
        }
    }
}
