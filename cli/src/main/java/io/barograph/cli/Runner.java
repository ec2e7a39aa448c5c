package io.barograph.cli;

import io.barograph.core.engine.Delivery;
import io.barograph.core.engine.Engine;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.PlanExplanation;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.LiveConnectors;
import io.barograph.local.DeviceUse;
import io.barograph.local.LocalEngine;
import io.barograph.local.live.LiveEngine;
import io.barograph.local.live.LiveHost;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plans and runs queries over files as the command line says, with progress, and a file of rejected lines where asked
 * for. A command uses one, however many queries it runs.
 */
final class Runner implements AutoCloseable {
    private final Arguments arguments;
    private final Console console;
    private final Catalog catalog = new FileCatalog();
    private final EngineChoice choice;
    private final DeviceUse device;
    /** From the first query on. */
    private EngineChoice.@Nullable Started started;

    private final @Nullable RejectsFile rejects;
    private final Map<String, String> settings;
    private @Nullable ScratchFolder scratch;
    /** Null for a runner that shares those of another. */
    private final @Nullable PipedTables pipes;

    Runner(Arguments arguments, Console console) {
        this(arguments, console, DeviceUse.NEVER);
    }

    /** @param device whether what queries merge goes to this machine's GPU */
    Runner(Arguments arguments, Console console, DeviceUse device) {
        this.device = device;
        this.arguments = arguments;
        this.console = console;
        choice = EngineChoice.of(arguments);
        settings = new HashMap<>();
        String file = arguments.value(CommonOptions.REJECTS);
        rejects = file == null ? null : new RejectsFile(file);
        pipes = PipedTables.open(arguments, console);
        if (!choice.isLocal()) {
            pipes.refuse(
                    "a cluster's machines cannot read what this one is given; write it to a file that they all see, or leave "
                            + EngineChoice.ENGINE.name() + " away");
        }
    }

    private Runner(Runner shared, Console console) {
        this.arguments = shared.arguments;
        this.console = console;
        this.choice = shared.choice;
        this.device = shared.device;
        this.started = new EngineChoice.Started(shared.engine(), shared.live(), () -> {});
        this.rejects = null;
        this.settings = shared.settings;
        this.pipes = null;
    }

    /** A runner with the same settings, that another cancellation ends. */
    Runner within(Console other) {
        return new Runner(this, other);
    }

    /** What reads pipes for this command. */
    PipedTables pipes() {
        return Objects.requireNonNull(pipes, "the runner that began has them");
    }

    EngineChoice choice() {
        return choice;
    }

    Engine engine() {
        return started().engine();
    }

    /** @throws BarographException NOT_SUPPORTED where a GPU is to compute and tables' rows keep coming */
    void refuseLiveOnDevice() {
        if (device.wish() == DeviceUse.Wish.ALWAYS) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "--gpu: a GPU does not compute tables whose rows keep coming; with --gpu auto, or without it, the CPU does");
        }
    }

    /** A query's plan, in the form in which this process would run it where nothing else does. */
    String explain(Query query) {
        boolean runsHere = choice.isLocal() && !LiveEngine.isLive(query, new LiveConnectors());
        return runsHere
                ? LocalEngine.explain(query, options(RejectHandler.NONE, (done, total) -> {}), this::sizeOf)
                : PlanExplanation.of(query, this::sizeOf);
    }

    /** Which stages of a query would go to the GPU, and why: lines, or nothing where none is asked for. */
    String explainDevice(Query query) {
        return choice.isLocal()
                ? new LocalEngine(catalog, device)
                        .explainDevice(query, options(RejectHandler.NONE, (done, total) -> {}), this::sizeOf)
                : "";
    }

    /** What runs live queries on a cluster; null where the engine does not. */
    @Nullable
    LiveHost live() {
        return started().live();
    }

    private EngineChoice.Started started() {
        EngineChoice.Started known = started;
        if (known == null) {
            known = choice.start(
                    catalog,
                    CommonOptions.runOptions(arguments, RejectHandler.NONE, (done, total) -> {}, console),
                    device);
            started = known;
        }
        return known;
    }

    Catalog catalog() {
        return catalog;
    }

    /** Bytes of a table's files as stored, or -1 where it is yet to be written. */
    long sizeOf(TableDescription table) {
        return Statement.isPending(table) ? -1 : catalog.open(table).sizeBytes();
    }

    Statement plan(String text) {
        return SqlPlanner.plan(text, catalog, values());
    }

    /** Runs what a statement needs to know before it can be planned; its rejected lines are those of the statement itself. */
    ValueFinder values() {
        // Whoever wants a GPU wants it for the statement.
        return ValueFinder.by((query, sink) ->
                run(choice.isLocal() ? new LocalEngine(catalog) : engine(), query, sink, "values", RejectHandler.NONE));
    }

    /** Runs a query whose rejected lines are written where asked for. */
    RunSummary run(Query query, ResultSink sink, String label) {
        return run(query, sink, label, rejects == null ? RejectHandler.NONE : rejects);
    }

    /** Runs a further query over lines that were reported already. */
    RunSummary runAgain(Query query, ResultSink sink, String label) {
        return run(query, sink, label, RejectHandler.NONE);
    }

    /** Runs queries together, whose rejected lines are written where asked for. */
    List<RunSummary> runAll(List<Delivery> deliveries, String label) {
        try (ProgressLine progress = new ProgressLine(console, label)) {
            return engine().runAll(deliveries, options(rejects == null ? RejectHandler.NONE : rejects, progress));
        }
    }

    private RunSummary run(Query query, ResultSink sink, String label, RejectHandler handler) {
        return run(engine(), query, sink, label, handler);
    }

    private RunSummary run(Engine engine, Query query, ResultSink sink, String label, RejectHandler handler) {
        try (ProgressLine progress = new ProgressLine(console, label)) {
            return engine.run(query, sink, options(handler, progress));
        }
    }

    private RunOptions options(RejectHandler handler, RunOptions.Progress progress) {
        RunOptions options = CommonOptions.runOptions(arguments, handler, progress, console);
        String threads = settings.get("threads");
        String strict = settings.get("strict");
        options = threads == null ? options : options.withThreads(Integer.parseInt(threads));
        return strict == null ? options : options.withStrict(Boolean.parseBoolean(strict));
    }

    /** How a query that has no end is run. */
    RunOptions liveOptions() {
        return options(rejects == null ? RejectHandler.NONE : rejects, (done, total) -> {});
    }

    /** The value of a setting, or null. */
    @Nullable
    String setting(String key) {
        return settings.get(key);
    }

    /** From now on a setting holds. */
    void set(Statement.Set set) {
        settings.put(set.key(), set.value());
    }

    /** A path in a temporary folder for a table that has no place of its own; gone when this is closed. */
    String scratch(String table) {
        if (scratch == null) {
            scratch = ScratchFolder.create("baro-");
        }
        return scratch.path(table);
    }

    boolean writesRejects() {
        return rejects != null;
    }

    /** The rejected lines' file appears, where one was asked for. */
    void commitRejects() {
        if (rejects != null) {
            rejects.commit();
        }
    }

    /** The run is over and was good: the rejected lines' file appears, and standard error says what happened. */
    void report(RunSummary summary) {
        commitRejects();
        say(summary);
    }

    /** Says on standard error what happened. */
    void say(RunSummary summary) {
        console.err().print(RunReport.text(summary, rejects != null));
        console.err().flush();
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
        if (scratch != null) {
            scratch.close();
        }
        if (pipes != null) {
            pipes.close();
        }
        if (rejects != null) {
            rejects.close();
        }
    }
}
