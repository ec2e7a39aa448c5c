package io.barograph.local;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.engine.RunSummary.LaneSummary;
import io.barograph.core.expr.Expr;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.TableDescription;
import io.barograph.local.spill.SpillSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the stages of one run share: options, threads, memory, finished rows, and the books that law 4 asks for. */
final class Run implements AutoCloseable {
    private final Catalog catalog;
    private final RunOptions options;
    private final DeviceUse device;
    private final MemoryAccount memory;
    private final Workers workers;
    private final RejectLog rejects;
    private final SpillSpace spill;
    private final @Nullable FinishedRows[] finished;
    private final @Nullable JoinRun[] joins;
    private final List<Expr.Literal> parameters = new ArrayList<>();
    private final List<ScanEntry> scans = new ArrayList<>();
    private final Map<String, Long> undefined = new TreeMap<>();
    private final AtomicLong bytesDone = new AtomicLong();
    private volatile long bytesTotal;

    /** A scan that is done, with the number of its splits that count. */
    private record ScanEntry(TableScan scan, int bound) {
        boolean isOfSameTable(ScanEntry other) {
            TableDescription own = scan.table().description();
            TableDescription theirs = other.scan.table().description();
            // The first comparison of a record as a whole takes Java 20 ms, which other files need not wait for.
            return own.paths().equals(theirs.paths()) && own.equals(theirs);
        }
    }

    Run(Catalog catalog, RunOptions options, int stages) {
        this(catalog, options, stages, DeviceUse.NEVER);
    }

    /** @param device whether merges go to this machine's device */
    Run(Catalog catalog, RunOptions options, int stages, DeviceUse device) {
        this.catalog = catalog;
        this.options = options;
        this.device = device;
        this.memory = new MemoryAccount(options.memoryBytes(), options.threads());
        this.workers = new Workers(options.threads(), options.cancellation(), memory);
        this.rejects = new RejectLog(options.rejects() != RejectHandler.NONE);
        this.spill = new SpillSpace(Path.of(options.temp()));
        this.finished = new FinishedRows[stages];
        this.joins = new JoinRun[stages];
    }

    /**
     * A run beside others, with which it shares everything but rows, parameters and books.
     *
     * @param host outlives this one
     */
    Run(Run host, int stages) {
        this.catalog = host.catalog;
        this.options = host.options;
        this.device = host.device;
        this.memory = host.memory;
        this.workers = host.workers;
        this.rejects = host.rejects;
        this.spill = host.spill;
        this.finished = new FinishedRows[stages];
        this.joins = new JoinRun[stages];
    }

    /** Enters the scans that another run has read for this one. */
    void recordScansOf(Run other) {
        scans.addAll(other.scans);
    }

    Catalog catalog() {
        return catalog;
    }

    /** Bytes of a table's files together. */
    long sizeOf(TableDescription table) {
        return catalog.open(table).sizeBytes();
    }

    RunOptions options() {
        return options;
    }

    /** Whether merges go to this machine's device. */
    DeviceUse device() {
        return device;
    }

    MemoryAccount memory() {
        return memory;
    }

    Workers workers() {
        return workers;
    }

    RejectLog rejects() {
        return rejects;
    }

    /** Where goes what does not fit into memory. */
    SpillSpace spill() {
        return spill;
    }

    /** The rows of an earlier stage. */
    FinishedRows finished(int stage) {
        FinishedRows rows = finished[stage];
        if (rows == null) {
            throw new IllegalStateException("stage " + stage + " is not finished, or no longer held");
        }
        return rows;
    }

    /** The join that a stage is, ready for its other side to go by; null where the stage is none. */
    @Nullable
    JoinRun join(int stage) {
        return joins[stage];
    }

    void setJoin(int stage, JoinRun join) {
        joins[stage] = join;
    }

    void setFinished(int stage, FinishedRows rows) {
        finished[stage] = rows;
    }

    /** No later stage reads these rows. */
    void release(int stage) {
        FinishedRows rows = finished[stage];
        if (rows != null) {
            memory.release(rows.memoryBytes());
            rows.release();
            finished[stage] = null;
        }
        JoinRun join = joins[stage];
        if (join != null) {
            memory.release(join.memoryBytes());
            join.release();
            joins[stage] = null;
        }
    }

    /** The values of the scalar sub-queries so far. */
    List<Expr.Literal> parameters() {
        return parameters;
    }

    void expectBytes(long more) {
        bytesTotal += more;
    }

    void progress(long more) {
        options.progress().report(bytesDone.addAndGet(more), bytesTotal);
    }

    /** Enters a scan into the books. */
    void record(TableScan scan, int bound) {
        scans.add(new ScanEntry(scan, bound));
    }

    void recordUndefined(Map<String, Long> counts) {
        counts.forEach((expression, count) -> undefined.merge(expression, count, Long::sum));
    }

    /** Makes the undefined results what they were before a stage that begins anew. */
    void resetUndefined(Map<String, Long> before) {
        undefined.clear();
        undefined.putAll(before);
    }

    /** Undefined results so far, by expression. */
    Map<String, Long> undefined() {
        return undefined;
    }

    /** Tells of the rejected records, those of a table once, in whatever scans they were met. */
    void tellRejects() {
        for (ScanEntry entry : furthestScans()) {
            entry.scan().replayRejects(entry.bound(), options.rejects(), new TreeMap<>());
        }
    }

    /** Closes the books: sums up. A table that was read more than once counts once. */
    RunSummary summary(long resultRows, long elapsedNanos) {
        List<ScanEntry> furthest = furthestScans();
        List<LaneSummary> lanes = new ArrayList<>();
        Map<String, Long> kinds = new TreeMap<>();
        for (ScanEntry entry : furthest) {
            lanes.addAll(entry.scan().summaries(entry.bound()));
            entry.scan().replayRejects(entry.bound(), RejectHandler.NONE, kinds);
        }
        return new RunSummary(lanes, resultRows, undefined, kinds, spill.bytesWritten(), elapsedNanos);
    }

    /** Per table the scan that went furthest, in the order of the tables' first scans. */
    private List<ScanEntry> furthestScans() {
        List<ScanEntry> furthest = new ArrayList<>();
        for (ScanEntry entry : scans) {
            int known = 0;
            while (known < furthest.size() && !furthest.get(known).isOfSameTable(entry)) {
                known++;
            }
            if (known == furthest.size()) {
                furthest.add(entry);
            } else if (entry.bound() > furthest.get(known).bound()) {
                furthest.set(known, entry);
            }
        }
        return furthest;
    }

    @Override
    public void close() {
        // Workers first: they may still read and write.
        workers.close();
        rejects.close();
        spill.close();
    }
}
