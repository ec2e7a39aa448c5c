package io.barograph.local;

import io.barograph.core.engine.AnswerChecksum;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.plan.Query;
import io.barograph.formats.FileCatalog;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;

/** Queries in a process whose heap is what they get, as {@code --memory} has it; for {@link TextSpillTest}. */
final class SmallHeap {
    private SmallHeap() {}

    /** @param arguments threads, the folder for temporary files, then queries, each of which prints a line: {@link #ask} */
    public static void main(String[] arguments) {
        RunOptions options = RunOptions.defaults()
                .withThreads(Integer.parseInt(arguments[0]))
                .withTemp(arguments[1]);
        for (int i = 2; i < arguments.length; i++) {
            System.out.println(ask(arguments[i], options));
        }
    }

    /** The number of an answer's rows and the checksum of these in their order. */
    static String ask(String sql, RunOptions options) {
        FileCatalog catalog = new FileCatalog();
        Query query = ((Statement.Select) SqlPlanner.plan(sql, catalog)).query();
        AnswerChecksum checksum = new AnswerChecksum(true);
        RunSummary summary = new LocalEngine(catalog).run(query, checksum.sink(), options);
        return summary.resultRows() + " " + checksum.value();
    }
}
