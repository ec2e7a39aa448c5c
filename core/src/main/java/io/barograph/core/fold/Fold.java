package io.barograph.core.fold;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import java.util.function.Consumer;

/**
 * Goes along the rows of one key after another and gives rows out. One thread uses it.
 *
 * <p><b>Law 2.</b> Rows of a key come ordered by event time, those of equal time by the columns that the query names. What
 * comes out is a function of this sequence alone: not of how it is cut into batches, nor of the key before.
 *
 * <p><b>Output.</b> Batches of the operator's schema, of at least one row and at most {@link Batch#CAPACITY}, valid during the
 * call. A fold that has to look ahead gives rows out later than they came, and the last ones at {@link #end}.
 *
 * <p><b>Checkpoint.</b> {@link #write} is the canonical state of the present key, all that its next rows depend on; {@link #read}
 * into a fold that has just begun goes on from there. <b>Revisions.</b> Where a row comes that belongs further back, the key is
 * folded again from a state that was written before it.
 */
public interface Fold {
    /** Forgets everything: the next rows are another key's. */
    void begin();

    /**
     * The next rows of the key.
     *
     * @param rows at least one; the arrays are the caller's again on return
     */
    void accept(Batch rows, Consumer<Batch> output);

    /**
     * Time has passed: each later row of the key has this time or a later one. Tells folds that wait for silence; others need
     * not listen.
     *
     * @param time nanoseconds since the epoch
     */
    default void advance(long time, Consumer<Batch> output) {}

    /**
     * Up to this time {@link #advance} gives nothing out, unless rows come before; {@link Long#MAX_VALUE} where it never does. So an
     * engine that holds many keys asks those alone that have something to say.
     */
    default long deadline() {
        return Long.MAX_VALUE;
    }

    /** No row of the key follows. */
    void end(Consumer<Batch> output);

    /** Whether the present key stands where one does that has just begun, so that whoever holds many may forget it. */
    default boolean isAtBeginning() {
        return false;
    }

    /** Writes the state of the present key in a canonical, versioned layout. */
    void write(StateOutput output);

    /**
     * Reads what {@link #write} gave, right behind {@link #begin}.
     *
     * @throws io.barograph.core.error.BarographException BAD_DATA where the bytes are damaged or of another version
     */
    void read(StateInput input);

    /** Bytes of heap that the present key takes. */
    long memoryBytes();
}
