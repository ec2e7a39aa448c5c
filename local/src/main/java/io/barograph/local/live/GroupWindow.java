package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.live.Revisions;
import io.barograph.core.merge.GroupRevisions;
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
    /** What was shown and what was not; where groups are on disk, what came since they were written, not yet shown. */
    private @Nullable MergeTable whole;
    /** What came since. */
    private final List<MergeTable> news = new ArrayList<>();

    private boolean shown;

    private @Nullable StoredGroups stored;
    private List<String> files = new ArrayList<>();
    /** So many runs of what is stored were shown. */
    private int shownRuns;

    GroupWindow(MergeTable empty, GroupSpace space) {
        this.empty = empty;
        this.space = space;
    }

    /** Takes groups. */
    void add(MergeTable table) {
        news.add(table);
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
        for (MergeTable table : news) {
            if (whole == null) {
                whole = table;
            } else {
                whole.merge(table);
            }
        }
        news.clear();
    }

    /**
     * Shows the window, or what has changed of it.
     *
     * @param all whether changes of what is on disk must be shown now, and not with more of them
     */
    void show(Store.Target target, boolean all) {
        StoredGroups onDisk = stored;
        if (onDisk != null) {
            gather();
            showStored(onDisk, target, all);
        } else if (!shown) {
            gather();
            if (whole != null) {
                target.addAll(MergedGroups.of(List.of(whole)));
                shown = true;
            }
        } else if (whole != null && !news.isEmpty()) {
            MergeTable changes = news.get(0);
            news.subList(1, news.size()).forEach(changes::merge);
            revise(whole, changes, target);
            news.clear();
        }
    }

    private void showStored(StoredGroups onDisk, Store.Target target, boolean all) {
        MergeTable fresh = whole;
        if (shown && (fresh == null || !all && fresh.memoryBytes() < space.pieceBytes())) {
            return;
        }
        if (fresh != null) {
            store(onDisk, fresh);
            whole = null;
        }
        if (shown) {
            onDisk.read(shownRuns, (before, changes) -> revise(before, changes, target));
        } else {
            onDisk.read(table -> target.addAll(MergedGroups.of(List.of(table))));
        }
        shown = true;
        shownRuns = onDisk.runs();
        compact(onDisk);
    }

    private static void revise(MergeTable before, MergeTable changes, Store.Target target) {
        new GroupRevisions(before)
                .merge(
                        changes,
                        (old, now, hadBefore) ->
                                target.accept(new Revisions(old, now, old == null ? null : hadBefore, null)));
    }

    /**
     * Writes what memory holds to disk, where it is worth a run.
     *
     * @param fewest groups of a run, unless they are large
     */
    void spill(int fewest) {
        if (empty.keySchema().size() == 0 || shown && stored != null) {
            return;
        }
        if (!shown) {
            gather();
        }
        MergeTable table = whole;
        if (table == null || table.groups() < fewest && table.memoryBytes() < Store.LARGE_BYTES) {
            return;
        }
        StoredGroups onDisk = stored;
        if (onDisk == null) {
            onDisk = new StoredGroups(empty, space.temporary(), space.pieceBytes());
            stored = onDisk;
        }
        store(onDisk, table);
        whole = null;
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
        long bytes = whole == null ? 0 : whole.memoryBytes();
        for (MergeTable table : news) {
            bytes += table.memoryBytes();
        }
        return bytes + (stored == null ? 0 : stored.memoryBytes());
    }

    /** Names the files that a checkpoint needs. */
    void name(Set<String> needed) {
        needed.addAll(files);
    }

    /**
     * Layout: whether it was shown; the number and names of its files; the number of its groups in memory, and these. What was
     * shown of groups on disk is all of them: a checkpoint shows what is ripe before it is made.
     */
    void write(StateOutput output) {
        gather();
        output.writeByte(shown ? 1 : 0);
        output.writeVarint(files.size());
        files.forEach(name -> LaneState.writeText(name, output));
        // Without keys there is a group even where there is no table.
        MergeTable written = whole == null ? empty.empty() : whole;
        int groups = whole == null && stored != null ? 0 : written.groups();
        output.writeVarint(groups);
        for (int group = 0; group < groups; group++) {
            written.writeGroup(group, output);
        }
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
            window.whole = whole;
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
