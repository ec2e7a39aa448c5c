package io.barograph.flink.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.LiveConnectors;
import io.barograph.formats.store.FileStores;
import io.barograph.local.live.HostedQuery;
import io.barograph.local.live.LiveJob;
import java.io.Serializable;

/** A job as it travels to where its parts run. */
final class HostedJob implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] job;

    HostedJob(LiveJob job) {
        this.job = job.toBytes();
    }

    LiveJob job() {
        LiveJob known = LiveJob.of(job);
        FileStores.startAt(known.folder());
        return known;
    }

    /** For those who write. */
    HostedQuery outlined(RunOptions options) {
        return HostedQuery.outlined(job(), new FileCatalog(), new LiveConnectors(), options);
    }

    /** For those who compute. */
    HostedQuery ready(RunOptions options) {
        return HostedQuery.ready(job(), new FileCatalog(), new LiveConnectors(), options);
    }
}
