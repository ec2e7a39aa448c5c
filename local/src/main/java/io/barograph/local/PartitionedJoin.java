package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.join.AsOfChoice;
import io.barograph.core.join.JoinPartitioner;
import io.barograph.core.join.JoinProbe;
import io.barograph.core.join.JoinSpec;
import io.barograph.core.join.JoinTable;
import io.barograph.core.stage.Branch;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.RowSpill;
import io.barograph.local.spill.SpillFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A join whose held side does not fit memory: both sides are dealt out to partitions in temporary files by their keys, the
 * partitions joined one after the other, too large ones dealt out again (Grace hash join: Kitsuregawa et al. 1983). Rows
 * carry their position in their side, by which the results are brought into the order that a join in memory gives: the
 * answer's bytes do not depend on memory.
 */
final class PartitionedJoin {
    private static final String CONTENT = "rows to join";
    private static final String ADVICE = "filter both sides first, or name fewer of their columns";

    private final Run run;
    private final JoinSpec plain;
    private final JoinSpec spec;
    private final EvaluationContext context;
    private final List<SpillFile> files = new ArrayList<>();
    /** Where each partition's rows come out: pairs and passing rows, in order of the passing positions. */
    private final List<RowSpill> results = new ArrayList<>();
    /** Held rows without a match, in order of their positions. */
    private final List<RowSpill> rests = new ArrayList<>();

    private final SpillFile output;
    private final BatchCodec codec;

    private PartitionedJoin(Run run, JoinSpec plain) {
        this.run = run;
        this.plain = plain;
        this.spec = plain.withPositions();
        this.context = new EvaluationContext(run.parameters(), run.options().strict());
        this.output = newFile();
        this.codec = new BatchCodec(spec.result());
    }

    /**
     * Reads both sides and joins them.
     *
     * @param spec with keys, or narrow
     */
    static FinishedRows run(Run run, JoinSpec spec, List<Branch> held, List<Branch> passing) {
        PartitionedJoin join = new PartitionedJoin(run, spec);
        try {
            List<RowSpill> heldParts =
                    join.read(held, spec.held(), JoinPartitioner.ofHeld(join.spec, join.context), join.spec.held());
            List<RowSpill> passingParts = join.read(
                    passing, spec.passing(), JoinPartitioner.ofPassing(join.spec, join.context), join.spec.passing());
            run.memory().begin(CONTENT, ADVICE);
            for (int i = 0; i < heldParts.size(); i++) {
                join.join(heldParts.get(i), passingParts.get(i), 0);
            }
            run.recordUndefined(join.context.undefinedCounts());
            return join.inOrder();
        } finally {
            join.files.forEach(SpillFile::close);
        }
    }

    private SpillFile newFile() {
        SpillFile file = run.spill().newFile(CONTENT);
        files.add(file);
        return file;
    }

    /** Deals a side's rows out, their positions behind their columns. */
    private List<RowSpill> read(
            List<Branch> branches, Schema schema, JoinPartitioner partitioner, Schema withPositions) {
        PartitionedRows rows = new PartitionedRows(withPositions, newFile(), partitioner, 0);
        OrderedStage.run(
                run,
                StageRun.waves(run, Feed.of(run, branches)),
                new Answer(schema, new Numbering(rows::add), 0, Long.MAX_VALUE),
                CONTENT,
                ADVICE);
        return rows.finish();
    }

    /** Appends each row's position. */
    private static final class Numbering implements ResultSink {
        private final Consumer<Batch> target;
        private long next;

        Numbering(Consumer<Batch> target) {
            this.target = target;
        }

        @Override
        public void begin(Schema schema) {}

        @Override
        public void accept(Batch batch) {
            long[] positions = new long[batch.size()];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = next++;
            }
            Column[] columns = Arrays.copyOf(batch.columns(), batch.columns().length + 1);
            columns[columns.length - 1] = new LongColumn(Type.BIGINT, positions, Validity.ALL);
            target.accept(new Batch(columns, batch.size()));
        }

        @Override
        public void end() {}
    }

    private void join(RowSpill held, RowSpill passing, int level) {
        JoinTable table = loaded(held);
        if (table == null) {
            split(held, passing, level + 1);
            return;
        }
        table.seal();
        long bytes = table.memoryBytes();
        run.memory().reserve(bytes);
        SpillWriter result = newResult();
        probe(table, passing, result::append);
        results.add(result.finish());
        if (spec.keepsHeld()) {
            addRest(table);
        }
        run.memory().release(bytes);
    }

    /** All rows of a partition; null, those that were loaded let go, where they do not fit memory. */
    private @Nullable JoinTable loaded(RowSpill held) {
        JoinTable table = newTable(spec);
        return load(table, held, 0) < held.batches() ? null : table;
    }

    JoinTable newTable(JoinSpec kind) {
        return new JoinTable(kind, context);
    }

    /** @param pairs the join of rows that carry their positions, inner */
    NearestPairs newNearestPairs(JoinSpec pairs) {
        int passing = pairs.left().size() - 1;
        return new NearestPairs(new AsOfChoice(pairs, context), passing, this::newResult);
    }

    RowSpill nearest(NearestPairs pairs, RowSpill first, RowSpill second) {
        return pairs.of(first, second, run.workers());
    }

    SpillWriter newResult() {
        return new SpillWriter(spec.result(), output, codec);
    }

    /** Adds rows that come out, in order of their passing positions. */
    void addResult(RowSpill rows) {
        results.add(rows);
    }

    /** Adds batches from a number on while they fit memory, at least one. Returns the number of the next. */
    int load(JoinTable table, RowSpill held, int from) {
        RowSpill.Reader reader = held.newReader();
        int next = from;
        while (next < held.batches() && (next == from || !run.memory().isTooMuch(table.peakBytes()))) {
            run.workers().check();
            table.add(reader.read(next++));
        }
        return next;
    }

    /** Lets all passing rows go by a table. */
    void probe(JoinTable table, RowSpill passing, Consumer<Batch> target) {
        Consumer<Batch> prober = prober(table, target);
        RowSpill.Reader reader = passing.newReader();
        for (int batch = 0; batch < passing.batches(); batch++) {
            run.workers().check();
            prober.accept(reader.read(batch));
        }
    }

    /** Takes passing batches, and passes on what they yield. */
    Consumer<Batch> prober(JoinTable table, Consumer<Batch> target) {
        JoinProbe probe = table.newProbe(context, run.workers()::check);
        return passing -> {
            probe.begin(passing);
            for (Batch out = probe.next(); out != null; out = probe.next()) {
                target.accept(out);
            }
        };
    }

    /** Adds the held rows of a table that have found no match. */
    void addRest(JoinTable table) {
        SpillWriter writer = newResult();
        JoinTable.Rest rest = table.newRest();
        for (int from = 0; from < table.rows(); from += Batch.CAPACITY) {
            writer.append(rest.read(from, Math.min(Batch.CAPACITY, table.rows() - from)));
        }
        rests.add(writer.finish());
    }

    /** Deals both sides of a partition out again; one of which nearly all rows have one key is joined block by block. */
    private void split(RowSpill held, RowSpill passing, int level) {
        if (level == JoinPartitioner.LEVELS) {
            new BlockJoin(this, spec, held, passing).run();
            return;
        }
        List<RowSpill> heldParts = split(held, spec.held(), JoinPartitioner.ofHeld(spec, context), level);
        if (heldParts.stream().anyMatch(part -> part.rows() == held.rows())) {
            new BlockJoin(this, spec, held, passing).run();
            return;
        }
        List<RowSpill> passingParts = split(passing, spec.passing(), JoinPartitioner.ofPassing(spec, context), level);
        for (int i = 0; i < heldParts.size(); i++) {
            join(heldParts.get(i), passingParts.get(i), level);
        }
    }

    private List<RowSpill> split(RowSpill rows, Schema schema, JoinPartitioner partitioner, int level) {
        PartitionedRows parts = new PartitionedRows(schema, newFile(), partitioner, level);
        RowSpill.Reader reader = rows.newReader();
        for (int batch = 0; batch < rows.batches(); batch++) {
            parts.add(reader.read(batch));
        }
        return parts.finish();
    }

    private FinishedRows inOrder() {
        StoredRows stored = new StoredRows(plain.result(), run.memory(), run.spill());
        int left = plain.left().size();
        boolean pairs = plain.kind().yieldsPairs();
        int leftPosition = left;
        int rightPosition = left + 1 + plain.right().size();
        int[] columns = IntStream.range(0, spec.result().size())
                .filter(column -> column != leftPosition && !(pairs && column == rightPosition))
                .toArray();
        int passing = plain.holdsLeft() ? rightPosition : leftPosition;
        int held = plain.holdsLeft() ? leftPosition : rightPosition;
        merge(results, passing, columns, stored);
        merge(rests, held, columns, stored);
        return stored;
    }

    private void merge(List<RowSpill> runs, int position, int[] columns, StoredRows stored) {
        long bytes = PositionMerge.memoryBytes(runs);
        run.memory().reserve(bytes);
        PositionMerge.merge(runs, spec.result(), position, columns, stored::accept, run.workers());
        run.memory().release(bytes);
    }
}
