package io.barograph.cli;

import io.barograph.cli.plot.ChartLoader;
import io.barograph.cli.summarize.ColumnProfile;
import io.barograph.cli.summarize.EventTime;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunSummary;
import org.jspecify.annotations.Nullable;

/** Runs the queries of one chart over its source; what the first one rejects is reported once. */
final class PlotQueries implements ChartLoader.Queries, EventTime.Profiler {
    private final PlotSource source;
    private final Runner runner;
    private @Nullable RunSummary first;

    PlotQueries(PlotSource source, Runner runner) {
        this.source = source;
        this.runner = runner;
    }

    @Override
    public void run(String sql, ResultSink sink, String label) {
        if (first == null) {
            first = runner.run(source.plan(sql), sink, label);
        } else {
            runner.runAgain(source.plan(sql), sink, label);
        }
    }

    @Override
    public ColumnProfile profile(Schema columns) {
        ColumnProfile profile = new ColumnProfile(columns);
        run(profile.sql(source.relation()), profile, "finding the time");
        return profile;
    }

    /** Says what became of the rows that were read. */
    void report() {
        if (first != null) {
            runner.report(first);
        }
    }
}
