package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.merge.MergeTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The groups of a live merge, by window. A window is shown when it is ripe; what comes for it later revises it; when nothing
 * can, it is forgotten. Groups of no window are shown as they change, or at the end where their sink takes no revisions.
 */
final class GroupStore implements Store {
    private final MergeTable empty;
    private final boolean windowed;
    private final boolean onlyFinal;
    private final GroupSpace space;
    private final TreeMap<Long, GroupWindow> windows = new TreeMap<>();

    /**
     * @param windowed whether a key is a window's
     * @param onlyFinal whether to show what cannot change alone
     */
    GroupStore(MergeTable empty, boolean windowed, boolean onlyFinal, GroupSpace space) {
        this.empty = empty;
        this.windowed = windowed;
        this.onlyFinal = onlyFinal;
        this.space = space;
    }

    private GroupWindow window(long end) {
        return windows.computeIfAbsent(end, key -> new GroupWindow(empty, space));
    }

    @Override
    public void absorb(Partial.Part part) {
        ((Partial.Part.Groups) part)
                .windows()
                .forEach((end, table) -> window(end).add(table));
    }

    @Override
    public void publish(Moment moment, Target target) {
        if (moment.ended() && !windowed && empty.keySchema().size() == 0) {
            // The one group without keys exists even over no rows.
            window(WindowKey.NO_END).add(empty.empty());
        }
        long shownNow = onlyFinal ? moment.settled() : moment.upTo();
        boolean showsAll = moment.ended() || !windowed && !onlyFinal;
        Iterator<Map.Entry<Long, GroupWindow>> all = windows.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Long, GroupWindow> next = all.next();
            if (!showsAll && next.getKey() > shownNow) {
                if (!moment.saves()) {
                    next.getValue().gather();
                }
                continue;
            }
            boolean isLast = moment.ended() || windowed && next.getKey() <= moment.settled();
            next.getValue().show(target, isLast || moment.saves());
            if (isLast) {
                next.getValue().close();
                all.remove();
            }
        }
    }

    @Override
    public boolean isDue(long upTo, long settled) {
        return windows.headMap(onlyFinal ? settled : upTo, true).values().stream()
                .anyMatch(window -> !window.isShown());
    }

    @Override
    public long memoryBytes() {
        return windows.values().stream().mapToLong(GroupWindow::memoryBytes).sum();
    }

    /** Those that were shown go first, since late rows alone need them; then those that end last. */
    @Override
    public void spill(long keep, int fewest) {
        List<Map.Entry<Long, GroupWindow>> order = new ArrayList<>(windows.entrySet());
        order.sort(Comparator.comparing((Map.Entry<Long, GroupWindow> window) ->
                        !window.getValue().isShown())
                .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()));
        long bytes = memoryBytes();
        for (int i = 0; i < order.size() && bytes > keep; i++) {
            GroupWindow window = order.get(i).getValue();
            bytes -= window.memoryBytes();
            window.spill(fewest);
            bytes += window.memoryBytes();
        }
    }

    @Override
    public void name(Set<String> needed) {
        windows.values().forEach(window -> window.name(needed));
    }

    @Override
    public void showAgain() {
        windows.values().forEach(GroupWindow::showAgain);
    }

    /** Layout: the number of windows; per window its end and what {@link GroupWindow#snapshot} says. */
    @Override
    public Snapshot snapshot() {
        Map<Long, Snapshot> all = new TreeMap<>();
        windows.forEach((end, window) -> all.put(end, window.snapshot()));
        return output -> {
            output.writeVarint(all.size());
            all.forEach((end, window) -> {
                output.writeLong(end);
                window.write(output);
            });
        };
    }

    @Override
    public void saved() {
        windows.values().forEach(GroupWindow::saved);
    }

    @Override
    public void read(StateInput input) {
        long count = input.readVarint();
        for (long i = 0; i < count; i++) {
            windows.put(input.readLong(), GroupWindow.read(empty, space, input));
        }
    }
}
