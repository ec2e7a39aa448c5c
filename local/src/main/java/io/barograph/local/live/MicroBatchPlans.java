package io.barograph.local.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import java.util.ArrayList;
import java.util.List;

/**
 * Which live pipelines can run in micro-batches: those whose rows come together at most once, in groups, so that a batch has one
 * exchange and its states are dealt out by the keys of one stage.
 *
 * @param engine that they would run on, for messages
 */
record MicroBatchPlans(Catalog catalog, LiveCatalog live, String engine) {
    /** What {@code EXPLAIN} says of it. */
    static final String EXPLANATION = """
            in micro-batches:
              a task per lane reads what has come of it, judges lateness by the lane's own state, and combines rows to partial groups
              partial groups go to the partition of their key; a task per partition keeps the windows, and shows those that are ripe
              this command hands what is shown to the sink, and records the batch there
            """;

    /** @throws BarographException INVALID_OPTION for what is not to be had there */
    void check(LiveOptions options) {
        if (options.untilTime() != Long.MAX_VALUE) {
            throw refusedOption("--until TIME");
        } else if (options.proves()) {
            throw refusedOption("--receipts");
        } else if (options.run().rejects() != RejectHandler.NONE) {
            throw refusedOption("--rejects");
        }
    }

    private BarographException refusedOption(String option) {
        return new BarographException(
                ErrorCode.INVALID_OPTION,
                option + " is not to be had for live tables with --engine " + engine
                        + " yet; leave it out, or leave --engine out");
    }

    /** @throws BarographException NOT_SUPPORTED for what cannot run there */
    void check(MicroBatchJob job) {
        for (MicroBatchJob.Insert insert : job.inserts()) {
            check(insert);
        }
        for (TableDescription table : job.tables()) {
            EventTime time = table.eventTime();
            if (!live.isShared(table)) {
                throw refused("table " + table.name(), "is read on this machine alone");
            } else if (time != null && time.retainNanos() != EventTime.ALL) {
                throw refused("table " + table.name(), "lets windows go by an explicit 'retain'");
            }
        }
        // The rules of all live queries, which the network knows.
        new MicroBatchQueries(job, catalog, live, RunOptions.defaults(), number -> changes -> {}).close();
    }

    private void check(MicroBatchJob.Insert insert) {
        String name = "into " + insert.name();
        int exchanges = 0;
        for (Stage stage : insert.plan().stages()) {
            Terminal terminal = stage.terminal();
            boolean isMerge = terminal instanceof Terminal.Merge || terminal instanceof Terminal.MergeSessions;
            boolean passes = terminal instanceof Terminal.Output || terminal instanceof Terminal.Sort;
            if (terminal instanceof Terminal.Join) {
                throw refused(name, "joins tables");
            } else if (terminal instanceof Terminal.Fold) {
                throw refused(name, "goes along the rows of a key in their order (OVER, DETECT and the like)");
            } else if (!isMerge && !passes) {
                throw refused(name, "has a step that is no aggregate by groups");
            }
            exchanges += isMerge ? 1 : 0;
            for (Branch branch : stage.branches()) {
                check(name, branch.input(), isMerge);
            }
        }
        if (exchanges > 1) {
            throw refused(name, "brings rows together twice, as an aggregate over another one does");
        } else if (!insert.plan().scalars().isEmpty()) {
            throw refused(name, "has a sub-query that stands for one value");
        }
    }

    private void check(String name, StageInput input, boolean isMerge) {
        if (input instanceof StageInput.TableRows rows && !live.isLive(rows.table())
                || input instanceof StageInput.LiteralRows) {
            throw refused(name, "reads a table at rest beside a live one");
        } else if (isMerge && input instanceof StageInput.StageRows) {
            throw refused(name, "groups the rows of another step");
        }
    }

    private BarographException refused(String what, String why) {
        return new BarographException(
                ErrorCode.NOT_SUPPORTED,
                what + " " + why + ", which does not run live on " + engine
                        + " yet; leave --engine out: the local engine runs it");
    }

    /** The live tables that a plan reads, each once. */
    static List<TableDescription> tables(StagePlan plan, LiveCatalog live) {
        List<TableDescription> tables = new ArrayList<>();
        for (Stage stage : plan.stages()) {
            for (Branch branch : stage.branches()) {
                if (branch.input() instanceof StageInput.TableRows rows
                        && live.isLive(rows.table())
                        && !tables.contains(rows.table().source())) {
                    tables.add(rows.table().source());
                }
            }
        }
        return tables;
    }
}
