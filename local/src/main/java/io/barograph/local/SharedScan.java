package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.Terminal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table once for several stages: a batch of all columns that any of them wants goes through the operators of each.
 * Merges gather what comes in whatever order; answers are delivered in the order of the source. Where a split's start had
 * been guessed wrongly, answers read that split again, and merges everything once more.
 */
final class SharedScan {
    /** Formats without statistics, by which a stage that reads alone could leave much of a file out. */
    private static final Set<String> WITHOUT_STATISTICS = Set.of("csv", "json", "jsonl");

    private final Run host;
    private final List<Member> members;
    private final Stage scan;
    private final List<int[]> picks = new ArrayList<>();

    /**
     * A stage that {@link #isPossible shares}.
     *
     * @param answer where its rows go, or null for a merge
     */
    record Member(Run run, Stage stage, @Nullable Answer answer) {
        StageInput.TableRows rows() {
            return (StageInput.TableRows) stage.branches().get(0).input();
        }
    }

    /** @param host a run of no stages that has read nothing before */
    SharedScan(Run host, List<Member> members) {
        this.host = host;
        this.members = members;
        TreeSet<Integer> columns = new TreeSet<>();
        members.forEach(member -> columns.addAll(member.rows().columns()));
        List<Integer> all = List.copyOf(columns);
        for (Member member : members) {
            picks.add(member.rows().columns().stream().mapToInt(all::indexOf).toArray());
        }
        StageInput.TableRows rows =
                new StageInput.TableRows(members.get(0).rows().table(), all);
        scan = new Stage(0, List.of(new Branch(rows, List.of())), new Terminal.Output(), rows.schema());
    }

    /** The table that a stage could read together with others; null where it reads something else, or better alone. */
    static @Nullable TableDescription table(Stage stage, boolean isRoot) {
        boolean gathers =
                stage.terminal() instanceof Terminal.Merge || isRoot && stage.terminal() instanceof Terminal.Output;
        if (!gathers
                || stage.branches().size() != 1
                || !(stage.branches().get(0).input() instanceof StageInput.TableRows rows)) {
            return null;
        }
        List<RowOperator> operators = stage.branches().get(0).operators();
        boolean skips = !operators.isEmpty()
                && operators.get(0) instanceof RowOperator.Filter
                && !WITHOUT_STATISTICS.contains(rows.table().format());
        return skips ? null : rows.table();
    }

    /** Reads; afterwards every member's rows are finished, or were delivered, and its books kept. */
    void run() {
        Map<Member, MergeStage.Rows> merges = new HashMap<>();
        for (Member member : members) {
            if (member.stage().terminal() instanceof Terminal.Merge merge) {
                merges.put(member, new MergeStage.Rows(member.run(), member.stage(), merge));
            }
        }
        List<Merging> gathered;
        if (merges.size() == members.size()) {
            gathered = UnorderedStage.collect(host, scan, () -> new Merging(merges));
        } else {
            gathered = deliver(merges);
        }
        for (Member member : members) {
            MergeStage.Rows merge = merges.get(member);
            if (merge != null) {
                List<GroupCollector> partial = new ArrayList<>();
                for (Merging one : gathered) {
                    partial.add(one.collectors.get(member));
                    member.run().recordUndefined(one.pipelines.undefined(member));
                }
                member.run().setFinished(member.stage().id(), merge.finish(partial));
            }
            member.run().recordScansOf(host);
        }
    }

    private List<Merging> deliver(Map<Member, MergeStage.Rows> merges) {
        List<Merging> gathered = new ArrayList<>();
        AtomicInteger writers = new AtomicInteger();
        AtomicBoolean misread = new AtomicBoolean();
        Thread caller = Thread.currentThread();
        Queue<byte[]> spare = new ConcurrentLinkedQueue<>();
        OrderedStage.run(host, scan, () -> {
            // Workers write what they read; the caller what it reads again.
            if (Thread.currentThread() == caller) {
                misread.set(true);
                return new Delivering(0, null, spare);
            }
            Merging merging = new Merging(merges);
            synchronized (gathered) {
                gathered.add(merging);
            }
            return new Delivering(writers.getAndIncrement(), merging, spare);
        });
        return misread.get() && !merges.isEmpty()
                ? UnorderedStage.collect(host, scan, () -> new Merging(merges))
                : gathered;
    }

    /** The operators of some members, for one worker. */
    private final class Pipelines {
        private final List<BatchConsumer> first = new ArrayList<>();
        private final List<int[]> columns = new ArrayList<>();
        private final Map<Member, EvaluationContext> contexts = new HashMap<>();

        void add(Member member, BatchConsumer target) {
            EvaluationContext context = new EvaluationContext(
                    member.run().parameters(), host.options().strict());
            contexts.put(member, context);
            columns.add(picks.get(members.indexOf(member)));
            first.add(RowPipeline.compile(
                    Feed.of(member.run(), member.stage()).get(0).steps(), context, host.workers()::check, target));
        }

        void accept(Batch batch) {
            for (int i = 0; i < first.size(); i++) {
                int[] picked = columns.get(i);
                Column[] some = new Column[picked.length];
                for (int column = 0; column < some.length; column++) {
                    some[column] = batch.column(picked[column]);
                }
                first.get(i).accept(new Batch(some, batch.size()));
            }
        }

        Map<String, Long> undefined(Member member) {
            EvaluationContext context = contexts.get(member);
            return context == null ? Map.of() : context.undefinedCounts();
        }
    }

    /** One worker's partial groups of all merges. */
    private final class Merging implements Collector {
        final Map<Member, GroupCollector> collectors = new HashMap<>();
        final Pipelines pipelines = new Pipelines();

        Merging(Map<Member, MergeStage.Rows> merges) {
            for (Member member : members) {
                MergeStage.Rows merge = merges.get(member);
                if (merge != null) {
                    GroupCollector collector = merge.newCollector();
                    collectors.put(member, collector);
                    pipelines.add(member, collector);
                }
            }
        }

        @Override
        public void accept(Batch batch) {
            pipelines.accept(batch);
        }

        @Override
        public long memoryBytes() {
            return collectors.values().stream()
                    .mapToLong(Collector::memoryBytes)
                    .sum();
        }

        @Override
        public long items() {
            return collectors.values().stream().mapToLong(Collector::items).sum();
        }

        @Override
        public void spill() {
            collectors.values().forEach(Collector::spill);
        }
    }

    /** One worker's rows on their way to all answers; merges gather on the side. */
    private final class Delivering implements OutputWriter {
        private final UnorderedStage.@Nullable Reporting merges;
        private final Pipelines pipelines = new Pipelines();
        private final Map<Member, OutputWriter> writers = new HashMap<>();
        private final Map<Member, Map<String, Long>> undefinedBefore = new HashMap<>();

        Delivering(int number, @Nullable Merging merging, Queue<byte[]> spare) {
            merges = merging == null ? null : new UnorderedStage.Reporting(host.memory(), number, merging);
            for (Member member : members) {
                if (member.answer() != null) {
                    OutputWriter writer = OrderedStage.writer(member.answer(), spare);
                    writers.put(member, writer);
                    pipelines.add(member, writer);
                }
            }
        }

        @Override
        public void begin() {
            writers.values().forEach(OutputWriter::begin);
            writers.keySet().forEach(member -> undefinedBefore.put(member, pipelines.undefined(member)));
        }

        @Override
        public void accept(Batch batch) {
            pipelines.accept(batch);
            if (merges != null) {
                merges.accept(batch);
            }
        }

        @Override
        public boolean isFull() {
            return false;
        }

        /** Undefined values count with the unit's last chunk: a unit that is thrown away counts nothing. */
        @Override
        public @Nullable OutputChunk take(boolean last) {
            Map<Member, OutputChunk> chunks = new HashMap<>();
            Map<Member, Map<String, Long>> undefined = new HashMap<>();
            for (Map.Entry<Member, OutputWriter> writer : writers.entrySet()) {
                OutputChunk chunk = writer.getValue().take(last);
                if (chunk != null) {
                    chunks.put(writer.getKey(), chunk);
                }
                if (last) {
                    undefined.put(writer.getKey(), since(writer.getKey()));
                }
            }
            return chunks.isEmpty() && undefined.isEmpty() ? null : new Chunks(chunks, undefined);
        }

        private Map<String, Long> since(Member member) {
            Map<String, Long> since = new HashMap<>(pipelines.undefined(member));
            undefinedBefore
                    .getOrDefault(member, Map.of())
                    .forEach((text, count) -> since.merge(text, -count, Long::sum));
            since.values().removeIf(count -> count == 0);
            return since;
        }
    }

    private record Chunks(Map<Member, OutputChunk> chunks, Map<Member, Map<String, Long>> undefined)
            implements OutputChunk {
        @Override
        public long memoryBytes() {
            return chunks.values().stream().mapToLong(OutputChunk::memoryBytes).sum();
        }

        @Override
        public void deliver(Answer nowhere) {
            chunks.forEach((member, chunk) -> chunk.deliver(java.util.Objects.requireNonNull(member.answer())));
            undefined.forEach((member, counts) -> member.run().recordUndefined(counts));
        }
    }
}
