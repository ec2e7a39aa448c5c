package io.barograph.local;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.fold.Fold;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How far a fold has come along many keys. Some keys have folds of their own, which go on where they are; of the others there are the
 * written states. Several threads may {@link #take} and {@link #give} different keys, and ask for their {@link #state}; the rest is for one thread, when every key has been given back.
 */
final class FoldStates {
    private static final byte[] NONE = new byte[0];

    private final Supplier<Fold> newFold;
    private final int mostFolds;
    /** In the order in which they were given back, the latest last. */
    private final Map<Integer, Held> folds = new LinkedHashMap<>();
    /** Folds that go along no key. */
    private final Deque<Fold> free = new ArrayDeque<>();
    /** By key, what was written; empty for nothing. */
    private final List<byte[]> written = new ArrayList<>();

    /** Keys that do not stand where one does that has just begun. */
    private final BitSet begun = new BitSet();

    private long heldBytes;
    private long writtenBytes;
    /** Keys that there was no room for, and that there was, since {@link #settle}. */
    private final BitSet refused = new BitSet();

    private final BitSet accepted = new BitSet();
    private long[] deadlines = new long[64];

    /** @param bytes that it takes */
    private record Held(Fold fold, long bytes) {}

    /** @param mostFolds keys that have folds of their own */
    FoldStates(Supplier<Fold> newFold, int mostFolds) {
        this.newFold = newFold;
        this.mostFolds = mostFolds;
    }

    /** Keys below this number are known. */
    synchronized int keys() {
        return written.size();
    }

    /** The fold that goes along a key, where it stands; it is the caller's until {@link #give}. */
    Fold take(int key) {
        Fold fold;
        byte[] state;
        synchronized (this) {
            Held held = folds.remove(key);
            if (held != null) {
                heldBytes -= held.bytes;
                return held.fold;
            }
            fold = free.poll();
            state = key < written.size() ? written.get(key) : NONE;
        }
        Fold along = fold == null ? newFold.get() : fold;
        begin(along, state);
        return along;
    }

    /** As {@link #take}, where another state of the key stood. */
    Fold take(int key, byte[] state) {
        Fold along = take(key);
        begin(along, state);
        return along;
    }

    private static void begin(Fold fold, byte[] state) {
        fold.begin();
        if (state.length > 0) {
            fold.read(new StateInput(state));
        }
    }

    /** Takes back the fold that goes along a key. */
    void give(int key, Fold fold) {
        long bytes = fold.memoryBytes();
        long deadline = fold.deadline();
        boolean hasBegun = !fold.isAtBeginning();
        if (hold(key, new Held(fold, bytes), deadline, hasBegun)) {
            return;
        }
        byte[] state = written(fold);
        synchronized (this) {
            stand(key, state, deadline, hasBegun);
            free.add(fold);
        }
    }

    private void stand(int key, byte[] state, long deadline, boolean hasBegun) {
        set(key, state);
        deadlines[key] = deadline;
        begun.set(key, hasBegun);
    }

    private synchronized boolean hold(int key, Held held, long deadline, boolean hasBegun) {
        if (folds.size() >= mostFolds) {
            refused.set(key);
            return false;
        }
        accepted.set(key);
        heldBytes += held.bytes;
        folds.put(key, held);
        stand(key, NONE, deadline, hasBegun);
        return true;
    }

    /** Adds the keys of which there is something to remember. */
    void addKeys(BitSet target) {
        target.or(begun);
    }

    /** Forgets all keys but some, which get the next numbers, in their order. */
    void keep(BitSet kept) {
        Map<Integer, Held> before = new LinkedHashMap<>(folds);
        List<byte[]> states = new ArrayList<>(written);
        long[] theirDeadlines = deadlines.clone();
        BitSet theirBegun = (BitSet) begun.clone();
        clear();
        int[] numbers = new int[states.size()];
        int next = 0;
        for (int key = kept.nextSetBit(0); key >= 0 && key < states.size(); key = kept.nextSetBit(key + 1)) {
            set(next, states.get(key));
            deadlines[next] = theirDeadlines[key];
            begun.set(next, theirBegun.get(key));
            numbers[key] = next++;
        }
        before.forEach((key, held) -> {
            if (kept.get(key)) {
                folds.put(numbers[key], held);
                heldBytes += held.bytes;
            }
        });
    }

    /**
     * Where there was no room for some keys, others that have not been asked for since the last call make room. A key is not let go of
     * for one that comes behind it in the same round: with more keys than room for them, none would be found where it was.
     */
    void settle() {
        Iterator<Map.Entry<Integer, Held>> oldest = folds.entrySet().iterator();
        for (int left = Math.min(refused.cardinality(), folds.size() - accepted.cardinality()); left > 0; left--) {
            Map.Entry<Integer, Held> key = oldest.next();
            oldest.remove();
            heldBytes -= key.getValue().bytes;
            set(key.getKey(), written(key.getValue().fold));
        }
        free.clear();
        refused.clear();
        accepted.clear();
    }

    /** Up to this time advancing the key gives nothing. */
    long deadline(int key) {
        return deadlines[key];
    }

    /** What a key's fold writes where it stands; empty where it never moved. */
    synchronized byte[] state(int key) {
        Held held = folds.get(key);
        return held == null ? written.get(key) : written(held.fold);
    }

    private void set(int key, byte[] state) {
        while (written.size() <= key) {
            written.add(NONE);
            if (written.size() > deadlines.length) {
                deadlines = Arrays.copyOf(deadlines, 2 * deadlines.length);
            }
            deadlines[written.size() - 1] = Long.MAX_VALUE;
        }
        writtenBytes += state.length - written.set(key, state).length;
    }

    static byte[] written(Fold fold) {
        StateOutput output = new StateOutput();
        fold.write(output);
        return output.toByteArray();
    }

    long memoryBytes() {
        return heldBytes + writtenBytes + 32L * written.size();
    }

    void clear() {
        folds.clear();
        free.clear();
        written.clear();
        begun.clear();
        refused.clear();
        accepted.clear();
        heldBytes = 0;
        writtenBytes = 0;
    }
}
