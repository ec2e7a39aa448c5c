package io.barograph.core.aggregate;

import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The texts of each group, each as often as it came, with what they are ordered by: a multiset, so that merging is putting
 * together, and the order of rows is of no account.
 *
 * <p><b>Layout</b>, version 1: byte 1, the number of different entries as a varint, then the entries in ascending order, each
 * as its values ({@link ValueCodec#write}) and how often it came, a varint.
 */
final class JoinedTextsState implements TalliedState {
    /**
     * One per type of what texts are ordered by.
     *
     * @param key null where they are ordered by themselves
     */
    record Spec(@Nullable Type key) implements StateSpec {
        @Override
        public GroupedState create() {
            return new JoinedTextsState(key);
        }

        @Override
        public boolean isUnbounded() {
            return true;
        }

        @Override
        public String describe() {
            return "all texts";
        }
    }

    private static final int VERSION = 1;
    private static final int LONGEST = 1 << 30;

    /** Of the key, where there is one, and the text. */
    private final GroupedTuples entries;

    private final long[] tuple;
    /** By entry: how often it came. */
    private long[] counts = new long[0];

    private JoinedTextsState(@Nullable Type key) {
        entries = new GroupedTuples(key == null ? List.of(Type.VARCHAR) : List.of(key, Type.VARCHAR));
        tuple = new long[entries.width()];
    }

    @Override
    public void resize(int groups) {
        entries.resize(groups);
    }

    /** @param arguments the texts and, where there is one, the key */
    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        count(arguments, row -> 1, groups, size);
    }

    @Override
    public void addTallied(Column[] arguments, long[] times, int[] groups, int size) {
        count(arguments, row -> times[row], groups, size);
    }

    private void count(Column[] arguments, IntToLongFunction times, int[] groups, int size) {
        int text = tuple.length - 1;
        long[] texts = entries.codec(text).encode(arguments[0], size);
        long[] keys = text == 0 ? texts : entries.codec(0).encode(arguments[1], size);
        for (int i = 0; i < size; i++) {
            tuple[0] = keys[i];
            tuple[text] = texts[i];
            count(groups[i], times.applyAsLong(i));
        }
    }

    private void count(int group, long times) {
        int entry = entries.add(group, tuple);
        if (entry >= counts.length) {
            counts = Arrays.copyOf(counts, Capacity.grow(counts.length, entry + 1));
        }
        counts[entry] += times;
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        JoinedTextsState from = (JoinedTextsState) other;
        entries.adoptFrom(from.entries);
        for (int i = 0; i < count; i++) {
            for (int entry = from.entries.newest(theirs[i]); entry >= 0; entry = from.entries.previous(entry)) {
                entries.adopt(from.entries, entry, tuple);
                count(ours[i], from.counts[entry]);
            }
        }
    }

    /**
     * The texts of groups, joined.
     *
     * @param descending whether the greatest key comes first; texts of equal keys ascend all the same
     */
    Column finish(String separator, boolean descending, int[] groups, int count) {
        byte[] between = separator.getBytes(StandardCharsets.UTF_8);
        Dictionary joined = new Dictionary();
        int[] codes = new int[count];
        long[] present = Validity.allPresent(count);
        for (int i = 0; i < count; i++) {
            if (entries.newest(groups[i]) < 0) {
                Validity.setNull(present, i);
            } else {
                byte[] text = joined(groups[i], between, descending);
                codes[i] = joined.intern(text, 0, text.length);
            }
        }
        return new VarcharColumn(codes, joined, Validity.of(present));
    }

    private byte[] joined(int group, byte[] between, boolean descending) {
        Dictionary texts = entries.codec(tuple.length - 1).dictionary();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean first = true;
        for (int entry : ordered(group, descending)) {
            int code = (int) entries.value(entry, tuple.length - 1);
            for (long left = counts[entry]; left > 0; left--) {
                if (!first) {
                    out.write(between, 0, between.length);
                }
                first = false;
                if ((long) out.size() + between.length + texts.length(code) > LONGEST) {
                    throw new BarographException(
                            ErrorCode.OUT_OF_MEMORY,
                            "string_agg would make a text of more than 1 GiB; group by more columns, or write"
                                    + " string_agg(DISTINCT …)");
                }
                out.write(texts.bytes(), texts.offset(code), texts.length(code));
            }
        }
        return out.toByteArray();
    }

    private int[] ordered(int group, boolean descending) {
        int[] ascending = entries.sorted(group);
        if (!descending) {
            return ascending;
        }
        // Stable, so that texts of equal keys stay in their order.
        Comparator<Integer> byKey =
                (left, right) -> entries.codec(0).compare(entries.value(left, 0), entries.value(right, 0));
        return Arrays.stream(ascending)
                .boxed()
                .sorted(byKey.reversed())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public void write(int group, StateOutput output) {
        int[] sorted = entries.sorted(group);
        output.writeByte(VERSION);
        output.writeVarint(sorted.length);
        for (int entry : sorted) {
            entries.write(entry, output);
            output.writeVarint(counts[entry]);
        }
    }

    @Override
    public void read(int group, StateInput input) {
        StateVersion.check("string_agg", input.readByte(), VERSION);
        for (long rest = input.readVarint(); rest > 0; rest--) {
            entries.read(input, tuple);
            count(group, input.readVarint());
        }
    }

    @Override
    public long memoryBytes() {
        return entries.memoryBytes() + 8L * counts.length;
    }
}
