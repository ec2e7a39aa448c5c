package io.barograph.core.aggregate;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.aggregate.totals.TotalsState;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Type;
import org.jspecify.annotations.Nullable;

/**
 * The smallest and the greatest value of each group, of any type. NaN is greatest; texts compare by UTF-8 bytes.
 *
 * <p>Both ends live side by side, since queries ask for both and a row touches one cache line. After the first rows of a
 * group new extremes are rare, so that the test whether a value lies between is one well-predicted branch.
 *
 * <p><b>Layout</b>, version 1: byte 1, then byte 0 for a group without rows, or byte 1 and the smallest and greatest value
 * as {@link ValueCodec#write} has them.
 */
final class ExtremaState implements GroupedState.OfRuns, TotalsState, TalliedState {
    /** One per type. */
    record Spec(Type type) implements StateSpec {
        @Override
        public GroupedState create() {
            return new ExtremaState(type);
        }

        @Override
        public boolean covers(StateSpec other) {
            return other instanceof Spec spec && type == spec.type;
        }

        @Override
        public String describe() {
            return "smallest and greatest value";
        }
    }

    private static final int VERSION = 1;
    /** What an end holds before the first value: the smallest is above the greatest. For texts, no code is negative. */
    static final long NO_SMALLEST = Long.MAX_VALUE;

    static final long NO_GREATEST = Long.MIN_VALUE;
    private static final long NO_TEXT = -1;

    private final ValueCodec codec;
    /** Two per group: the smallest, the greatest. */
    private final LongPages ends;

    ExtremaState(Type type) {
        codec = new ValueCodec(type);
        ends = isText() ? new LongPages(NO_TEXT, NO_TEXT) : new LongPages(NO_SMALLEST, NO_GREATEST);
    }

    @Override
    public void resize(int groups) {
        ends.resize(groups);
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        if (arguments[0] instanceof DoubleColumn doubles) {
            addDoubles(doubles.values(), groups, size);
        } else if (isText()) {
            long[] codes = codec.encode(arguments[0], size);
            for (int i = 0; i < size; i++) {
                includeText(groups[i], codes[i]);
            }
        } else {
            addLongs(codec.encode(arguments[0], size), groups, size);
        }
    }

    private void addDoubles(double[] values, int[] groups, int size) {
        long[][] pages = ends.pages();
        for (int i = 0; i < size; i++) {
            long value = ValueCodec.fromDouble(values[i]);
            long[] ends = pages[groups[i] >> LongPages.SHIFT];
            int at = (groups[i] & LongPages.MASK) * 2;
            if (value < ends[at]) {
                ends[at] = value;
            }
            if (value > ends[at + 1]) {
                ends[at + 1] = value;
            }
        }
    }

    private void addLongs(long[] values, int[] groups, int size) {
        long[][] pages = ends.pages();
        for (int i = 0; i < size; i++) {
            long value = values[i];
            long[] ends = pages[groups[i] >> LongPages.SHIFT];
            int at = (groups[i] & LongPages.MASK) * 2;
            if (value < ends[at]) {
                ends[at] = value;
            }
            if (value > ends[at + 1]) {
                ends[at + 1] = value;
            }
        }
    }

    @Override
    public void add(Column[] arguments, GroupRuns runs, AlignedNumbers numbers) {
        if (arguments[0] instanceof DoubleColumn && numbers.exist()) {
            addNumbers(numbers.numbers(), numbers.factor(), runs);
        } else if (arguments[0] instanceof DoubleColumn doubles) {
            addDoubles(doubles.values(), runs);
        } else {
            addCodes(codec.encode(arguments[0], runs.rows()), runs);
        }
    }

    private void addNumbers(long[] numbers, double factor, GroupRuns runs) {
        long[][] pages = ends.pages();
        for (int run = 0, from = 0; run < runs.count(); run++) {
            int to = runs.end(run);
            long smallest = numbers[from];
            long greatest = smallest;
            int i = from + 1;
            // In pairs, of which the compiler makes no vectors: these take longer to begin and to end than most runs to
            // go through.
            for (; i < to - 1; i += 2) {
                long one = numbers[i];
                long other = numbers[i + 1];
                smallest = Math.min(smallest, Math.min(one, other));
                greatest = Math.max(greatest, Math.max(one, other));
            }
            if (i < to) {
                smallest = Math.min(smallest, numbers[i]);
                greatest = Math.max(greatest, numbers[i]);
            }
            int group = runs.group(run);
            long[] page = pages[group >> LongPages.SHIFT];
            int at = (group & LongPages.MASK) * 2;
            page[at] = Math.min(page[at], ValueCodec.fromRawDouble(smallest * factor));
            page[at + 1] = Math.max(page[at + 1], ValueCodec.fromRawDouble(greatest * factor));
            from = to;
        }
    }

    private void addDoubles(double[] values, GroupRuns runs) {
        for (int run = 0, from = 0; run < runs.count(); run++) {
            int to = runs.end(run);
            int group = runs.group(run);
            long smallest = smallest(group);
            long greatest = greatest(group);
            for (int i = from; i < to; i++) {
                long value = ValueCodec.fromRawDouble(values[i]);
                smallest = Math.min(smallest, value);
                greatest = Math.max(greatest, value);
            }
            if (ValueCodec.isCanonical(smallest) && ValueCodec.isCanonical(greatest)) {
                set(group, smallest, greatest);
            } else {
                for (int i = from; i < to; i++) {
                    include(group, ValueCodec.fromDouble(values[i]));
                }
            }
            from = to;
        }
    }

    private void addCodes(long[] values, GroupRuns runs) {
        for (int run = 0, from = 0; run < runs.count(); run++) {
            int to = runs.end(run);
            if (isText()) {
                for (int i = from; i < to; i++) {
                    includeText(runs.group(run), values[i]);
                }
            } else {
                int group = runs.group(run);
                long smallest = smallest(group);
                long greatest = greatest(group);
                for (int i = from; i < to; i++) {
                    smallest = Math.min(smallest, values[i]);
                    greatest = Math.max(greatest, values[i]);
                }
                set(group, smallest, greatest);
            }
            from = to;
        }
    }

    private void includeText(int group, long code) {
        long[] page = ends.page(group);
        int at = ends.at(group);
        if (page[at] < 0) {
            page[at] = code;
            page[at + 1] = code;
        } else if (code != page[at] && code != page[at + 1]) {
            if (codec.compare(code, page[at]) < 0) {
                page[at] = code;
            } else if (codec.compare(code, page[at + 1]) > 0) {
                page[at + 1] = code;
            }
        }
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        ExtremaState from = (ExtremaState) other;
        codec.adoptFrom(from.codec);
        for (int i = 0; i < count; i++) {
            if (!from.isEmpty(theirs[i])) {
                include(ours[i], codec.adopt(from.smallest(theirs[i])));
                include(ours[i], codec.adopt(from.greatest(theirs[i])));
            }
        }
    }

    @Override
    public @Nullable TotalsShape totals() {
        Type type = codec.type();
        if (type.isDecimal() && codec.isCoded()) {
            return TotalsShape.ofWide(0, true);
        }
        boolean integers = type.isLong() || type.isDecimal() || type == Type.BOOLEAN;
        return integers || type == Type.DOUBLE ? new TotalsShape(integers, 0, true) : null;
    }

    @Override
    public void addTotals(GroupTotals totals, int[] groups, int count) {
        long[] found = totals.ends();
        int words = totals.shape().valueWords();
        for (int i = 0; i < count; i++) {
            int least = totals.shape().endWords() * i;
            int greatest = least + words;
            // Upper words come last; where there is no value they are apart, too.
            if (found[greatest - 1] <= found[greatest + words - 1]) {
                include(groups[i], words == 1 ? found[least] : codec.ofDecimal(found[least + 1], found[least]));
                include(
                        groups[i],
                        words == 1 ? found[greatest] : codec.ofDecimal(found[greatest + 1], found[greatest]));
            }
        }
    }

    private void include(int group, long value) {
        if (isText()) {
            includeText(group, value);
        } else {
            long[] page = ends.page(group);
            int at = ends.at(group);
            page[at] = Math.min(page[at], value);
            page[at + 1] = Math.max(page[at + 1], value);
        }
    }

    private boolean isText() {
        return codec.isCoded();
    }

    private boolean isEmpty(int group) {
        return isText() ? smallest(group) < 0 : smallest(group) > greatest(group);
    }

    Column smallest(int[] groups, int count) {
        return end(0, groups, count);
    }

    Column greatest(int[] groups, int count) {
        return end(1, groups, count);
    }

    /** The smallest value of a group that has one, as a long of the codec. */
    long smallest(int group) {
        return ends.page(group)[ends.at(group)];
    }

    /** The greatest value of a group that has one, as a long of the codec. */
    long greatest(int group) {
        return ends.page(group)[ends.at(group) + 1];
    }

    private Column end(int side, int[] groups, int count) {
        ends.fetch(groups, count);
        ResultColumn result = new ResultColumn(count);
        for (int i = 0; i < count; i++) {
            if (isEmpty(groups[i])) {
                result.setNull(i);
            } else {
                result.values()[i] = ends.page(groups[i])[ends.at(groups[i]) + side];
            }
        }
        return result.decode(codec);
    }

    @Override
    public void write(int group, StateOutput output) {
        output.writeByte(VERSION);
        output.writeByte(isEmpty(group) ? 0 : 1);
        if (!isEmpty(group)) {
            codec.write(smallest(group), output);
            codec.write(greatest(group), output);
        }
    }

    @Override
    public void read(int group, StateInput input) {
        StateVersion.check("min and max", input.readByte(), VERSION);
        if (input.readByte() != 0) {
            include(group, codec.read(input));
            include(group, codec.read(input));
        }
    }

    @Override
    public @Nullable Slide slide(boolean fromFirstRow) {
        if (codec.type() != Type.DOUBLE && !codec.type().isLong()) {
            return null;
        }
        resize(1);
        return new ExtremaSlide(this, fromFirstRow);
    }

    /** Sets a group's ends; makes it one without rows where the smallest is above the greatest. */
    void set(int group, long smallest, long greatest) {
        long[] page = ends.page(group);
        int at = ends.at(group);
        page[at] = smallest;
        page[at + 1] = greatest;
    }

    @Override
    public long memoryBytes() {
        return ends.memoryBytes() + codec.memoryBytes();
    }
}
