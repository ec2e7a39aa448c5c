package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.join.JoinSpec;
import io.barograph.core.join.JoinTable;
import io.barograph.core.plan.JoinKind;
import io.barograph.local.spill.RowSpill;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Joins a partition that cannot be dealt out any further, for too many of its held rows have one key: the held rows are taken
 * block by block, and all passing rows go by each. Which rows have found a match is known when all blocks are done.
 */
final class BlockJoin {
    private final PartitionedJoin join;
    private final JoinSpec spec;
    private final RowSpill held;
    private final RowSpill passing;
    private final BitSet matchedPassing = new BitSet();
    private final BitSet matchedHeld = new BitSet();

    BlockJoin(PartitionedJoin join, JoinSpec spec, RowSpill held, RowSpill passing) {
        this.join = join;
        this.spec = spec;
        this.held = held;
        this.passing = passing;
    }

    void run() {
        JoinSpec inner = spec.withKind(JoinKind.INNER);
        List<RowSpill> blocks = new ArrayList<>();
        for (int next = 0; next < held.batches(); ) {
            JoinTable block = join.newTable(inner);
            next = join.load(block, held, next);
            block.seal();
            SpillWriter pairs = join.newResult();
            join.probe(block, passing, out -> {
                note(out, inner);
                if (spec.kind().yieldsPairs()) {
                    pairs.append(out);
                }
            });
            blocks.add(pairs.finish());
        }
        if (spec.join().asOf() == null) {
            blocks.forEach(join::addResult);
        } else {
            join.addResult(nearest(inner, blocks));
        }
        if (spec.keepsPassing() || !spec.kind().yieldsPairs()) {
            join.addResult(passingRows());
        }
        if (spec.keepsHeld()) {
            heldRest();
        }
    }

    /** Of the pairs that blocks have found for one passing row, the nearest: blocks two by two, until one is left. */
    private RowSpill nearest(JoinSpec inner, List<RowSpill> blocks) {
        NearestPairs pairs = join.newNearestPairs(inner);
        Deque<RowSpill> left = new ArrayDeque<>(blocks);
        while (left.size() > 1) {
            left.addLast(join.nearest(pairs, left.removeFirst(), left.removeFirst()));
        }
        return left.removeFirst();
    }

    private void note(Batch out, JoinSpec inner) {
        int leftPosition = inner.left().size() - 1;
        int rightPosition = inner.result().size() - 1;
        int passingColumn = inner.holdsLeft() ? rightPosition : leftPosition;
        note(positions(out, passingColumn), out.size(), matchedPassing);
        note(positions(out, leftPosition + rightPosition - passingColumn), out.size(), matchedHeld);
    }

    private static void note(long[] positions, int size, BitSet matched) {
        for (int i = 0; i < size; i++) {
            if (positions[i] > Integer.MAX_VALUE) {
                throw new BarographException(
                        ErrorCode.OUT_OF_MEMORY,
                        "a key of a join has more rows than fit --memory, among more than 2,147,483,647 rows; raise --memory,"
                                + " or filter both sides first");
            }
            matched.set((int) positions[i]);
        }
    }

    private static long[] positions(Batch batch, int column) {
        return ((LongColumn) batch.column(column)).values();
    }

    /** What comes out of passing rows alone: beside NULLs, or as a semi, anti or mark join has them. */
    private RowSpill passingRows() {
        SpillWriter writer = join.newResult();
        if (spec.kind() == JoinKind.MARK) {
            read(passing, batch -> writer.append(marked(batch)));
        } else if (spec.kind() == JoinKind.SEMI) {
            filter(passing, spec.passing().size() - 1, matchedPassing, true, writer::append);
        } else if (spec.kind() == JoinKind.ANTI) {
            filter(passing, spec.passing().size() - 1, matchedPassing, false, writer::append);
        } else {
            JoinTable nothing = join.newTable(spec);
            nothing.seal();
            Consumer<Batch> probe = join.prober(nothing, writer::append);
            filter(passing, spec.passing().size() - 1, matchedPassing, false, probe);
        }
        return writer.finish();
    }

    private Batch marked(Batch batch) {
        long[] positions = positions(batch, batch.columns().length - 1);
        boolean[] marks = new boolean[batch.size()];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = matchedPassing.get((int) positions[i]);
        }
        Column[] columns = Arrays.copyOf(batch.columns(), batch.columns().length + 1);
        columns[columns.length - 1] = new BooleanColumn(marks, Validity.ALL);
        return new Batch(columns, batch.size());
    }

    private void heldRest() {
        read(held, batch -> {
            JoinTable rest = join.newTable(spec);
            filterBatch(batch, spec.held().size() - 1, matchedHeld, false, rest::add);
            rest.seal();
            join.addRest(rest);
        });
    }

    private void read(RowSpill rows, Consumer<Batch> target) {
        RowSpill.Reader reader = rows.newReader();
        for (int batch = 0; batch < rows.batches(); batch++) {
            target.accept(reader.read(batch));
        }
    }

    private void filter(RowSpill rows, int position, BitSet matched, boolean wanted, Consumer<Batch> target) {
        read(rows, batch -> filterBatch(batch, position, matched, wanted, target));
    }

    private static void filterBatch(Batch batch, int position, BitSet matched, boolean wanted, Consumer<Batch> target) {
        long[] numbers = positions(batch, position);
        int[] positions = new int[batch.size()];
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
            positions[count] = i;
            count += matched.get((int) numbers[i]) == wanted ? 1 : 0;
        }
        if (count > 0) {
            BatchCompactor compactor = new BatchCompactor(
                    Arrays.stream(batch.columns()).map(Column::type).toArray(Type[]::new));
            target.accept(compactor.compact(batch, positions, count));
        }
    }
}
