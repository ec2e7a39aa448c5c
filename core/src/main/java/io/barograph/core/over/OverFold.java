package io.barograph.core.over;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.SavedFold;
import io.barograph.core.fold.ValueQueue;
import io.barograph.core.plan.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Takes the calls of an {@link OverOperator} along a key's rows; holds back rows that some call has no result for yet. */
final class OverFold implements Fold {
    private static final int VERSION = 2;

    private final Peers peers;
    private final List<Along> calls;
    /** By call of the operator. */
    private final ValueQueue[] results;

    /** Rows that wait, by column. */
    private final ValueQueue[] held;

    private final int[] columns;

    private long seen;
    private long released;

    OverFold(Schema input, OverOperator operator) {
        this.peers = new Peers(
                input, operator.order().stream().map(Plan.SortKey::column).toList());
        Alongs alongs = Alongs.of(input, operator);
        this.calls = alongs.all();
        this.results = alongs.results();
        this.columns = IntStream.range(0, input.size()).toArray();
        this.held = input.fields().stream()
                .map(field -> new ValueQueue(field.type()))
                .toArray(ValueQueue[]::new);
    }

    @Override
    public void begin() {
        seen = 0;
        released = 0;
        peers.begin();
        calls.forEach(Along::begin);
        Arrays.stream(held).forEach(ValueQueue::clear);
    }

    @Override
    public void accept(Batch rows, Consumer<Batch> output) {
        long base = seen;
        boolean[] changes = peers.changes(rows);
        for (Along call : calls) {
            call.accept(rows, changes, base);
        }
        seen += rows.size();
        if (released == base && known() == seen) {
            released = seen;
            output.accept(withResults(rows.columns(), base, rows.size()));
            for (ValueQueue column : held) {
                column.startAt(seen);
            }
            return;
        }
        for (int column : columns) {
            held[column].append(rows.column(column), 0, rows.size());
        }
        release(output);
    }

    @Override
    public void advance(long time, Consumer<Batch> output) {
        for (Along call : calls) {
            call.advance(time);
        }
        release(output);
    }

    @Override
    public long deadline() {
        return calls.stream().mapToLong(Along::deadline).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public void end(Consumer<Batch> output) {
        for (Along call : calls) {
            call.end(seen);
        }
        release(output);
    }

    /** How many rows all calls have results for. */
    private long known() {
        long known = seen;
        for (Along call : calls) {
            known = Math.min(known, call.result.end());
        }
        return known;
    }

    private void release(Consumer<Batch> output) {
        long known = known();
        while (released < known) {
            long from = released;
            int count = (int) Math.min(Batch.CAPACITY, known - from);
            released += count;
            Column[] rows = new Column[held.length];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = held[i].column(from, count);
                held[i].dropBelow(from + count);
            }
            output.accept(withResults(rows, from, count));
        }
    }

    private Batch withResults(Column[] rows, long from, int count) {
        Column[] all = Arrays.copyOf(rows, rows.length + results.length);
        for (int i = 0; i < results.length; i++) {
            all[rows.length + i] = results[i].column(from, count);
            results[i].dropBelow(from + count);
        }
        return new Batch(all, count);
    }

    @Override
    public void write(StateOutput output) {
        output.writeByte(VERSION);
        output.writeVarint(seen);
        output.writeVarint(released);
        peers.write(output);
        for (ValueQueue column : held) {
            column.write(output);
        }
        for (Along call : calls) {
            call.write(output);
        }
    }

    @Override
    public void read(StateInput input) {
        SavedFold.checkVersion(input, VERSION);
        seen = input.readVarint();
        released = input.readVarint();
        peers.read(input);
        for (ValueQueue column : held) {
            column.read(input);
        }
        for (Along call : calls) {
            call.read(input);
        }
    }

    @Override
    public long memoryBytes() {
        return peers.memoryBytes()
                + Arrays.stream(held).mapToLong(ValueQueue::memoryBytes).sum()
                + calls.stream().mapToLong(Along::memoryBytes).sum();
    }
}
