package io.barograph.core.match;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.fold.ValueQueue;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Makes rows of matches: one for each, or all of its rows. */
final class MatchOutput {
    /** So many groups of aggregates are not worth clearing up. */
    private static final int MOST_GROUPS = 1 << 10;

    private final MatchOperator operator;
    private final HeldRows held;
    private final List<ValueQueue> keys;
    private final List<RowAggregate> aggregates;
    private final MatchStates states;
    /** A row for each variable: its name. */
    private final VarcharColumn labels;

    private final ValueQueue[] results;
    /** By measure that looks at the rows up to each: those that count, by their place in the match. */
    private final Places[] places;

    /** By row that comes out: the group of all rows of its match, and of those up to it. */
    private final int[] whole = new int[Batch.CAPACITY];

    private final int[] soFar = new int[Batch.CAPACITY];
    private int rows;

    /** Rows that have not been added to the states yet: their numbers, variables and groups. */
    private final long[] waiting = new long[Batch.CAPACITY];

    private final int[] variables = new int[Batch.CAPACITY];
    private final int[] groups = new int[Batch.CAPACITY];
    private int waits;

    /** @param keys a value of each key column, the same in all rows */
    MatchOutput(MatchOperator operator, Schema input, HeldRows held, List<ValueQueue> keys) {
        this.operator = operator;
        this.held = held;
        this.keys = keys;
        this.aggregates = operator.measures().stream()
                .flatMap(measure ->
                        measure.value() instanceof RowAggregate aggregate ? Stream.of(aggregate) : Stream.empty())
                .distinct()
                .toList();
        this.states = new MatchStates(input, aggregates);
        Dictionary names = new Dictionary();
        int[] codes = operator.variables().stream().mapToInt(names::intern).toArray();
        this.labels = new VarcharColumn(codes, names, Validity.ALL);
        this.results = operator.schema(input).fields().stream()
                .map(field -> new ValueQueue(field.type()))
                .toArray(ValueQueue[]::new);
        this.places = operator.measures().stream().map(measure -> new Places()).toArray(Places[]::new);
    }

    /** Forgets what was not given out. */
    void clear() {
        Arrays.stream(results).forEach(ValueQueue::clear);
        rows = 0;
        waits = 0;
    }

    /** @param number of the match among those of its key, from 1 */
    void add(PatternMatch match, long number, Consumer<Batch> target) {
        int length = match.variables().length;
        int group = states.isEmpty() ? 0 : states.make(1);
        for (int at = 0; at < length && !states.isEmpty(); at++) {
            await(match, at, group);
        }
        Arrays.stream(places).forEach(Places::clear);
        int before = -1;
        for (int from = operator.allRows() ? 0 : length - 1; from < length; ) {
            if (rows == Batch.CAPACITY) {
                giveOut(target);
                if (states.size() > MOST_GROUPS) {
                    states.keepOnly(new int[] {group, Math.max(0, before)});
                    group = 0;
                    before = before < 0 ? before : 1;
                }
            }
            int count = Math.min(length - from, Batch.CAPACITY - rows);
            int first = operator.allRows() && !states.isEmpty() ? accumulate(match, from, count, before) : group;
            before = first + count - 1;
            Arrays.fill(whole, rows, rows + count, group);
            for (int i = 0; i < count; i++) {
                soFar[rows + i] = first + i;
            }
            rows += count;
            Chunk chunk = new Chunk(match, number, from, count);
            passOn(chunk);
            for (int i = 0; i < operator.measures().size(); i++) {
                append(
                        operator.measures().get(i),
                        places[i],
                        results[operator.passed().size() + i],
                        chunk);
            }
            from += count;
        }
    }

    /** Rows of a match that come out. */
    private record Chunk(PatternMatch match, long number, int from, int count) {}

    /** A row of a match is to be added to a group. */
    private void await(PatternMatch match, int at, int group) {
        if (waits == Batch.CAPACITY) {
            addWaiting();
        }
        waiting[waits] = match.start() + at;
        variables[waits] = match.variables()[at];
        groups[waits++] = group;
    }

    private void addWaiting() {
        if (waits > 0) {
            states.add(held, waiting, variables, groups, waits);
            waits = 0;
        }
    }

    /** Makes the groups of the match's rows up to each of some; returns the first. */
    private int accumulate(PatternMatch match, int from, int count, int before) {
        int first = states.make(count);
        for (int i = 0; i < count; i++) {
            await(match, from + i, first + i);
        }
        addWaiting();
        states.accumulate(before, first, count);
        return first;
    }

    private void passOn(Chunk chunk) {
        for (int i = 0; i < operator.passed().size(); i++) {
            int key = operator.keys().indexOf(operator.passed().get(i));
            for (int at = chunk.from(); at < chunk.from() + chunk.count(); at++) {
                if (key >= 0) {
                    results[i].append(keys.get(key), 0);
                } else {
                    held.appendTo(
                            results[i], operator.passed().get(i), chunk.match().start() + at);
                }
            }
        }
    }

    private void append(Measure measure, Places seen, ValueQueue target, Chunk chunk) {
        PatternMatch match = chunk.match();
        boolean ofWhole = isOfWhole(measure);
        if (measure.value() instanceof RowAggregate) {
            // When rows are given out, for all of them at once.
            return;
        }
        int last = match.variables().length - 1;
        for (int at = chunk.from(); at < chunk.from() + chunk.count(); at++) {
            if (measure.value() instanceof MatchValue.Number) {
                target.append(chunk.number(), false);
            } else if (measure.value() instanceof MatchValue.Label) {
                target.append(labels, match.variables()[ofWhole ? last : at], 1);
            } else {
                RowValue value = (RowValue) measure.value();
                long row = ofWhole ? value.rowIn(match) : seen.row(value, match, at);
                held.appendTo(target, value.column(), row);
            }
        }
    }

    /** Where in a match the rows are that a value counts, as far as it has been seen. */
    private static final class Places {
        private int[] places = new int[16];
        private int size;

        void clear() {
            size = 0;
        }

        /** The number of a value's row among the rows up to one, which follows those seen; or -1. */
        long row(RowValue value, PatternMatch match, int at) {
            if (RowValue.counts(value.variables(), match.variables()[at])) {
                if (size == places.length) {
                    places = Arrays.copyOf(places, 2 * size);
                }
                places[size++] = at;
            }
            int index = value.fromFirst() ? value.offset() : size - 1 - value.offset();
            return index < 0 || index >= size ? -1 : Math.max(-1, match.start() + places[index] + value.shift());
        }
    }

    /** Gives out what has come together; the rows of the matches are still held. */
    void flush(Consumer<Batch> target) {
        if (rows > 0) {
            giveOut(target);
        }
        if (states.size() > MOST_GROUPS) {
            states.keepOnly(new int[0]);
        }
    }

    private void giveOut(Consumer<Batch> target) {
        addWaiting();
        Column[] columns = new Column[results.length];
        for (int i = 0; i < columns.length; i++) {
            int measure = i - operator.passed().size();
            columns[i] = measure >= 0 && operator.measures().get(measure).value() instanceof RowAggregate aggregate
                    ? states.finish(
                            aggregates.indexOf(aggregate),
                            isOfWhole(operator.measures().get(measure)) ? whole : soFar,
                            rows)
                    : results[i].column(0, rows);
        }
        target.accept(new Batch(columns, rows));
        Arrays.stream(results).forEach(ValueQueue::clear);
        rows = 0;
    }

    private boolean isOfWhole(Measure measure) {
        return measure.isFinal() || !operator.allRows();
    }

    long memoryBytes() {
        return Arrays.stream(results).mapToLong(ValueQueue::memoryBytes).sum()
                + (states.isEmpty() ? 0 : states.memoryBytes());
    }
}
