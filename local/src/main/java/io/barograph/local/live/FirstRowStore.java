package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.stage.Terminal;
import io.barograph.local.LiveFirstRows;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The first row of each key, by an order that rows may come against: shown as it changes, or at the end where what reads it takes no
 * rows back. Where a key is a window's, as groups are: when it is ripe, then revised, until nothing can come for it.
 */
final class FirstRowStore implements Store {
    private final Schema schema;
    private final Terminal.Fold fold;
    /** Null where no key is a window's. */
    private final @Nullable WindowSplit split;

    private final boolean onlyFinal;
    private final TreeMap<Long, LiveFirstRows> windows = new TreeMap<>();

    /**
     * @param window that a key tells, or null
     * @param onlyFinal whether to show what cannot change alone
     */
    FirstRowStore(Schema schema, Terminal.Fold fold, @Nullable WindowKey window, boolean onlyFinal) {
        this.schema = schema;
        this.fold = fold;
        this.split = window == null ? null : new WindowSplit(schema, window);
        this.onlyFinal = onlyFinal;
    }

    @Override
    public void absorb(Partial.Part part) {
        ((Partial.Part.Rows) part).batches().forEach(this::add);
    }

    private void add(Batch batch) {
        if (split == null) {
            firsts(WindowKey.NO_END).add(batch);
        } else {
            split.split(batch, (end, rows) -> firsts(end).add(rows));
        }
    }

    private LiveFirstRows firsts(long end) {
        return windows.computeIfAbsent(end, key -> LiveFirstRows.of(schema, fold));
    }

    @Override
    public void publish(Moment moment, Target target) {
        long shownNow = moment.ended() || split == null && !onlyFinal ? Long.MAX_VALUE : ripe(moment);
        Iterator<Map.Entry<Long, LiveFirstRows>> ripe =
                windows.headMap(shownNow, true).entrySet().iterator();
        while (ripe.hasNext()) {
            Map.Entry<Long, LiveFirstRows> next = ripe.next();
            next.getValue().show(target::accept);
            if (moment.ended() || split != null && next.getKey() <= moment.settled()) {
                ripe.remove();
            }
        }
    }

    private long ripe(Moment moment) {
        long upTo = onlyFinal ? moment.settled() : moment.upTo();
        // What has no window is never final while rows come.
        return split == null ? Math.min(upTo, WindowKey.NO_END - 1) : upTo;
    }

    @Override
    public boolean isDue(long upTo, long settled) {
        return windows.headMap(onlyFinal ? settled : upTo, true).values().stream()
                .anyMatch(LiveFirstRows::isChanged);
    }

    @Override
    public long memoryBytes() {
        return windows.values().stream().mapToLong(LiveFirstRows::memoryBytes).sum();
    }

    /** Layout: the number of windows; per window its end, and what {@link LiveFirstRows#write} says. */
    @Override
    public Snapshot snapshot() {
        return Snapshot.now(output -> {
            output.writeVarint(windows.size());
            windows.forEach((end, firsts) -> {
                output.writeLong(end);
                firsts.write(output);
            });
        });
    }

    @Override
    public void read(StateInput input) {
        for (long left = input.readVarint(); left > 0; left--) {
            firsts(input.readLong()).read(input);
        }
    }

    @Override
    public void showAgain() {
        windows.values().forEach(LiveFirstRows::showAgain);
    }
}
