package io.barograph.cli;

import io.barograph.cli.render.RowWindow;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.plan.Query;
import io.barograph.formats.output.TextRows;
import io.barograph.local.TaskExplanation;
import io.barograph.sql.Statement;

/** Shows what a statement asks to see. */
final class StatementOutput {
    private StatementOutput() {}

    /** Runs and shows a statement; nothing is shown for one that asks for nothing. */
    static void show(Statement statement, Arguments arguments, Console console, Runner runner) {
        if (statement instanceof Statement.Select select) {
            answer(select.query(), arguments, console, runner);
        } else if (statement instanceof Statement.Explain explain) {
            explain(explain, console, runner);
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

    private static void answer(Query query, Arguments arguments, Console console, Runner runner) {
        try (AnswerOutput output = AnswerFormat.open(arguments, console)) {
            RunSummary summary = runner.run(query, output.sink(), "running");
            output.finish();
            runner.say(summary);
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
            console.print(RunReport.lanes(summary));
            runner.report(summary);
        }
    }
}
