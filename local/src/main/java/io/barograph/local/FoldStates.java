package io.barograph.local;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.fold.Fold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How far a fold has come along many keys. The keys that were last asked for have folds of their own, which go on where they are;
 * of the others there are the written states. For one thread.
 */
final class FoldStates {
    private static final byte[] NONE = new byte[0];

    private final Supplier<Fold> newFold;
    private final int mostFolds;
    /** In the order in which they were asked for, the latest last. */
    private final LinkedHashMap<Integer, Fold> folds = new LinkedHashMap<>(16, 0.75f, true);
    /** By key, what was written; empty for nothing. */
    private final List<byte[]> written = new ArrayList<>();

    /** Keys that do not stand where one does that has just begun. */
    private final BitSet begun = new BitSet();

    private long writtenBytes;
    private long[] deadlines = new long[64];

    /** @param mostFolds keys that have folds of their own, at least one */
    FoldStates(Supplier<Fold> newFold, int mostFolds) {
        this.newFold = newFold;
        this.mostFolds = mostFolds;
    }

    /** Keys below this number are known. */
    int keys() {
        return written.size();
    }

    /** The fold that goes along a key, where it stands. Whoever moved it says so ({@link #moved}) before asking for another. */
    Fold fold(int key) {
        Fold known = folds.get(key);
        if (known != null) {
            return known;
        }
        Fold fold = free();
        fold.begin();
        byte[] state = key < written.size() ? written.get(key) : NONE;
        if (state.length > 0) {
            fold.read(new StateInput(state));
            set(key, NONE);
        }
        folds.put(key, fold);
        return fold;
    }

    private Fold free() {
        if (folds.size() < mostFolds) {
            return newFold.get();
        }
        Map.Entry<Integer, Fold> oldest = folds.entrySet().iterator().next();
        folds.remove(oldest.getKey());
        set(oldest.getKey(), written(oldest.getValue()));
        return oldest.getValue();
    }

    /** Has a key stand where another state of it stood. */
    Fold reset(int key, byte[] state) {
        Fold fold = fold(key);
        fold.begin();
        if (state.length > 0) {
            fold.read(new StateInput(state));
        }
        return fold;
    }

    /** The key's fold has gone on. */
    void moved(int key, Fold fold) {
        set(key, NONE);
        deadlines[key] = fold.deadline();
        begun.set(key, !fold.isAtBeginning());
    }

    /** Adds the keys of which there is something to remember. */
    void addKeys(BitSet target) {
        target.or(begun);
    }

    /** Forgets all keys but some, which get the next numbers, in their order. */
    void keep(BitSet kept) {
        Map<Integer, Fold> before = new LinkedHashMap<>(folds);
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
        before.forEach((key, fold) -> {
            if (kept.get(key)) {
                folds.put(numbers[key], fold);
            }
        });
    }

    /** Up to this time advancing the key gives nothing. */
    long deadline(int key) {
        return deadlines[key];
    }

    /** What a key's fold writes where it stands; empty where it never moved. */
    byte[] state(int key) {
        Fold fold = folds.get(key);
        return fold == null ? written.get(key) : written(fold);
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
        long bytes = writtenBytes + 32L * written.size();
        for (Fold fold : folds.values()) {
            bytes += fold.memoryBytes();
        }
        return bytes;
    }

    void clear() {
        folds.clear();
        written.clear();
        begun.clear();
        writtenBytes = 0;
    }
}
