package io.barograph.core.aggregate;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Calls over one column and one group, as the engine computes them: in batches, over tables that are merged. */
final class Merges {
    private final Column column;
    private final int size;
    private final Schema schema;
    private final Plan.Aggregate node;

    Merges(Column column, int size, List<AggregateCall> calls) {
        this.column = column;
        this.size = size;
        this.schema = new Schema(List.of(new Field("x", column.type())));
        List<Field> results = new ArrayList<>();
        for (AggregateCall call : calls) {
            results.add(new Field("result" + results.size(), call.type()));
        }
        this.node = new Plan.Aggregate(new Plan.Values(schema, List.of()), List.of(), calls, new Schema(results));
    }

    /** The results of one table that saw every row in order. */
    List<Object> inOrder() {
        return results(table(0, size));
    }

    /** The results of many tables, each of a piece of the rows, merged pairwise in random order, some by their bytes. */
    List<Object> inPieces(SplittableRandom random) {
        List<MergeTable> tables = new ArrayList<>();
        int pieces = 2 + random.nextInt(7);
        for (int piece = 0, from = 0; piece < pieces; piece++) {
            int to = piece == pieces - 1 ? size : from + random.nextInt(size - from + 1);
            tables.add(random.nextInt(tables.size() + 1), table(from, to));
            from = to;
        }
        while (tables.size() > 1) {
            MergeTable source = tables.remove(random.nextInt(tables.size()));
            MergeTable target = tables.get(random.nextInt(tables.size()));
            if (random.nextInt(3) == 0) {
                StateOutput written = new StateOutput();
                source.writeGroup(0, written);
                target.readGroup(new StateInput(written.toByteArray()));
            } else {
                target.merge(source);
            }
        }
        return results(tables.get(0));
    }

    private MergeTable table(int from, int to) {
        MergeTable table = new MergeTable(schema, node);
        for (int start = from; start < to; start += Batch.CAPACITY) {
            int end = Math.min(to, start + Batch.CAPACITY);
            table.add(new Batch(new Column[] {slice(start, end)}, end - start));
        }
        return table;
    }

    private Column slice(int from, int to) {
        long[] words = Validity.allPresent(to - from);
        for (int row = from; row < to; row++) {
            if (column.validity().isNull(row)) {
                Validity.setNull(words, row - from);
            }
        }
        Validity validity = column.validity().hasNulls() ? Validity.of(words) : Validity.ALL;
        if (column instanceof DoubleColumn doubles) {
            return new DoubleColumn(Arrays.copyOfRange(doubles.values(), from, to), validity);
        }
        if (column instanceof LongColumn longs) {
            return new LongColumn(longs.type(), Arrays.copyOfRange(longs.values(), from, to), validity);
        }
        if (column instanceof VarcharColumn texts) {
            return new VarcharColumn(Arrays.copyOfRange(texts.codes(), from, to), texts.dictionary(), validity);
        }
        return new BooleanColumn(Arrays.copyOfRange(((BooleanColumn) column).values(), from, to), validity);
    }

    private static List<Object> results(MergeTable table) {
        return MergedGroups.of(List.of(table)).reader().read(0, 1).row(0);
    }
}
