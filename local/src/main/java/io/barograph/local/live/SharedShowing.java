package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import io.barograph.core.merge.MergedGroups;
import io.barograph.local.ShownPieces;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Shows much at once: several threads make pieces of it, take them past the stages behind, and encode their rows; the caller's
 * thread alone hands the records on, in the order of the pieces. Whoever takes them cannot tell the difference.
 */
final class SharedShowing {
    /** Fewer groups are shown sooner by one thread. A piece is of one batch. */
    static final int LEAST_GROUPS = 2 * Batch.CAPACITY;

    private final Executor threads;
    private final int ahead;
    private final RowCounts counts;
    private final BlockedTime blocked;
    private final Supplier<Way> newWay;
    private final Queue<Way> free = new ConcurrentLinkedQueue<>();

    /**
     * @param threads that help
     * @param ahead pieces that may be begun and not yet handed on
     * @param counts takes what is handed on
     * @param blocked takes how long that takes
     * @param newWay makes a thread's way from the pieces' stage
     */
    SharedShowing(Executor threads, int ahead, RowCounts counts, BlockedTime blocked, Supplier<Way> newWay) {
        this.threads = threads;
        this.ahead = ahead;
        this.counts = counts;
        this.blocked = blocked;
        this.newWay = newWay;
    }

    /** From a stage past those that keep nothing, to the sink or to one that does keep something. Used by one thread at a time. */
    static final class Way {
        private final Consumer<Revisions> first;
        private List<Runnable> encoded = new ArrayList<>();
        private RowCounts counts;

        /**
         * @param none counts of nothing yet
         * @param compiled makes the steps in front of what it is given
         */
        Way(
                LiveSink.Encoder encoder,
                RowCounts none,
                StaleRows stale,
                Function<Consumer<Revisions>, Consumer<Revisions>> compiled) {
            counts = none;
            first = compiled.apply(changes -> {
                if (!stale.takesBack()) {
                    counts.count(changes);
                }
                encoded.add(encoder.encode(changes));
            });
        }

        private Piece take(int piece, ShownPieces.Maker maker) {
            maker.make(piece, first);
            Piece done = new Piece(encoded, counts);
            encoded = new ArrayList<>();
            counts = counts.empty();
            return done;
        }
    }

    private record Piece(List<Runnable> encoded, RowCounts counts) {}

    /** Shows groups for the first time. */
    void show(MergedGroups groups) {
        show((groups.groups() + Batch.CAPACITY - 1) / Batch.CAPACITY, (piece, target) -> {
            int from = piece * Batch.CAPACITY;
            int count = Math.min(Batch.CAPACITY, groups.groups() - from);
            target.accept(Revisions.added(groups.reader().read(from, count)));
        });
    }

    /** Shows pieces, as {@link ShownPieces#acceptAll} says. */
    void show(int pieces, ShownPieces.Maker maker) {
        Deque<FutureTask<Piece>> begun = new ArrayDeque<>();
        for (int next = 0; next < pieces || !begun.isEmpty(); ) {
            if (next < pieces && begun.size() < ahead) {
                int number = next++;
                FutureTask<Piece> piece = new FutureTask<>(() -> piece(number, maker));
                begun.add(piece);
                threads.execute(piece);
            } else {
                Piece done = await(begun.remove());
                blocked.during(() -> done.encoded.forEach(Runnable::run));
                counts.add(done.counts);
            }
        }
    }

    private Piece piece(int number, ShownPieces.Maker maker) {
        Way known = free.poll();
        Way way = known == null ? newWay.get() : known;
        Piece done = way.take(number, maker);
        free.add(way);
        return done;
    }

    /** What a task gives, however often this thread is interrupted meanwhile, which is for its next step. */
    static <T> T await(FutureTask<T> begun) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return begun.get();
                } catch (InterruptedException e) {
                    // A stop waits: what is begun is shown.
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException failed) {
                        throw failed;
                    } else if (e.getCause() instanceof Error failed) {
                        throw failed;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
