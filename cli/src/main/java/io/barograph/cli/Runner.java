package io.barograph.cli;

import io.barograph.core.engine.Engine;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.RejectHandler;
import io.barograph.formats.FileCatalog;
import io.barograph.local.LocalEngine;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Plans and runs queries over files as the command line says, with progress, and a file of rejected lines where asked
 * for. A command uses one, however many queries it runs.
 */
final class Runner implements AutoCloseable {
    private final Arguments arguments;
    private final Console console;
    private final Catalog catalog = new FileCatalog();
    private final Engine engine = new LocalEngine(catalog);
    private final @Nullable RejectsFile rejects;

    Runner(Arguments arguments, Console console) {
        this.arguments = arguments;
        this.console = console;
        String file = arguments.value(CommonOptions.REJECTS);
        rejects = file == null ? null : new RejectsFile(file);
    }

    Engine engine() {
        return engine;
    }

    Catalog catalog() {
        return catalog;
    }

    Statement plan(String text) {
        return SqlPlanner.plan(text, catalog);
    }

    /** Runs a query whose rejected lines are written where asked for. */
    RunSummary run(Query query, ResultSink sink, String label) {
        return run(query, sink, label, rejects == null ? RejectHandler.NONE : rejects);
    }

    /** Runs a further query over lines that were reported already. */
    RunSummary runAgain(Query query, ResultSink sink, String label) {
        return run(query, sink, label, RejectHandler.NONE);
    }

    private RunSummary run(Query query, ResultSink sink, String label, RejectHandler handler) {
        try (ProgressLine progress = new ProgressLine(console, label)) {
            RunOptions options = CommonOptions.runOptions(arguments, handler, progress, console);
            return engine.run(query, sink, options);
        }
    }

    /** The run is over and was good: the rejected lines' file appears, and standard error says what happened. */
    void report(RunSummary summary) {
        if (rejects != null) {
            rejects.commit();
        }
        console.err().print(RunReport.text(summary, rejects != null));
        console.err().flush();
    }

    @Override
    public void close() {
        if (rejects != null) {
            rejects.close();
        }
    }
}
