package io.barograph.local;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.merge.KeyNumbers;
import io.barograph.core.stage.Terminal;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A fold that goes along keys whose rows keep coming. Rows wait until they are ripe, which is when none is accepted any more, as a
 * rule, that comes before them; then the fold goes along them. Where an earlier row comes all the same, the key is folded again,
 * once without it and once with it, from its base: a state from before the first row that can still change. What comes out
 * otherwise than it did is told as (old row, new row). So a key takes two states and the rows since the base; where nothing is
 * ever revised, one state and the rows that wait. For the live engine. One thread calls it; keys are folded side by side where the target lets
 * several threads do so ({@link ShownPieces}).
 *
 * <p>How far time has come is told to folds that ask for it: as far as the watermark has; or up to the latest row of any key, where
 * what comes out follows from that.
 */
public final class LiveFold {
    /** Fewer rows are not worth moving a base for. */
    private static final long FEWEST_SETTLED = Batch.CAPACITY;

    /** So few keys are not looked through for some to forget. */
    private static final int FEWEST_KEYS = 1 << 6;

    private static final byte[] NOTHING = new byte[0];

    /** When rows are ripe. */
    public interface Ripeness {
        /** When a row of a time is, as event time goes on; growing with it. */
        long ripeAt(long time);

        /** No row that is not ripe then has an earlier time than this. */
        long passedAt(long upTo);
    }

    private final Terminal.Fold fold;
    private final Schema input;
    private final EvaluationContext context;
    private final @Nullable Ripeness ripeness;
    private final boolean revises;
    private final int time;
    private final RowOrder order;
    private final RowChanges changes;
    private final Fold scratch;
    private final TimedRows waiting;
    /** Those since the bases, where there are bases. */
    private final TimedRows kept;

    private final long[] ripe = new long[Batch.CAPACITY];
    private KeyNumbers keys;
    private final FoldStates states;
    private final FoldStates bases;
    /** When there are so many keys, those are forgotten of which there is nothing to remember. */
    private int forgetsAt = FEWEST_KEYS;

    /** What is ripe then has been folded. */
    private long folded = Long.MIN_VALUE;
    /** What is ripe then is in the bases. */
    private long based = Long.MIN_VALUE;
    /** So far folds have been told that time has come. */
    private long advanced = Long.MIN_VALUE;
    /** The latest time of all rows that came, and of those folded. */
    private long latest = Long.MIN_VALUE;

    private long latestFolded = Long.MIN_VALUE;

    /**
     * @param input the columns of the rows
     * @param ripeness of rows by their time, the first column of the order; null where none is ripe before the end
     * @param revises whether rows come that are earlier than those that were ripe
     * @param mostFolds keys that have folds of their own, and not only states; at least one
     * @param context of the expressions that folds evaluate
     */
    public LiveFold(
            Schema input,
            Terminal.Fold fold,
            @Nullable Ripeness ripeness,
            boolean revises,
            int mostFolds,
            EvaluationContext context) {
        this.fold = fold;
        this.input = input;
        this.context = context;
        this.ripeness = ripeness;
        this.revises = revises;
        this.time = fold.time(input);
        this.order = new RowOrder(fold.order(), input);
        this.changes = new RowChanges(fold.schema(), fold.operator().identity(input));
        this.scratch = newFold();
        this.waiting = new TimedRows(input);
        this.kept = new TimedRows(input);
        this.keys = new KeyNumbers(input, fold.keys());
        this.states = new FoldStates(this::newFold, mostFolds);
        this.bases = new FoldStates(this::newFold, 0);
    }

    private Fold newFold() {
        return fold.operator().newFold(input, context);
    }

    /** Takes rows, whose arrays are this object's from here on. */
    public void add(Batch rows) {
        if (rows.size() > 0) {
            waiting.add(rows, keys.add(rows), ripe(rows));
        }
    }

    /** Rows without a time come last, when nothing follows. */
    private long[] ripe(Batch rows) {
        LongColumn times = time < 0 ? null : (LongColumn) rows.column(time);
        for (int i = 0; i < rows.size(); i++) {
            if (times == null || times.validity().isNull(i)) {
                ripe[i] = Long.MAX_VALUE;
            } else {
                latest = Math.max(latest, times.values()[i]);
                ripe[i] = ripeness == null ? Long.MAX_VALUE : ripeness.ripeAt(times.values()[i]);
            }
        }
        return ripe;
    }

    /** Whether {@link #publish} would fold rows. */
    public boolean isDue(long upTo) {
        return waiting.isRipe(upTo);
    }

    /**
     * Folds what is ripe and shows what comes out.
     *
     * @param upTo what is ripe then is folded now
     * @param settled rows that are ripe then never change
     * @param target takes revisions, valid during the call
     */
    public void publish(long upTo, long settled, ShownPieces target) {
        List<TimedRows.Piece> taken = waiting.take(upTo);
        RowsByKey fresh = new RowsByKey(input, order);
        BitSet lateKeys = new BitSet();
        for (TimedRows.Piece piece : taken) {
            int count = piece.ripeAt(folded);
            for (int i = piece.from(); i < piece.from() + count; i++) {
                lateKeys.set(piece.keys()[i]);
            }
            fresh.add(List.of(piece.part(count, piece.size() - count)));
        }
        if (!lateKeys.isEmpty()) {
            foldAgain(taken, lateKeys, target);
        }
        noteLatest(taken);
        List<RowsByKey.Piece> pieces = fresh.pieces();
        target.acceptAll(pieces.size(), (piece, shown) -> {
            ShownRows rows = new ShownRows(fold.schema(), shown);
            pieces.get(piece).forEach((key, way) -> {
                Fold along = states.take(key);
                way.take(along, rows);
                states.give(key, along);
            });
            rows.flush();
        });
        folded = Math.max(folded, upTo);
        advance(target);
        states.settle();
        if (revises) {
            taken.forEach(kept::add);
            moveBases(Math.min(settled, folded), target);
        }
        if (keys.keys() >= forgetsAt && !fold.keys().isEmpty()) {
            forgetKeys();
        }
    }

    private void forgetKeys() {
        BitSet needed = new BitSet();
        states.addKeys(needed);
        bases.addKeys(needed);
        waiting.addKeys(needed);
        kept.addKeys(needed);
        int count = needed.cardinality();
        if (count <= keys.keys() / 2) {
            int[] numbers = new int[keys.keys()];
            KeyNumbers fewer = new KeyNumbers(input, fold.keys());
            for (int key = needed.nextSetBit(0); key >= 0; key = needed.nextSetBit(key + 1)) {
                numbers[key] = fewer.keys();
                StateOutput written = new StateOutput();
                keys.write(key, written);
                fewer.read(new StateInput(written.toByteArray()));
            }
            keys = fewer;
            states.keep(needed);
            bases.keep(needed);
            waiting.renumber(numbers);
            kept.renumber(numbers);
        }
        forgetsAt = Math.max(FEWEST_KEYS, 2 * count);
    }

    private void noteLatest(List<TimedRows.Piece> taken) {
        for (TimedRows.Piece piece : taken) {
            if (time >= 0 && piece.ripe()[piece.to() - 1] < Long.MAX_VALUE) {
                latestFolded =
                        Math.max(latestFolded, ((LongColumn) piece.batch().column(time)).values()[piece.to() - 1]);
            }
        }
    }

    /** Folds keys that rows came for which lie behind what has been folded. */
    private void foldAgain(List<TimedRows.Piece> taken, BitSet lateKeys, ShownPieces target) {
        RowsByKey olds = new RowsByKey(input, order);
        kept.copy(lateKeys, olds);
        RowsByKey news = new RowsByKey(input, order);
        kept.copy(lateKeys, news);
        taken.forEach(piece -> news.add(List.of(piece.part(0, piece.ripeAt(folded)))));
        RowBuffer before = new RowBuffer(fold.schema());
        RowBuffer after = new RowBuffer(fold.schema());
        BitSet told = new BitSet();
        olds.forEach((key, way) -> {
            told.set(key);
            toBase(key, scratch);
            way.take(scratch, before::append);
            scratch.advance(advanced, before::append);
        });
        lateKeys.stream().filter(key -> !told.get(key)).forEach(key -> {
            toBase(key, scratch);
            scratch.advance(advanced, before::append);
        });
        news.forEach((key, way) -> {
            Fold along = states.take(key, base(key));
            way.take(along, after::append);
            along.advance(advanced, after::append);
            states.give(key, along);
        });
        changes.tell(before, after, target::accept);
    }

    private byte[] base(int key) {
        return key < bases.keys() ? bases.state(key) : NOTHING;
    }

    private void toBase(int key, Fold along) {
        along.begin();
        byte[] base = base(key);
        if (base.length > 0) {
            along.read(new StateInput(base));
        }
    }

    /** Tells folds how far time has come. */
    private void advance(ShownPieces target) {
        advanced = Math.max(advanced, passed());
        ShownRows shown = new ShownRows(fold.schema(), target::accept);
        advance(states, advanced, shown);
        shown.flush();
    }

    private static void advance(FoldStates folds, long time, Consumer<Batch> output) {
        for (int key = 0; key < folds.keys(); key++) {
            if (folds.deadline(key) < time) {
                Fold along = folds.take(key);
                along.advance(time, output);
                folds.give(key, along);
            }
        }
    }

    /** No row of those that are not folded yet is earlier. */
    private long passed() {
        long behind =
                latestFolded == Long.MIN_VALUE || latestFolded == Long.MAX_VALUE ? latestFolded : latestFolded + 1;
        if (!fold.operator().isOfRowsAlone()) {
            return Math.min(behind, latest);
        }
        return ripeness == null || folded == Long.MAX_VALUE ? behind : Math.max(behind, ripeness.passedAt(folded));
    }

    /** Takes the bases on to what never changes, where that is worth it. */
    private void moveBases(long settled, ShownPieces target) {
        long count = settled > based ? kept.ripeAt(settled) : 0;
        if (count < FEWEST_SETTLED || 2 * count < kept.size()) {
            return;
        }
        RowsByKey rows = new RowsByKey(input, order);
        rows.add(kept.take(settled));
        List<RowsByKey.Piece> pieces = rows.pieces();
        target.acceptAll(pieces.size(), (piece, nothing) -> {
            pieces.get(piece).forEach((key, way) -> {
                Fold base = bases.take(key);
                way.take(base, row -> {});
                bases.give(key, base);
            });
        });
        based = settled;
        if (ripeness != null && fold.operator().isOfRowsAlone()) {
            // The folds have been told of it, and what they gave out then is final.
            advance(bases, ripeness.passedAt(settled), row -> {});
        }
        bases.settle();
    }

    /** Folds all rows that are left, and ends every key. Nothing is kept. */
    public void end(ShownPieces target) {
        publish(Long.MAX_VALUE, Long.MIN_VALUE, target);
        ShownRows shown = new ShownRows(fold.schema(), target::accept);
        for (int key = 0; key < states.keys(); key++) {
            Fold along = states.take(key);
            along.advance(latest, shown);
            along.end(shown);
        }
        shown.flush();
        clear();
    }

    private void clear() {
        waiting.clear();
        kept.clear();
        states.clear();
        bases.clear();
        keys = new KeyNumbers(input, fold.keys());
        forgetsAt = FEWEST_KEYS;
    }

    /** Bytes of heap. */
    public long memoryBytes() {
        return waiting.memoryBytes()
                + kept.memoryBytes()
                + keys.memoryBytes()
                + states.memoryBytes()
                + bases.memoryBytes();
    }

    /**
     * Layout: four times, which are how far rows were folded, how far time was told, the latest row, the latest folded one; the time of
     * the bases; the number of keys, and per key this, its state and its base, as blocks; the rows that wait and those kept, as
     * {@link TimedRows#write} says.
     */
    public void write(StateOutput output) {
        output.writeLong(folded);
        output.writeLong(advanced);
        output.writeLong(latest);
        output.writeLong(latestFolded);
        output.writeLong(based);
        int count = fold.keys().isEmpty() ? 1 : keys.keys();
        output.writeVarint(count);
        for (int key = 0; key < count; key++) {
            keys.write(key, output);
            writeBlock(key < states.keys() ? states.state(key) : NOTHING, output);
            writeBlock(base(key), output);
        }
        waiting.write(output);
        kept.write(output);
    }

    private static void writeBlock(byte[] bytes, StateOutput output) {
        output.writeVarint(bytes.length);
        output.writeBytes(bytes, 0, bytes.length);
    }

    /** Goes on from what was written, by whoever it was: where that revised and this does not, from the bases. */
    public void read(StateInput saved) {
        folded = saved.readLong();
        advanced = saved.readLong();
        latest = saved.readLong();
        latestFolded = saved.readLong();
        based = saved.readLong();
        int count = (int) saved.readVarint();
        for (int key = 0; key < count; key++) {
            keys.read(saved);
            byte[] state = saved.readBytes((int) saved.readVarint());
            byte[] base = saved.readBytes((int) saved.readVarint());
            stand(key, state);
            if (base.length > 0) {
                bases.give(key, bases.take(key, base));
            }
        }
        waiting.read(saved, this::ripe);
        kept.read(saved, this::ripe);
    }

    private void stand(int key, byte[] state) {
        if (state.length > 0) {
            states.give(key, states.take(key, state));
        }
    }

    /** What was shown and can still change is shown once more, as if for the first time. */
    public void showAgain() {
        if (!revises) {
            // What was shown is final, and no state from before it was kept.
            return;
        }
        kept.take(Long.MAX_VALUE).forEach(waiting::add);
        int count = states.keys();
        states.clear();
        for (int key = 0; key < count; key++) {
            stand(key, base(key));
        }
        folded = based;
        advanced = Long.MIN_VALUE;
        latestFolded = Long.MIN_VALUE;
    }
}
