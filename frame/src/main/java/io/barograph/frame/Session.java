package io.barograph.frame;

import io.barograph.core.column.Schema;
import io.barograph.core.engine.Engine;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunNotes;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.RejectHandler;
import io.barograph.formats.FileCatalog;
import io.barograph.local.LocalEngine;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What frames run on: a catalog that looks at each file once, an engine, and options. Immutable, shared by the frames that
 * come from one another.
 */
record Session(DescribedOnce catalog, Engine engine, UnaryOperator<RunOptions> options) {
    private static final System.Logger LOG = System.getLogger(Session.class.getPackageName());

    static Session local() {
        DescribedOnce catalog = new DescribedOnce(new FileCatalog());
        return new Session(catalog, new LocalEngine(catalog), UnaryOperator.identity());
    }

    Session with(UnaryOperator<RunOptions> change) {
        return new Session(catalog, engine, before -> change.apply(options.apply(before)));
    }

    /** The plan of a step; failures speak of the verb that is wrong. */
    Query plan(Step step) {
        SqlText sql = new SqlText(step);
        try {
            if (SqlPlanner.plan(sql.text(), catalog, values()) instanceof Statement.Select select) {
                return select.query();
            }
        } catch (BarographException failure) {
            throw sql.explain(failure);
        }
        throw new BarographException(
                ErrorCode.INVALID_ARGUMENT,
                step.verb()
                        + " takes a query, SELECT or WITH, and no other statement; SUMMARIZE is describe() here, DESCRIBE"
                        + " is schema() and EXPLAIN is explain()");
    }

    private ValueFinder values() {
        return ValueFinder.by((query, sink) -> engine.run(query, sink, options.apply(RunOptions.defaults())));
    }

    /** The columns that can be read of the table that a step reads, where others cannot; else empty. */
    List<String> supported(Step step) {
        Plan plan = plan(step).root();
        while (!(plan instanceof Plan.Scan) && plan.inputs().size() == 1) {
            plan = plan.inputs().get(0);
        }
        return plan instanceof Plan.Scan scan && !scan.table().unreadable().isEmpty()
                ? scan.table().schema().names()
                : List.of();
    }

    /** How a step's query would run, as text. */
    String explain(Step step) {
        return LocalEngine.explain(
                plan(step),
                options.apply(RunOptions.defaults()),
                table -> catalog.open(table).sizeBytes());
    }

    Schema schema(Step step) {
        return plan(step).root().schema();
    }

    RunSummary run(Step step, ResultSink sink) {
        RunOptions chosen = options.apply(RunOptions.defaults());
        RunSummary summary = engine.run(plan(step), sink, chosen);
        String whereToSee =
                chosen.rejects() == RejectHandler.NONE ? "see them with options(o -> o.withRejects(record -> …))" : "";
        List<String> notes = RunNotes.of(summary, whereToSee);
        if (!notes.isEmpty()) {
            LOG.log(Level.WARNING, String.join("\n", notes));
        }
        return summary;
    }
}
