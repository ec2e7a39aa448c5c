package io.barograph.core.merge;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;

/**
 * Finds groups without hashing where all keys but one stay the same for long runs of rows, as a window's ends do in rows
 * that come about in order of time: the one key that varies, a text or a small integer, then indexes an array
 * ({@link DirectGroups}), which is forgotten when the others change. A single such key is the case of one run without
 * end.
 *
 * <p>What the array does not know is looked up in the {@link GroupIndex}, so that both always agree.
 */
final class RunGroups {
    /** With more changes of the slow keys in a batch, forgetting costs more than hashing. */
    private static final int MOST_CHANGES = 2;
    /** Integers of a single key further apart than this are hashed: the array must fit a core's second-level cache. */
    private static final int WIDEST_ALONE = 1 << 16;
    /** The same beside other keys, where the array is cleared for every run. */
    private static final int WIDEST_IN_RUN = 1 << 12;

    private final KeyEncoder encoder;
    private final GroupIndex index;
    private final int keyCount;
    private final int widest;
    private final DirectGroups direct;
    /** The keys of the run that the array is for; the place of the fast key is unused. */
    private final long[] run;

    private final long[][] missedWords;
    private final int[] missed = new int[Batch.CAPACITY];
    private final int[] missedGroups = new int[Batch.CAPACITY];
    private int fast = -1;

    RunGroups(KeyEncoder encoder, GroupIndex index) {
        this.encoder = encoder;
        this.index = index;
        keyCount = encoder.columns();
        widest = keyCount == 1 ? WIDEST_ALONE : WIDEST_IN_RUN;
        direct = new DirectGroups(widest);
        run = new long[keyCount];
        missedWords = new long[keyCount][Batch.CAPACITY];
    }

    /**
     * Finds the group of each row, where the keys are of this kind.
     *
     * @return whether they are; otherwise nothing was done
     */
    boolean find(Column[] keys, int size, int[] found) {
        int fastest = fastKey(keys, size);
        if (fastest < 0) {
            return false;
        }
        if (fast != fastest) {
            fast = fastest;
            direct.reset();
        }
        if (keys[fast] instanceof VarcharColumn texts) {
            if (keyCount > 1 && texts.dictionary().size() > widest) {
                return false;
            }
            direct.expectCodes(texts.dictionary());
            encoder.codec(fast).adoptFrom(texts.dictionary());
        } else if (!direct.expectRange(((LongColumn) keys[fast]).values(), size)) {
            return false;
        }
        for (int from = 0; from < size; ) {
            int to = endOfRun(keys, from, size);
            enterRun(keys, from);
            findRun(keys, from, to, found);
            from = to;
        }
        return true;
    }

    /** The one key that may change from row to row, or -1 where there are more or it is of another type. */
    private int fastKey(Column[] keys, int size) {
        int fastest = -1;
        for (int i = 0; i < keyCount; i++) {
            if (keys[i].validity().hasNulls() || keys[i] instanceof DecimalColumn) {
                return -1;
            }
            boolean slow = keyCount > 1 && keys[i] instanceof LongColumn longs && changesSeldom(longs.values(), size);
            if (!slow && fastest >= 0) {
                return -1;
            }
            fastest = slow ? fastest : i;
        }
        for (int i = 0; i < keyCount && fastest < 0; i++) {
            fastest = keys[i].type() == Type.BIGINT ? i : -1;
        }
        return fastest >= 0 && (keys[fastest].type() == Type.BIGINT || keys[fastest].type() == Type.VARCHAR)
                ? fastest
                : -1;
    }

    private static boolean changesSeldom(long[] values, int size) {
        int changes = 0;
        for (int i = 1; i < size && changes <= MOST_CHANGES; i++) {
            changes += values[i] != values[i - 1] ? 1 : 0;
        }
        return changes <= MOST_CHANGES;
    }

    private int endOfRun(Column[] keys, int from, int size) {
        int end = size;
        for (int i = 0; i < keyCount; i++) {
            if (i != fast) {
                long[] values = ((LongColumn) keys[i]).values();
                long first = values[from];
                int to = from + 1;
                while (to < end && values[to] == first) {
                    to++;
                }
                end = to;
            }
        }
        return end;
    }

    private void enterRun(Column[] keys, int row) {
        boolean same = true;
        for (int i = 0; i < keyCount; i++) {
            if (i != fast) {
                long word = ((LongColumn) keys[i]).values()[row];
                same &= run[i] == word;
                run[i] = word;
            }
        }
        if (!same) {
            direct.forget();
        }
    }

    private void findRun(Column[] keys, int from, int to, int[] found) {
        if (!findKnown(keys[fast], from, to, found)) {
            findMissed(keys[fast], from, to);
            findKnown(keys[fast], from, to, found);
        }
    }

    private boolean findKnown(Column key, int from, int to, int[] found) {
        return key instanceof VarcharColumn texts
                ? direct.find(texts.codes(), from, to, found)
                : direct.find(((LongColumn) key).values(), from, to, found);
    }

    /** Looks up what the array does not know, once each: a new run often has many rows of each key. */
    private void findMissed(Column key, int from, int to) {
        int count = key instanceof VarcharColumn texts
                ? direct.firstUnknown(texts.codes(), from, to, missed)
                : direct.firstUnknown(((LongColumn) key).values(), from, to, missed);
        for (int column = 0; column < keyCount; column++) {
            for (int i = 0; i < count; i++) {
                missedWords[column][i] = column == fast ? fastWord(key, missed[i]) : run[column];
            }
        }
        encoder.encodeWords(missedWords, count);
        index.find(encoder.words(), encoder.hashes(), count, missedGroups);
        for (int i = 0; i < count; i++) {
            if (key instanceof VarcharColumn texts) {
                direct.rememberCode(texts.codes()[missed[i]], missedGroups[i]);
            } else {
                direct.rememberValue(((LongColumn) key).values()[missed[i]], missedGroups[i]);
            }
        }
    }

    private long fastWord(Column key, int row) {
        return key instanceof VarcharColumn texts
                ? encoder.codec(fast).adopt(texts.codes()[row])
                : ((LongColumn) key).values()[row];
    }

    long memoryBytes() {
        return direct.memoryBytes() + 8L * Batch.CAPACITY * keyCount;
    }
}
