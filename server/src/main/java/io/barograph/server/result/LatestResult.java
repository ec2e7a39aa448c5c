package io.barograph.server.result;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A result whose rows nothing tells apart but all their values: a bag. Those that came last are kept. */
final class LatestResult extends ResultTable {
    private final int most;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private long kept;

    /** Pieces from this number on hold rows that were not told of yet. */
    private long untold;

    private long next;
    private long skipped;
    private RowGathering removed = new RowGathering();

    /** By checkpoint: rows behind the last one saved that are no longer kept. They come again if the run goes on from there. */
    private final TreeMap<Long, Long> forgottenBehind = new TreeMap<>();

    /** Rows that came together. */
    private static final class Piece {
        final Batch batch;
        final long checkpoint;
        final long number;
        /** Positions of rows that are not among those kept. */
        final BitSet gone = new BitSet();

        int @Nullable [] hashes;

        /** As they were when somebody looked last; null when others have gone since. */
        @Nullable
        KeptRows seen;

        Piece(Batch batch, long checkpoint, long number) {
            this.batch = batch;
            this.checkpoint = checkpoint;
            this.number = number;
        }

        void remove(int position) {
            gone.set(position);
            seen = null;
        }

        KeptRows rows() {
            KeptRows rows = seen;
            if (rows == null) {
                rows = new KeptRows(
                        batch,
                        IntStream.range(0, batch.size())
                                .filter(position -> !gone.get(position))
                                .toArray());
                seen = rows;
            }
            return rows;
        }

        int size() {
            return batch.size() - gone.cardinality();
        }
    }

    LatestResult(Schema schema, int most) {
        super(schema);
        this.most = most;
    }

    @Override
    public int @Nullable [] key() {
        return null;
    }

    @Override
    void take(@Nullable Batch before, @Nullable Batch after, long checkpoint) {
        for (int i = 0; before != null && i < before.size(); i++) {
            remove(before, i);
        }
        if (after != null) {
            pieces.add(new Piece(after, checkpoint, next++));
            kept += after.size();
            forget();
        }
    }

    private void forget() {
        while (kept > most) {
            Piece oldest = pieces.getFirst();
            long excess = kept - most;
            long count = 0;
            for (int i = oldest.gone.nextClearBit(0); i < oldest.batch.size() && count < excess; count++) {
                forget(oldest.batch, i);
                oldest.remove(i);
                i = oldest.gone.nextClearBit(i);
            }
            kept -= count;
            skipped += oldest.number >= untold ? count : 0;
            forgottenBehind.merge(oldest.checkpoint, count, Long::sum);
            if (oldest.size() == 0) {
                pieces.removeFirst();
            }
        }
    }

    /** Takes out the latest row with these values. One that is not kept was forgotten, or came before this process. */
    private void remove(Batch rows, int position) {
        ByteBuffer wanted = identity(rows, position);
        int hash = wanted.hashCode();
        for (Iterator<Piece> latest = pieces.descendingIterator(); latest.hasNext(); ) {
            Piece piece = latest.next();
            int[] hashes = hashes(piece);
            for (int i = hashes.length - 1; i >= 0; i--) {
                boolean isWanted = hashes[i] == hash
                        && !piece.gone.get(i)
                        && identity(piece.batch, i).equals(wanted);
                if (isWanted) {
                    remove(piece, i);
                    return;
                }
            }
        }
        takeBack(1);
    }

    private int[] hashes(Piece piece) {
        int[] known = piece.hashes;
        if (known == null) {
            known = IntStream.range(0, piece.batch.size())
                    .map(position -> identity(piece.batch, position).hashCode())
                    .toArray();
            piece.hashes = known;
        }
        return known;
    }

    private void remove(Piece piece, int position) {
        piece.remove(position);
        kept--;
        if (piece.number < untold) {
            removed.add(piece.batch, position);
        }
    }

    @Override
    public void resume(long checkpoint) {
        for (Piece piece : pieces) {
            for (int i = 0; piece.checkpoint > checkpoint && i < piece.batch.size(); i++) {
                if (!piece.gone.get(i)) {
                    remove(piece, i);
                }
            }
        }
        Map<Long, Long> again = forgottenBehind.tailMap(checkpoint, false);
        takeBack(again.values().stream().mapToLong(Long::longValue).sum());
        forgottenBehind.clear();
        pieces.removeIf(piece -> piece.size() == 0);
    }

    @Override
    public void saved(long checkpoint) {
        forgottenBehind.headMap(checkpoint, true).clear();
    }

    @Override
    public Changes takeChanges() {
        List<KeptRows> came = new ArrayList<>();
        for (Iterator<Piece> latest = pieces.descendingIterator(); latest.hasNext(); ) {
            Piece piece = latest.next();
            if (piece.number < untold) {
                break;
            }
            came.add(0, piece.rows());
        }
        List<KeptRows> told = KeptRows.latest(came, MOST_CHANGES);
        Changes changes =
                new Changes(told, removed.rows(), skipped + KeptRows.count(came) - KeptRows.count(told), 0, false);
        dropChanges();
        return changes;
    }

    @Override
    public void dropChanges() {
        removed = new RowGathering();
        skipped = 0;
        untold = next;
    }

    @Override
    public List<KeptRows> rows() {
        return pieces.stream().map(Piece::rows).toList();
    }

    @Override
    public OptionalLong total() {
        return OptionalLong.of(kept + forgotten());
    }
}
