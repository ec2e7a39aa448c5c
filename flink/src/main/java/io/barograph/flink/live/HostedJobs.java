package io.barograph.flink.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.LiveConnectors;
import io.barograph.local.live.HostedTables;
import java.io.Serializable;
import java.util.List;

/** The jobs of a run as they travel to those who read for all of them. */
final class HostedJobs implements Serializable {
    private static final long serialVersionUID = 1L;

    private final HostedJob[] jobs;

    HostedJobs(List<HostedJob> jobs) {
        this.jobs = jobs.toArray(HostedJob[]::new);
    }

    int count() {
        return jobs.length;
    }

    /** Whether they end where their tables did when they began: all of a run do, or none. */
    boolean areBounded() {
        return jobs[0].job().bounded();
    }

    /** The tables that they read. */
    HostedTables tables() {
        return new HostedTables(
                List.of(jobs).stream().map(HostedJob::job).toList(),
                new FileCatalog(),
                new LiveConnectors(),
                RunOptions.defaults());
    }
}
