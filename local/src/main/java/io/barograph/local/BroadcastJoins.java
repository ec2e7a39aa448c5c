package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.join.JoinSpec;
import io.barograph.core.join.JoinTable;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import io.barograph.local.spill.BatchCodec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The joins of a plan of which one side is small enough to go to every task as a whole, so that the other side's rows, which may be
 * many, go nowhere to be joined: they pass the join where they are read. Chosen by the sizes of files and the plan alone.
 *
 * <p>The small side is what {@link StageSizes} would have held on one machine, and its rows without a match must not come out: no
 * task alone knows which have none.
 */
final class BroadcastJoins {
    /** Of the files behind a side that is tried: what they hold is not known before they are read. */
    private static final long MOST_TABLE_BYTES = 32L << 20;

    private final StagePlan plan;
    private final StageSizes sizes;
    private final long mostBytes;

    /**
     * @param tableBytes of a table's files together
     * @param mostBytes of the rows of all sides that a job sends; none is sent where this is 0
     */
    BroadcastJoins(StagePlan plan, ToLongFunction<TableDescription> tableBytes, long mostBytes) {
        this.plan = plan;
        this.sizes = new StageSizes(tableBytes, plan);
        this.mostBytes = mostBytes;
    }

    /** The join that a stage is, its small side held, where it may be sent; else null. */
    @Nullable
    JoinSpec find(Stage stage) {
        if (mostBytes == 0 || !(stage.terminal() instanceof Terminal.Join join) || readers(stage) != 1) {
            return null;
        }
        boolean holdsLeft = sizes.holdsLeft(stage, join);
        JoinSpec spec = new JoinSpec(
                join,
                StageSizes.left(stage, join).get(0).schema(),
                StageSizes.right(stage, join).get(0).schema(),
                holdsLeft);
        List<Branch> held = held(stage, spec);
        boolean isSmall = held.stream().allMatch(branch -> branch.input().earlierStage() < 0)
                && sizes.bytes(held) <= MOST_TABLE_BYTES;
        return isSmall && !spec.keepsHeld() ? spec : null;
    }

    /** Rows that pass a join come once: whoever else read the stage would read its sources again. */
    private long readers(Stage stage) {
        return plan.stages().stream()
                .flatMap(other -> other.branches().stream())
                .filter(branch -> branch.input().earlierStage() == stage.id())
                .count();
    }

    /**
     * Reads the small sides of the joins beneath a stage, and enters what was read into the run's books. The first ones are sent, for
     * all of which there is room: every task has them in its memory.
     *
     * @param beneath numbers of the stages
     */
    List<Broadcast> read(Run run, BitSet beneath) {
        List<Broadcast> sent = new ArrayList<>();
        long left = mostBytes;
        for (int id = beneath.nextSetBit(0); id >= 0; id = beneath.nextSetBit(id + 1)) {
            Stage stage = plan.stages().get(id);
            JoinSpec spec = find(stage);
            List<byte[]> blocks = spec == null ? null : new Reading(run, spec, left).read(held(stage, spec));
            if (spec != null && blocks != null) {
                sent.add(new Broadcast(id, spec.holdsLeft(), blocks));
                left -= blocks.stream().mapToLong(block -> block.length).sum();
            }
        }
        return sent;
    }

    /** The branches of the side that is sent. */
    static List<Branch> held(Stage stage, JoinSpec spec) {
        return spec.holdsLeft() ? StageSizes.left(stage, spec.join()) : StageSizes.right(stage, spec.join());
    }

    /** The branches of the side that goes by. */
    static List<Branch> passing(Stage stage, JoinSpec spec) {
        return spec.holdsLeft() ? StageSizes.right(stage, spec.join()) : StageSizes.left(stage, spec.join());
    }

    /** Keeps the rows of a side as blocks. They go into a table as well, which counts what their keys give undefined. */
    static final class Reading implements ResultSink {
        private final Run run;
        private final long mostBytes;
        private final EvaluationContext context;
        private final JoinTable table;
        private final Answer answer;
        private final BatchCodec codec;
        private final boolean comparesAll;
        private final List<byte[]> blocks = new ArrayList<>();
        private long bytes;

        Reading(Run run, JoinSpec spec, long mostBytes) {
            this.run = run;
            this.mostBytes = mostBytes;
            this.context = new EvaluationContext(run.parameters(), run.options().strict());
            this.table = new JoinTable(spec, context);
            this.answer = new Answer(spec.held(), this, 0, Long.MAX_VALUE);
            this.codec = new BatchCodec(spec.held());
            this.comparesAll = spec.join().leftKeys().isEmpty() && !spec.isNarrow();
        }

        /** The rows; null where they are too many, all of them to be read again, in another way. */
        @Nullable
        List<byte[]> read(List<Branch> held) {
            JoinRun.read(run, held, answer);
            if (answer.isAbandoned()) {
                return null;
            }
            run.recordUndefined(context.undefinedCounts());
            return blocks;
        }

        @Override
        public void begin(Schema schema) {}

        @Override
        public void accept(Batch batch) {
            table.add(batch);
            byte[] block = codec.encode(batch).toByteArray();
            blocks.add(block);
            bytes += block.length;
            if (bytes > mostBytes
                    || comparesAll && table.rows() > JoinRun.MOST_WITHOUT_KEYS
                    || run.memory().isTooMuch(table.peakBytes() + bytes)) {
                answer.abandon();
            }
        }

        @Override
        public void end() {}
    }
}
