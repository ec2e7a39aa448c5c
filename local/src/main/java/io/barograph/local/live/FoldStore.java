package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.stage.Terminal;
import io.barograph.local.LiveFold;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a live fold. Rows are folded when they are ripe, and a key again where a row comes that lies further back; or
 * when nothing can change them any more, where what reads them takes none back.
 */
final class FoldStore implements Store {
    /** What a key takes that has a fold of its own, roughly. */
    private static final long FOLD_BYTES = 1L << 16;

    private final LiveFold keys;
    private final boolean onlyFinal;

    /**
     * @param input the columns of the rows
     * @param time what they are ordered by; null where nothing is known before the end
     * @param onlyFinal whether to show what cannot change alone
     * @param revises whether rows may come behind those that were ripe
     * @param context of the expressions that folds evaluate
     */
    FoldStore(
            Schema input,
            Terminal.Fold fold,
            @Nullable FoldTime time,
            boolean onlyFinal,
            boolean revises,
            GroupSpace space,
            EvaluationContext context) {
        int folds = (int) Math.max(1, Math.min(Integer.MAX_VALUE, space.pieceBytes() / FOLD_BYTES));
        this.keys = new LiveFold(input, fold, time, revises && !onlyFinal, folds, context);
        this.onlyFinal = onlyFinal;
    }

    @Override
    public void absorb(Partial.Part part) {
        ((Partial.Part.Rows) part).batches().forEach(keys::add);
    }

    @Override
    public void publish(Moment moment, Target target) {
        if (moment.ended()) {
            keys.end(target);
        } else {
            keys.publish(shown(moment.upTo(), moment.settled()), moment.settled(), target);
        }
    }

    private long shown(long upTo, long settled) {
        return onlyFinal ? settled : upTo;
    }

    @Override
    public boolean isDue(long upTo, long settled) {
        return keys.isDue(shown(upTo, settled));
    }

    @Override
    public long memoryBytes() {
        return keys.memoryBytes();
    }

    /** Layout: as {@link LiveFold#write} says. */
    @Override
    public Snapshot snapshot() {
        return Snapshot.now(keys::write);
    }

    @Override
    public void read(StateInput input) {
        keys.read(input);
    }

    @Override
    public void showAgain() {
        keys.showAgain();
    }
}
