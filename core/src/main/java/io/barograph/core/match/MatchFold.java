package io.barograph.core.match;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluator;
import io.barograph.core.expr.Evaluators;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.SavedFold;
import io.barograph.core.fold.ValueQueue;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Searches a key's rows for a pattern. Conditions that look at nothing but rows are evaluated for whole batches, others for each way
 * that comes to them.
 *
 * <p><b>Saved layout</b>, version 1: the first row that is still needed; the keys; the columns that are read, by index, the time among
 * them, as {@link ValueQueue#write} says. The search is taken up again from the rows.
 */
final class MatchFold implements Fold, PatternSearch.Rows {
    private static final int VERSION = 1;

    private final MatchOperator operator;
    private final PatternSearch search;
    /** By input column; null where nothing is read of it. */
    private final @Nullable ValueQueue[] held;

    private final ValueQueue[] keys;
    private final ValueQueue[] results;
    /** By variable. */
    private final Evaluator[] tests;

    private final boolean[] ofRow;
    /** By row, a bit for each variable that it is. */
    private final ValueQueue fits = new ValueQueue(Type.BIGINT);

    private final long ahead;
    private final long behind;

    MatchFold(MatchOperator operator, Schema input, EvaluationContext context) {
        this.operator = operator;
        this.held = new ValueQueue[input.size()];
        held[operator.time()] = new ValueQueue(Type.TIMESTAMP);
        operator.values().forEach(value -> held[value.column()] = new ValueQueue(input.type(value.column())));
        this.keys = operator.keys().stream()
                .map(key -> new ValueQueue(input.type(key)))
                .toArray(ValueQueue[]::new);
        this.results = operator.schema(input).fields().stream()
                .map(field -> new ValueQueue(field.type()))
                .toArray(ValueQueue[]::new);
        this.ahead = operator.values()
                .mapToLong(RowValue::shift)
                .filter(shift -> shift > 0)
                .max()
                .orElse(0);
        this.behind = -operator.values()
                .mapToLong(RowValue::shift)
                .filter(shift -> shift < 0)
                .min()
                .orElse(0);
        int count = operator.conditions().size();
        this.tests = new Evaluator[count];
        this.ofRow = new boolean[count];
        for (int i = 0; i < count; i++) {
            Condition condition = operator.conditions().get(i);
            Schema names = new Schema(condition.values().stream()
                    .map(value -> new Field(input.name(value.column()), input.type(value.column())))
                    .toList());
            tests[i] = Evaluators.compile(condition.test(), names, context);
            ofRow[i] = condition.isOfRow(i);
        }
        boolean looksBack = false;
        for (boolean isOfRow : ofRow) {
            looksBack |= !isOfRow;
        }
        this.search = new PatternSearch(
                new PatternAutomaton(operator.pattern()), operator.after(), looksBack, operator.within(), this);
        begin();
    }

    @Override
    public void begin() {
        for (ValueQueue queue : held) {
            if (queue != null) {
                queue.clear();
            }
        }
        Arrays.stream(keys).forEach(ValueQueue::clear);
        fits.clear();
        search.begin(0);
    }

    private ValueQueue times() {
        return queue(operator.time());
    }

    private ValueQueue queue(int column) {
        ValueQueue queue = held[column];
        if (queue == null) {
            throw new IllegalStateException("column " + column + " is not held");
        }
        return queue;
    }

    @Override
    public void accept(Batch rows, Consumer<Batch> output) {
        LongColumn time = (LongColumn) rows.column(operator.time());
        int count = 0;
        // Rows without a time come last.
        while (count < rows.size() && time.validity().isPresent(count)) {
            count++;
        }
        if (count == 0) {
            return;
        }
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].size() == 0) {
                keys[i].append(rows.column(operator.keys().get(i)), 0, 1);
            }
        }
        for (int i = 0; i < held.length; i++) {
            if (held[i] != null) {
                queue(i).append(rows.column(i), 0, count);
            }
        }
        searchTo(times().end() - ahead, output);
    }

    private void searchTo(long end, Consumer<Batch> output) {
        judgeTo(end);
        search.advance(fits.end(), match -> add(match, output));
        flush(output);
        long needed = search.needed();
        fits.dropBelow(needed);
        for (ValueQueue queue : held) {
            if (queue != null) {
                queue.dropBelow(needed - behind);
            }
        }
    }

    /** Evaluates the conditions that look at rows alone. */
    private void judgeTo(long end) {
        while (fits.end() < end) {
            long from = fits.end();
            int count = (int) Math.min(Batch.CAPACITY, end - from);
            long[] bits = new long[count];
            for (int variable = 0; variable < tests.length; variable++) {
                if (!ofRow[variable]) {
                    Arrays.setAll(bits, allWith(bits, variable));
                    continue;
                }
                List<RowValue> values = operator.conditions().get(variable).values();
                Column[] columns = new Column[values.size()];
                for (int i = 0; i < columns.length; i++) {
                    columns[i] = shifted(
                            queue(values.get(i).column()), from + values.get(i).shift(), count);
                }
                BooleanColumn is = (BooleanColumn) tests[variable].evaluate(new Batch(columns, count));
                for (int i = 0; i < count; i++) {
                    if (is.values()[i] && is.validity().isPresent(i)) {
                        bits[i] |= 1L << variable;
                    }
                }
            }
            fits.append(new LongColumn(Type.BIGINT, bits, Validity.ALL), 0, count);
        }
    }

    private static IntToLongFunction allWith(long[] bits, int variable) {
        return i -> bits[i] | 1L << variable;
    }

    /** Values from a number on; NULL where there is no such row. */
    private static Column shifted(ValueQueue queue, long from, int count) {
        if (from >= queue.first() && from + count <= queue.end()) {
            return queue.column(from, count);
        }
        ValueQueue some = new ValueQueue(queue.type());
        for (long row = from; row < from + count; row++) {
            append(some, queue, row);
        }
        return some.column(0, count);
    }

    private static void append(ValueQueue target, ValueQueue queue, long row) {
        if (row >= queue.first() && row < queue.end()) {
            target.append(queue, row);
        } else {
            target.append(0, true);
        }
    }

    @Override
    public boolean is(int variable, long row, @Nullable PartialMatch before) {
        if ((fits.get(row) >>> variable & 1) == 0) {
            return false;
        } else if (ofRow[variable]) {
            return true;
        }
        int[] labels = PartialMatch.of(before, variable).variables();
        PatternMatch so = new PatternMatch(row + 1 - labels.length, labels);
        List<RowValue> values = operator.conditions().get(variable).values();
        Column[] columns = new Column[values.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = shifted(queue(values.get(i).column()), values.get(i).rowIn(so), 1);
        }
        BooleanColumn is = (BooleanColumn) tests[variable].evaluate(new Batch(columns, 1));
        return is.values()[0] && is.validity().isPresent(0);
    }

    @Override
    public long time(long row) {
        return times().get(row);
    }

    private void add(PatternMatch match, Consumer<Batch> output) {
        for (int i = 0; i < keys.length; i++) {
            results[i].append(keys[i], 0);
        }
        for (int i = 0; i < operator.measures().size(); i++) {
            RowValue value = operator.measures().get(i);
            append(results[keys.length + i], queue(value.column()), value.rowIn(match));
        }
        if (results[0].size() == Batch.CAPACITY) {
            flush(output);
        }
    }

    private void flush(Consumer<Batch> output) {
        int count = results[0].size();
        if (count > 0) {
            output.accept(new Batch(
                    Arrays.stream(results)
                            .map(result -> result.column(0, count))
                            .toArray(Column[]::new),
                    count));
            Arrays.stream(results).forEach(ValueQueue::clear);
        }
    }

    @Override
    public void advance(long time, Consumer<Batch> output) {
        if (fits.end() == times().end()) {
            search.expire(time, match -> add(match, output));
            searchTo(times().end() - ahead, output);
        }
    }

    @Override
    public long deadline() {
        return search.deadline();
    }

    @Override
    public void end(Consumer<Batch> output) {
        searchTo(times().end(), output);
        search.end(match -> add(match, output));
        flush(output);
    }

    @Override
    public void write(StateOutput output) {
        output.writeByte(VERSION);
        output.writeVarint(search.needed());
        for (ValueQueue key : keys) {
            key.write(output);
        }
        for (ValueQueue queue : held) {
            if (queue != null) {
                queue.write(output);
            }
        }
    }

    @Override
    public void read(StateInput input) {
        SavedFold.checkVersion(input, VERSION);
        long needed = input.readVarint();
        for (ValueQueue key : keys) {
            key.read(input);
        }
        for (ValueQueue queue : held) {
            if (queue != null) {
                queue.read(input);
            }
        }
        search.begin(needed);
        fits.startAt(needed);
        judgeTo(times().end() - ahead);
        search.advance(fits.end(), match -> {});
    }

    @Override
    public long memoryBytes() {
        long bytes = search.memoryBytes() + fits.memoryBytes();
        for (ValueQueue queue : held) {
            bytes += queue == null ? 0 : queue.memoryBytes();
        }
        return bytes;
    }
}
