package io.barograph.core.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a live query go, and are taken back. Called by one thread: {@link #begin} once; then {@link #accept} and
 * {@link #flush} as rows come, and {@link #prepare} and {@link #commit} in turn, as checkpoints are made.
 *
 * <p><b>Exactly once.</b> A checkpoint n holds the state behind all rows accepted before {@code prepare(n)}. Between
 * {@code prepare} and {@code commit} it is saved. A run that begins from checkpoint n hands over again every row behind it:
 * because answers are deterministic, with the same bits. What a sink does about that it says itself ({@link #guarantee}).
 * Not every sink can keep what is prepared beyond a crash: {@link #begin} then tells of the checkpoint before, which must
 * be there until the one behind it is committed.
 *
 * <p><b>Several sinks</b> of one run may share a transaction ({@link SinkGroup}): all are opened before the first begins, and
 * all prepare a checkpoint before the first commits it. What a sink accepts between the two belongs to the next one.
 *
 * <p><b>Failures.</b> A method that cannot reach the place tries again for as long as was configured, then throws a
 * {@code BarographException} of a category of resources.
 */
public interface LiveSink extends AutoCloseable {
    /** No checkpoint. */
    long NONE = -1;

    /** Any checkpoint will do: rows that come again make no difference, or {@link #resume} takes them back first. */
    long ANY = Long.MAX_VALUE;

    /** In words, for people: what holds across failures. */
    String guarantee();

    /**
     * Whether rows can be taken back. A sink that cannot is given rows when nothing can revise them any more, and never an
     * old one.
     */
    boolean takesRevisions();

    /**
     * Begins, and makes sure that no instance before this one can write any more.
     *
     * @return the checkpoint up to whose rows the place shows all and nothing more; {@link #NONE} before the first one;
     *     {@link #ANY} where that is no question
     */
    long begin();

    /**
     * The run goes on behind a checkpoint: what was prepared for it or for one before is made visible, what was prepared for
     * a later one is dropped. Once, between {@link #begin} and the first {@link #accept}.
     *
     * @param checkpoint or {@link #NONE} for a run from the start
     */
    void resume(long checkpoint);

    /**
     * Whether rows that an earlier instance accepted behind the checkpoint that this one resumes from may still be there. Then
     * this one is told to take back rows by their key that it was never given, until it has come as far as that one can have.
     */
    default boolean holdsUnsaved() {
        return false;
    }

    /** What a place showed at one moment. */
    interface Shown {
        /** Writes it, while the place takes more; once, by any thread. */
        void write(StateOutput output);
    }

    /**
     * What the place shows, where nothing beyond this process holds it: the checkpoint that was just prepared keeps it. Between {@link #prepare}
     * and the next {@link #accept}.
     *
     * @return null where there is nothing to keep
     */
    default @Nullable Shown shown() {
        return null;
    }

    /**
     * Brings back what the place showed when a checkpoint was made. Before {@link #resume} with that checkpoint, where it holds any.
     *
     * @param shown what {@link Shown#write} wrote, by an earlier version perhaps, or for another kind of place
     */
    default void restore(long checkpoint, StateInput shown) {}

    /** Takes changes; the batches are the caller's again on return. */
    void accept(Revisions changes);

    /**
     * What is accepted from now on is part of a trace.
     *
     * @param traceparent its W3C context, for sinks that can pass one on beside their rows; null for none
     */
    default void trace(@Nullable String traceparent) {}

    /** The part of {@link #accept} that depends on nothing that was accepted before: turning rows into bytes. For one thread. */
    interface Encoder {
        /**
         * Encodes changes; the batches are the caller's again on return.
         *
         * @return what hands the bytes on, to be run once, by the thread that accepts. Then all is as after {@link #accept}
         */
        Runnable encode(Revisions changes);
    }

    /** An encoder for another thread; null where encoding is next to nothing, so that {@link #accept} does as well. */
    default @Nullable Encoder newEncoder() {
        return null;
    }

    /**
     * Whether rows that are accepted between {@link #prepare} and {@link #commit} wait in memory for the latter, so that they must
     * not become many.
     */
    default boolean holdsWhilePrepared() {
        return false;
    }

    /** A pause: what was accepted should be on its way now, and readable where it is not hidden until a commit. */
    void flush();

    /** What was accepted so far belongs to this checkpoint, and survives a crash from here on, hidden or not. */
    void prepare(long checkpoint);

    /** The checkpoint is saved: what was prepared for it becomes visible. */
    void commit(long checkpoint);

    /**
     * What is wrong just now, in words for a status line: {@code no answer from 127.0.0.1:9092 for 7 s}; empty where nothing
     * is. Any thread may ask, at any time.
     */
    default String health() {
        return "";
    }

    /** The circuit breakers before the systems that it writes to; none where it has none. Any thread may ask, at any time. */
    default List<Breaker> breakers() {
        return List.of();
    }

    /** Lets go of everything; what was not prepared is lost. */
    @Override
    void close();
}
