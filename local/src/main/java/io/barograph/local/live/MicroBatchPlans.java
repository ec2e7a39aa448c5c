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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which live pipelines can run in micro-batches: those whose tables every machine can read, and whose windows are kept for as long as
 * rows may come for them.
 *
 * @param engine that they would run on, for messages
 */
record MicroBatchPlans(Catalog catalog, LiveCatalog live, String engine) {
    /** What {@code EXPLAIN} says of it. */
    private static final String EXPLANATION = """
            in micro-batches:
              a task per lane reads what has come of it, judges lateness by the lane's own state, joins tables at rest, and combines
              rows that are grouped to partial groups
              these, or rows that go along time, go to the partition of their key; a task per partition keeps the windows and rows of
              its keys, and shows what is ripe
              this command hands what is shown to the sink, and records the batch there
              by stage:
            """;

    /**
     * How a pipeline would run there: lines for people.
     *
     * @throws BarographException as {@link #check(MicroBatchJob)}
     */
    String explain(MicroBatchJob job) {
        check(job);
        try (MicroBatchQueries queries = outlined(job)) {
            return EXPLANATION
                    + queries.all().stream()
                            .map(query -> DealingExplanation.of(query.nodes()))
                            .collect(Collectors.joining());
        }
    }

    private MicroBatchQueries outlined(MicroBatchJob job) {
        return new MicroBatchQueries(job, catalog, live, RunOptions.defaults(), false, number -> changes -> {});
    }

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
        for (TableDescription table : job.tables()) {
            EventTime time = table.eventTime();
            if (!live.isShared(table)) {
                throw refused("table " + table.name(), "is read on this machine alone");
            } else if (time != null && time.retainNanos() != EventTime.ALL) {
                throw refused("table " + table.name(), "lets windows go by an explicit 'retain'");
            }
        }
        // The rules of all live queries, which making their networks tells.
        outlined(job).close();
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
