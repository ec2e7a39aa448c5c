package io.barograph.core.match;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.SavedFold;
import io.barograph.core.fold.ValueQueue;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Searches a key's rows for a pattern.
 *
 * <p><b>Saved layout</b>, version 1: the first row that is still needed; how many matches there were; the keys; the columns that are
 * read, by index, the time among them, as {@link ValueQueue#write} says. The search is taken up again from the rows.
 */
final class MatchFold implements Fold, PatternSearch.Rows {
    private static final int VERSION = 1;

    private final MatchOperator operator;
    private final HeldRows held;
    private final MatchConditions conditions;
    private final PatternSearch search;
    private final MatchOutput output;

    private final List<ValueQueue> keys;
    /** By row, a bit for each variable that it may be. */
    private final ValueQueue fits = new ValueQueue(Type.BIGINT);

    private final long ahead;
    private final long behind;
    private long matches;

    MatchFold(MatchOperator operator, Schema input, EvaluationContext context) {
        this.operator = operator;
        BitSet read = new BitSet();
        operator.values().flatMapToInt(MatchValue::columns).forEach(read::set);
        if (operator.allRows()) {
            operator.passed().forEach(read::set);
        }
        this.held = new HeldRows(input, operator.time(), read);
        this.keys = operator.keys().stream()
                .map(key -> new ValueQueue(input.type(key)))
                .toList();
        this.conditions = new MatchConditions(operator.conditions(), input, held, context);
        this.output = new MatchOutput(operator, input, held, keys);
        this.ahead = operator.values().mapToLong(MatchFold::shift).max().orElse(0);
        this.behind = operator.values()
                .mapToLong(value -> -shift(value))
                .filter(shift -> shift > 0)
                .max()
                .orElse(0);
        this.search = new PatternSearch(
                new PatternAutomaton(operator.pattern()),
                operator.after(),
                conditions.lookBack(),
                operator.within(),
                this);
        begin();
    }

    private static long shift(MatchValue value) {
        return value instanceof RowValue row ? row.shift() : 0;
    }

    @Override
    public void begin() {
        held.clear();
        keys.forEach(ValueQueue::clear);
        fits.clear();
        output.clear();
        matches = 0;
        search.begin(0);
    }

    @Override
    public void accept(Batch rows, Consumer<Batch> target) {
        LongColumn time = (LongColumn) rows.column(operator.time());
        int count = 0;
        // Rows without a time come last.
        while (count < rows.size() && time.validity().isPresent(count)) {
            count++;
        }
        if (count == 0) {
            return;
        }
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).size() == 0) {
                keys.get(i).append(rows.column(operator.keys().get(i)), 0, 1);
            }
        }
        held.append(rows, count);
        searchTo(held.end() - ahead, target);
    }

    private void searchTo(long end, Consumer<Batch> target) {
        judgeTo(end);
        search.advance(fits.end(), into(target));
        output.flush(target);
        long needed = search.needed();
        fits.dropBelow(needed);
        held.dropBelow(needed - behind);
    }

    private Consumer<PatternMatch> into(Consumer<Batch> target) {
        return match -> output.add(match, ++matches, target);
    }

    private void judgeTo(long end) {
        while (fits.end() < end) {
            int count = (int) Math.min(Batch.CAPACITY, end - fits.end());
            long[] bits = conditions.judge(fits.end(), count);
            fits.append(new LongColumn(Type.BIGINT, bits, Validity.ALL), 0, count);
        }
    }

    @Override
    public @Nullable PartialMatch take(int variable, long row, @Nullable PartialMatch before) {
        return (fits.get(row) >>> variable & 1) == 0 ? null : conditions.take(variable, row, before);
    }

    @Override
    public String name(int variable) {
        return operator.variables().get(variable);
    }

    @Override
    public boolean isCrowded() {
        return conditions.isCrowded();
    }

    @Override
    public void keepOnly(List<PartialMatch> goingOn) {
        conditions.keepOnly(goingOn);
    }

    @Override
    public long time(long row) {
        return held.time(row);
    }

    @Override
    public void advance(long time, Consumer<Batch> target) {
        if (fits.end() == held.end()) {
            search.expire(time, into(target));
            searchTo(held.end() - ahead, target);
        }
    }

    @Override
    public long deadline() {
        return search.deadline();
    }

    @Override
    public void end(Consumer<Batch> target) {
        searchTo(held.end(), target);
        search.end(into(target));
        output.flush(target);
    }

    @Override
    public boolean isAtBeginning() {
        return held.size() == 0 && matches == 0;
    }

    @Override
    public void write(StateOutput state) {
        state.writeByte(VERSION);
        state.writeVarint(search.needed());
        state.writeVarint(matches);
        keys.forEach(key -> key.write(state));
        held.write(state);
    }

    @Override
    public void read(StateInput state) {
        SavedFold.checkVersion(state, VERSION);
        long needed = state.readVarint();
        matches = state.readVarint();
        keys.forEach(key -> key.read(state));
        held.read(state);
        search.begin(needed);
        fits.startAt(needed);
        judgeTo(held.end() - ahead);
        // What was found before these rows was given out then.
        search.advance(fits.end(), match -> {});
    }

    @Override
    public long memoryBytes() {
        return search.memoryBytes()
                + fits.memoryBytes()
                + held.memoryBytes()
                + conditions.memoryBytes()
                + output.memoryBytes();
    }
}
