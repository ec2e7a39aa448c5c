package io.barograph.cli;

import io.barograph.cli.render.RowWindow;
import io.barograph.core.engine.RunAccount;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.plan.Query;
import io.barograph.formats.output.AtomicFile;
import io.barograph.formats.output.TextRows;
import io.barograph.local.TaskExplanation;
import io.barograph.sql.Statement;
import io.barograph.sql.TableSummary;
import org.jspecify.annotations.Nullable;

/** Shows what a statement asks to see. */
final class StatementOutput {
    private StatementOutput() {}

    /** Runs and shows a statement; nothing is shown for one that asks for nothing. */
    static void show(Statement statement, Arguments arguments, Console console, Runner runner) {
        Query query = rows(statement, arguments, runner);
        if (query != null) {
            answer(query, arguments, console, runner);
        } else if (statement instanceof Statement.Explain explain) {
            explain(explain, arguments, console, runner);
        } else if (statement instanceof Statement.Describe describe) {
            Description.show(describe.table(), arguments, console);
        } else if (statement instanceof Statement.DescribeQuery describe) {
            Description.show(describe.query().root().schema(), arguments, console);
        } else if (statement instanceof Statement.Summarize summarize) {
            Summary.show(summarize.table(), null, null, console, runner);
        } else if (statement instanceof Statement.ShowTables tables) {
            TextRows rows = new TextRows("table");
            tables.names().forEach(rows::add);
            AnswerOutput.show(rows, arguments, console);
        }
    }

    /**
     * The query whose rows a statement shows; null where it shows something else. SUMMARIZE is a table where the command line chooses
     * form or place, else the first look, which says more.
     */
    static @Nullable Query rows(Statement statement, Arguments arguments, Runner runner) {
        return statement instanceof Statement.Summarize && !AnswerFormat.isChosen(arguments)
                ? null
                : query(statement, runner);
    }

    /** The query that finds what a statement shows; null where none does. */
    static @Nullable Query query(Statement statement, Runner runner) {
        if (statement instanceof Statement.Select select) {
            return select.query();
        }
        return statement instanceof Statement.Summarize summarize
                ? TableSummary.query(summarize.table(), runner.catalog())
                : null;
    }

    private static void answer(Query query, Arguments arguments, Console console, Runner runner) {
        try (AnswerOutput output = AnswerFormat.open(arguments, console)) {
            RunSummary summary = runner.run(query, output.sink(), "running");
            output.finish();
            runner.say(summary);
        }
    }

    private static void explain(Statement.Explain explain, Arguments arguments, Console console, Runner runner) {
        String name = arguments.value(AnswerFormat.OUTPUT);
        if (name == null) {
            explain(explain, console, runner);
            return;
        }
        if (AnswerFormat.isToldBy(name)) {
            throw Arguments.invalid("EXPLAIN answers with a text, not with rows as '" + name
                    + "' would hold them; give --output a name such as plan.txt, or leave it away");
        }
        try (AtomicFile file = AtomicFile.create(name)) {
            explain(explain, console.to(file.stream()), runner);
            file.commit();
        }
    }

    private static void explain(Statement.Explain explain, Console console, Runner runner) {
        console.print(runner.explain(explain.query()));
        String live = explain.analyze() ? "" : LivePipeline.explain(explain.query(), explain.target(), runner, console);
        if (!runner.choice().isLocal() && live.isEmpty()) {
            console.print(TaskExplanation.of(explain.query(), runner.choice().words(), runner::sizeOf));
        }
        if (live.isEmpty()) {
            console.print(runner.explainDevice(explain.query()));
        }
        console.print(live);
        if (explain.analyze()) {
            RunSummary summary = runner.run(explain.query(), new RowWindow(0), "running");
            console.print(RunAccount.of(summary));
            runner.say(summary);
        }
    }
}
