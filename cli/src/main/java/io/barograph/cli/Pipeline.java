package io.barograph.cli;

import io.barograph.cli.render.Counted;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Query;
import io.barograph.formats.TablePlaces;
import io.barograph.formats.TableTargets;
import io.barograph.sql.Script;
import io.barograph.sql.Session;
import io.barograph.sql.Settings;
import io.barograph.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of statements. It is checked as a whole first; then statements run in their order, INSERTs that stand together as
 * one run, unless one reads what another writes.
 */
final class Pipeline {
    private final String file;
    private final Script script;
    private final Map<String, String> parameters;
    private final Runner runner;
    private final Arguments arguments;
    private final Console console;
    private final Session session;
    private final LivePipeline live;

    Pipeline(
            String file,
            String text,
            Map<String, String> parameters,
            Runner runner,
            Arguments arguments,
            Console console) {
        this.file = file;
        this.parameters = parameters;
        this.runner = runner;
        this.arguments = arguments;
        this.console = console;
        this.live = new LivePipeline(file, runner, arguments, console);
        this.session = new Session(runner.catalog(), runner.values(), runner::scratch);
        this.script = session.read(text, parameters);
        if (script.pieces().isEmpty()) {
            throw new BarographException(ErrorCode.SYNTAX_ERROR, "'" + file + "' holds no statement");
        }
    }

    /**
     * An INSERT that is about to run.
     *
     * @param text its statement behind all declarations before it, parameters replaced: it means the same without the file
     */
    record Sink(Statement.Insert insert, Script.Piece piece, String text) {}

    /** Something that the pipeline reads rows for, in its order. */
    @FunctionalInterface
    interface Visitor {
        void visit(Script.Piece piece, Statement statement);
    }

    /** Binds every statement as if those before it had run; the first that is wrong is the failure. */
    void check(Visitor visitor) {
        Session trial = session.copy();
        Set<String> targets = new HashSet<>();
        for (Script.Piece piece : script.pieces()) {
            try {
                Statement statement = trial.bind(piece);
                if (statement instanceof Statement.Insert insert) {
                    if (!live.isLive(insert.query())) {
                        TableTargets.check(insert.target());
                    }
                    if (!targets.add(TablePlaces.of(insert.target()))) {
                        throw new BarographException(
                                ErrorCode.INVALID_ARGUMENT,
                                "'" + insert.target().path()
                                        + "' is written twice: the second INSERT would take the place of"
                                        + " the first; put UNION ALL between their queries");
                    }
                    trial.expect(insert);
                } else if (statement instanceof Statement.Set set) {
                    live.set(Settings.check(set));
                }
                visitor.visit(piece, statement);
            } catch (BarographException e) {
                throw piece.located(e);
            }
        }
    }

    /** Shows every statement's plan. */
    void explain() {
        check((piece, statement) -> {
            Query query = statement instanceof Statement.Summarize
                    ? StatementOutput.query(statement, runner)
                    : queryOf(statement);
            if (query != null) {
                console.println("-- " + title(piece, statement));
                String kept = live.explanation(statement);
                console.println(runner.explain(query) + (kept.isEmpty() ? runner.explainDevice(query) : kept));
            }
        });
    }

    /** Which statement it is: the place, and what it writes. */
    String title(Script.Piece piece, Statement statement) {
        String place = file + ":" + piece.line();
        return !(statement instanceof Statement.Insert insert)
                ? place
                : place + " into '" + insert.target().path() + "'";
    }

    /** The last statement of a text, bound behind those before it. */
    static Statement last(String text, Runner runner) {
        Session session = new Session(runner.catalog(), runner.values(), runner::scratch);
        Statement last = null;
        for (Script.Piece piece : session.read(text, null).pieces()) {
            last = session.bind(piece);
        }
        if (last == null) {
            throw new BarographException(ErrorCode.SYNTAX_ERROR, "there is no statement");
        }
        return last;
    }

    static @Nullable Query queryOf(Statement statement) {
        if (statement instanceof Statement.Insert insert) {
            return insert.query();
        }
        return statement instanceof Statement.Select select ? select.query() : null;
    }

    /**
     * Runs everything.
     *
     * @param receipts folder for the receipts of what is written, or null
     */
    void run(@Nullable String receipts) {
        check((piece, statement) -> live.check(statement));
        live.set(new Statement.Set("execution.runtime-mode", "streaming"));
        SinkRun sinks = new SinkRun(file, receipts, runner, console);
        List<Sink> together = new ArrayList<>();
        StringBuilder declarations = new StringBuilder();
        for (Script.Piece piece : script.pieces()) {
            try {
                if (!together.isEmpty() && !joins(session.copy().bind(piece))) {
                    sinks.run(together);
                    together.clear();
                    session.refresh();
                }
                Statement statement = session.bind(piece);
                if (live.takes(statement)) {
                    live.add(statement, declarations + piece.text());
                } else if (statement instanceof Statement.Insert insert) {
                    together.add(new Sink(insert, piece, declarations + piece.text()));
                    session.expect(insert);
                } else {
                    show(statement);
                }
                if (piece.declares()) {
                    declarations.append(piece.text()).append(";\n");
                }
            } catch (BarographException e) {
                throw piece.located(e);
            }
        }
        sinks.run(together);
        live.run(receipts);
        runner.commitRejects();
    }

    /** Whether INSERTs before the statement can wait until those behind it run, too. */
    private static boolean joins(Statement statement) {
        return statement instanceof Statement.Declare
                || statement instanceof Statement.Drop
                || statement instanceof Statement.Insert insert && !insert.readsPending();
    }

    private void show(Statement statement) {
        if (statement instanceof Statement.Set set) {
            runner.set(Settings.check(set));
            live.set(set);
        } else if (!(statement instanceof Statement.Declare || statement instanceof Statement.Drop)) {
            StatementOutput.show(statement, arguments, console, runner);
        }
    }

    /** One line per table written, on standard error. */
    static String written(String where, Statement.Insert insert, RunSummary summary) {
        return String.format(
                Locale.ROOT,
                "%s%s in %s (%.2f s; read %,d = used %,d + late %,d + rejected %,d + duplicate %,d)\n",
                where,
                Counted.of(summary.resultRows(), "row"),
                insert.target().name(),
                summary.elapsedNanos() / 1e9,
                summary.read(),
                summary.used(),
                summary.late(),
                summary.rejected(),
                summary.duplicate());
    }
}
