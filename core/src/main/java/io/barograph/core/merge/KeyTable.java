package io.barograph.core.merge;

import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Numbers distinct keys, from 0 in the order in which they first come, and finds the numbers again: the hash table of a
 * join. A key that is NULL in any column has no number. NaN is NaN, -0.0 is 0.0, texts are their bytes.
 *
 * <p>One thread adds; then any number of threads look up, each with a {@link Finder} of its own, while nobody adds.
 */
public final class KeyTable {
    /** Stands for no number. */
    public static final int NONE = -1;

    /** An array by value is worth its memory up to so many entries per key. */
    private static final int SPARSEST = 8;

    private static final int ALWAYS_DENSE = 1 << 12;

    private final List<Type> types;
    private final KeyEncoder encoder;
    private final GroupIndex index;
    private final BatchCompactor compactor;
    private final int[] positions = new int[Batch.CAPACITY];
    private final int[] found = new int[Batch.CAPACITY];
    private long smallest = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;
    /** For a single column of longs that lie close: number + 1 by distance from the smallest. Made by the first finder. */
    private int @Nullable [] byValue;

    /** @param types of the keys' columns, at least one */
    public KeyTable(List<Type> types) {
        this.types = List.copyOf(types);
        this.encoder = new KeyEncoder(types);
        this.index = new GroupIndex(types.size());
        this.compactor = new BatchCompactor(types.toArray(Type[]::new));
    }

    /** How many distinct keys there are. */
    public int keys() {
        return index.groups();
    }

    /** Bytes of heap. */
    public long memoryBytes() {
        return index.memoryBytes() + encoder.memoryBytes() + (byValue == null ? 0 : 4L * byValue.length);
    }

    /**
     * Numbers the keys of some rows, new ones added.
     *
     * @param numbers receives each row's number, or {@link #NONE} where a column is NULL
     */
    public void add(Column[] keys, int size, int[] numbers) {
        int present = presentRows(keys, size, positions);
        if (present == size) {
            addPresent(keys, size, numbers);
            return;
        }
        addPresent(presentOnly(compactor, keys, size, positions, present), present, found);
        scatter(found, positions, present, size, numbers);
    }

    private void addPresent(Column[] keys, int size, int[] numbers) {
        Column[] plain = withoutValidity(keys);
        encoder.encode(plain, size);
        index.find(encoder.words(), encoder.hashes(), size, numbers);
        if (plain.length == 1 && plain[0] instanceof LongColumn longs) {
            long[] values = longs.values();
            for (int i = 0; i < size; i++) {
                smallest = Math.min(smallest, values[i]);
                greatest = Math.max(greatest, values[i]);
            }
        }
    }

    /** Writes the positions at which no key is NULL. */
    private static int presentRows(Column[] keys, int size, int[] positions) {
        Validity all = Validity.ALL;
        for (Column key : keys) {
            all = Validity.and(all, key.validity(), size);
        }
        if (!all.hasNulls()) {
            return size;
        }
        int count = 0;
        for (int i = 0; i < size; i++) {
            positions[count] = i;
            count += all.isPresent(i) ? 1 : 0;
        }
        return count;
    }

    private static Column[] presentOnly(
            BatchCompactor compactor, Column[] keys, int size, int[] positions, int present) {
        return compactor.compact(new Batch(keys, size), positions, present).columns();
    }

    private static Column[] withoutValidity(Column[] keys) {
        Column[] plain = new Column[keys.length];
        for (int i = 0; i < keys.length; i++) {
            plain[i] = keys[i].withValidity(Validity.ALL);
        }
        return plain;
    }

    private static void scatter(int[] found, int[] positions, int count, int size, int[] numbers) {
        Arrays.fill(numbers, 0, size, NONE);
        for (int i = 0; i < count; i++) {
            numbers[positions[i]] = found[i];
        }
    }

    /** A finder for one thread, once all keys have been added. */
    public synchronized Finder newFinder() {
        if (byValue == null && isDense()) {
            int[] numbers = new int[(int) (greatest - smallest) + 1];
            for (int group = 0; group < index.groups(); group++) {
                numbers[(int) (index.word(group, 0) - smallest)] = group + 1;
            }
            byValue = numbers;
        }
        return new Finder();
    }

    private boolean isDense() {
        long span = greatest - smallest;
        return index.groups() > 0
                && types.size() == 1
                && types.get(0).isLong()
                && span >= 0
                && span < Math.max(ALWAYS_DENSE, (long) SPARSEST * index.groups());
    }

    /** Looks keys up. Used by one thread. */
    public final class Finder {
        private final ValueCodec[] codecs;
        /** Per VARCHAR column. */
        private final @Nullable Codes[] codes;

        private final BatchCompactor compactor = new BatchCompactor(types.toArray(Type[]::new));
        private final long[][] words;
        private final long[] mixed = new long[Batch.CAPACITY];
        private final int[] hashes = new int[Batch.CAPACITY];
        private final int[] positions = new int[Batch.CAPACITY];
        private final int[] found = new int[Batch.CAPACITY];

        private Finder() {
            codecs = types.stream().map(ValueCodec::new).toArray(ValueCodec[]::new);
            codes = new Codes[codecs.length];
            words = new long[codecs.length][];
            for (int i = 0; i < codecs.length; i++) {
                if (types.get(i) == Type.VARCHAR) {
                    codes[i] = new Codes(encoder.codec(i).dictionary());
                    words[i] = new long[Batch.CAPACITY];
                }
            }
        }

        /** The number of each row's key, or {@link #NONE} where there is none. */
        public void find(Column[] keys, int size, int[] numbers) {
            int present = presentRows(keys, size, positions);
            if (present == size) {
                findPresent(keys, size, numbers);
                return;
            }
            findPresent(presentOnly(compactor, keys, size, positions, present), present, found);
            scatter(found, positions, present, size, numbers);
        }

        private void findPresent(Column[] keys, int size, int[] numbers) {
            if (codecs.length == 1 && keys[0] instanceof VarcharColumn texts) {
                findTexts(texts, size, numbers);
            } else if (byValue != null) {
                findByValue(byValue, ((LongColumn) keys[0]).values(), size, numbers);
            } else {
                findWords(keys, size, numbers);
            }
        }

        /**
         * A single text is looked up once per entry of its dictionary. The table's dictionary holds its keys and nothing
         * else, in their order, so that a code there is the key's number.
         */
        private void findTexts(VarcharColumn texts, int size, int[] numbers) {
            Codes known = Objects.requireNonNull(codes[0]);
            known.from(texts.dictionary());
            int[] rows = texts.codes();
            for (int i = 0; i < size; i++) {
                numbers[i] = known.code(rows[i]);
            }
        }

        private void findByValue(int[] table, long[] values, int size, int[] numbers) {
            long least = smallest;
            long most = greatest;
            for (int i = 0; i < size; i++) {
                long value = values[i];
                numbers[i] = value >= least && value <= most ? table[(int) (value - least)] - 1 : NONE;
            }
        }

        private void findWords(Column[] keys, int size, int[] numbers) {
            Arrays.fill(mixed, 0, size, 0);
            for (int column = 0; column < codecs.length; column++) {
                if (keys[column] instanceof VarcharColumn texts) {
                    wordsOfTexts(column, texts, size);
                } else {
                    words[column] = codecs[column].encode(keys[column].withValidity(Validity.ALL), size);
                    KeyEncoder.mix(words[column], size, mixed);
                }
            }
            KeyEncoder.shorten(mixed, size, hashes);
            index.lookUp(words, hashes, size, numbers);
            for (int i = 0; i < size; i++) {
                numbers[i] = Math.max(numbers[i], NONE);
            }
        }

        /** Codes of the table's dictionary; a text that it does not hold has code -1, which equals no key's. */
        private void wordsOfTexts(int column, VarcharColumn texts, int size) {
            Codes known = Objects.requireNonNull(codes[column]);
            known.from(texts.dictionary());
            int[] rows = texts.codes();
            long[] target = words[column];
            for (int i = 0; i < size; i++) {
                target[i] = known.code(rows[i]);
                mixed[i] = ValueCodec.scramble(mixed[i] + texts.dictionary().hash(rows[i]));
            }
        }

        /** What codes of another dictionary are in the table's: looked up once per entry. */
        private final class Codes {
            private static final int UNKNOWN = 0;
            private static final int SHIFT = 2;

            private final Dictionary own;
            private @Nullable Dictionary source;
            /** By the other dictionary's code: the own code + 2, 1 where there is none, 0 where not known yet. */
            private int[] known = new int[0];

            Codes(Dictionary own) {
                this.own = own;
            }

            void from(Dictionary other) {
                if (source != other) {
                    source = other;
                    Arrays.fill(known, UNKNOWN);
                }
                if (known.length < other.size()) {
                    known = Arrays.copyOf(known, Math.max(other.size(), known.length * 2));
                }
            }

            int code(int theirs) {
                int code = known[theirs];
                return code != UNKNOWN ? code - SHIFT : find(theirs);
            }

            private int find(int theirs) {
                Dictionary other = Objects.requireNonNull(source);
                int code = own.find(other.bytes(), other.offset(theirs), other.length(theirs));
                known[theirs] = code + SHIFT;
                return code;
            }
        }
    }
}
