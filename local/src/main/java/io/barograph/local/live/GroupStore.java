package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.live.Revisions;
import io.barograph.core.merge.GroupRevisions;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a live merge, by window. A window is shown when it is ripe; what comes for it later revises it; when nothing
 * can, it is forgotten. Groups of no window are shown as they change, or at the end where their sink takes no revisions.
 */
final class GroupStore implements Store {
    private final MergeTable empty;
    private final boolean windowed;
    private final boolean onlyFinal;
    private final TreeMap<Long, Window> windows = new TreeMap<>();

    /** One window's groups: what was shown of it, if it was, and what came since. */
    private static final class Window {
        private @Nullable MergeTable whole;
        private final List<MergeTable> news = new ArrayList<>();
        private boolean shown;

        /** All that is there as one table, of a window that was not shown, or has no news; null for nothing. */
        @Nullable
        MergeTable gather() {
            for (MergeTable table : news) {
                if (whole == null) {
                    whole = table;
                } else {
                    whole.merge(table);
                }
            }
            news.clear();
            return whole;
        }
    }

    /**
     * @param windowed whether a key is a window's
     * @param onlyFinal whether to show what cannot change alone
     */
    GroupStore(MergeTable empty, boolean windowed, boolean onlyFinal) {
        this.empty = empty;
        this.windowed = windowed;
        this.onlyFinal = onlyFinal;
    }

    @Override
    public void absorb(Partial.Part part) {
        for (Map.Entry<Long, MergeTable> ripe :
                ((Partial.Part.Groups) part).windows().entrySet()) {
            windows.computeIfAbsent(ripe.getKey(), end -> new Window()).news.add(ripe.getValue());
        }
    }

    @Override
    public void publish(long upTo, long settled, boolean ended, Target target) {
        if (ended && !windowed && empty.keySchema().size() == 0) {
            // The one group without keys exists even over no rows.
            windows.computeIfAbsent(WindowKey.NO_END, end -> new Window()).news.add(empty.empty());
        }
        long shownNow = onlyFinal ? settled : upTo;
        boolean showsAll = ended || !windowed && !onlyFinal;
        Iterator<Map.Entry<Long, Window>> all = windows.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Long, Window> next = all.next();
            if (!showsAll && next.getKey() > shownNow) {
                next.getValue().gather();
                continue;
            }
            show(next.getValue(), target);
            if (ended || windowed && next.getKey() <= settled) {
                all.remove();
            }
        }
    }

    private static void show(Window window, Target target) {
        if (!window.shown) {
            MergeTable whole = window.gather();
            if (whole == null) {
                return;
            }
            target.addAll(MergedGroups.of(List.of(whole)));
            window.shown = true;
            return;
        }
        MergeTable whole = window.whole;
        if (whole == null || window.news.isEmpty()) {
            return;
        }
        MergeTable changes = window.news.get(0);
        for (MergeTable more : window.news.subList(1, window.news.size())) {
            changes.merge(more);
        }
        new GroupRevisions(whole)
                .merge(
                        changes,
                        (before, after, hadBefore) ->
                                target.accept(new Revisions(before, after, before == null ? null : hadBefore, null)));
        window.news.clear();
    }

    @Override
    public boolean isDue(long upTo, long settled) {
        return windows.headMap(onlyFinal ? settled : upTo, true).values().stream()
                .anyMatch(window -> !window.shown);
    }

    @Override
    public long memoryBytes() {
        long bytes = 0;
        for (Window window : windows.values()) {
            bytes += window.whole == null ? 0 : window.whole.memoryBytes();
            for (MergeTable table : window.news) {
                bytes += table.memoryBytes();
            }
        }
        return bytes;
    }

    /** Layout: the number of windows; per window its end, whether it was shown, its groups. */
    @Override
    public void write(StateOutput output) {
        output.writeVarint(windows.size());
        for (Map.Entry<Long, Window> window : windows.entrySet()) {
            output.writeLong(window.getKey());
            output.writeByte(window.getValue().shown ? 1 : 0);
            MergeTable whole = window.getValue().gather();
            // Without keys there is a group even where there is no table.
            MergeTable written = whole == null ? empty.empty() : whole;
            output.writeVarint(written.groups());
            for (int group = 0; group < written.groups(); group++) {
                written.writeGroup(group, output);
            }
        }
    }

    @Override
    public void read(StateInput input) {
        long count = input.readVarint();
        for (long i = 0; i < count; i++) {
            Window window = new Window();
            windows.put(input.readLong(), window);
            window.shown = input.readByte() == 1;
            window.whole = empty.empty();
            long groups = input.readVarint();
            for (long group = 0; group < groups; group++) {
                window.whole.readGroup(input);
            }
        }
    }
}
