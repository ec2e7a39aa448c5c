package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.stage.Terminal;
import io.barograph.local.LiveFold;
import io.barograph.local.live.TimeColumns.TimeColumn;
import io.barograph.local.spill.BatchCodec;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Folds whose keys are of a window each, in an order that rows may come against: the ranks of a minute's readings. A window's rows wait
 * until nothing can come for it any more; then they are brought into order and folded to their end, once, and forgotten.
 */
final class WindowFoldStore implements Store {
    private final Schema input;
    private final Terminal.Fold fold;
    private final EvaluationContext context;
    private final WindowSplit split;
    private final BatchCodec codec;
    private final TreeMap<Long, LiveFold> windows = new TreeMap<>();

    /**
     * @param input the columns of the rows
     * @param window that a key tells
     * @param context of the expressions that folds evaluate
     */
    WindowFoldStore(Schema input, Terminal.Fold fold, WindowKey window, EvaluationContext context) {
        this.input = input;
        this.fold = fold;
        this.context = context;
        this.split = new WindowSplit(input, window);
        this.codec = new BatchCodec(input);
    }

    /**
     * The window whose rows are folded together, given what the columns of the rows say about event time; null where no key is a
     * window's, where rows are folded one after the other as event time passes them, or where what comes out asks for the latest row of
     * any key, which no window alone knows.
     */
    static @Nullable WindowKey window(Terminal.Fold fold, List<@Nullable TimeColumn> columns) {
        boolean waits = FoldTime.of(fold, columns) == null || fold.operator().whyAtEnd() != null;
        return waits && fold.operator().isOfRowsAlone() ? WindowKey.of(fold.keys(), columns) : null;
    }

    @Override
    public void absorb(Partial.Part part) {
        ((Partial.Part.Rows) part)
                .batches()
                .forEach(batch ->
                        split.split(batch, (end, rows) -> window(end).add(rows == batch ? rows : codec.copy(rows))));
    }

    private LiveFold window(long end) {
        return windows.computeIfAbsent(end, key -> new LiveFold(input, fold, null, false, 1, context));
    }

    @Override
    public void publish(Moment moment, Target target) {
        long settled = moment.ended() ? Long.MAX_VALUE : moment.settled();
        Iterator<Map.Entry<Long, LiveFold>> ripe =
                windows.headMap(settled, true).entrySet().iterator();
        while (ripe.hasNext()) {
            ripe.next().getValue().end(target);
            ripe.remove();
        }
    }

    @Override
    public boolean isDue(long upTo, long settled) {
        return !windows.headMap(settled, true).isEmpty();
    }

    @Override
    public long memoryBytes() {
        return windows.values().stream().mapToLong(LiveFold::memoryBytes).sum();
    }

    /** Layout: the number of windows; per window its end, and what {@link LiveFold#write} says. */
    @Override
    public Snapshot snapshot() {
        return Snapshot.now(output -> {
            output.writeVarint(windows.size());
            windows.forEach((end, rows) -> {
                output.writeLong(end);
                rows.write(output);
            });
        });
    }

    @Override
    public void read(StateInput saved) {
        for (long left = saved.readVarint(); left > 0; left--) {
            window(saved.readLong()).read(saved);
        }
    }

    /** What was shown is final. */
    @Override
    public void showAgain() {}
}
