package io.barograph.server.pipeline;

import io.barograph.connectors.shared.RestartPauses;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveCatalog;
import io.barograph.server.files.ConfinedCatalog;
import io.barograph.server.files.DataFolders;
import io.barograph.server.http.ProblemException;
import io.barograph.server.log.ServiceLog;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** The pipelines of a service: those that it was started with, and those that clients have made. Thread-safe. */
public final class Pipelines implements AutoCloseable {
    private static final String NAME = "[A-Za-z][A-Za-z0-9_-]{0,63}";
    private static final int MOST = 100;
    private static final int BEAT_TICKS = 200;
    /** Charts are looked after more often than rows: each has a pace of its own. */
    private static final int ROW_TICKS = 2;

    /** How long all together may take for their last checkpoints. */
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Map<String, Pipeline> byName = new TreeMap<>();
    private final Set<String> given = new HashSet<>();
    private final DataFolders folders;
    private final LiveCatalog connectors;
    private final PipelineLimits limits;
    private final PipelineStore store;
    private final ServiceLog log;
    private int ticks;
    private boolean isClosing;

    /**
     * No pipelines yet.
     *
     * @param kept the folder of those that clients make
     */
    public Pipelines(Path kept, DataFolders folders, LiveCatalog connectors, PipelineLimits limits, ServiceLog log) {
        this.folders = folders;
        this.connectors = connectors;
        this.limits = limits;
        this.store = new PipelineStore(kept);
        this.log = log;
    }

    /**
     * Adds one that the service is started with, and starts it.
     *
     * @param state the folder of its checkpoints
     * @param catalog what it may read and write
     */
    public synchronized void give(String name, String text, Path state, ConfinedCatalog catalog) {
        if (byName.containsKey(name)) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT, "two pipelines are called '" + name + "'; rename one of the files");
        }
        Pipeline pipeline = add(name, text, state, false, catalog);
        given.add(name);
        pipeline.start();
    }

    /**
     * Takes up those that clients made before.
     *
     * @param catalog what clients may read and write
     */
    public synchronized void takeUp(ConfinedCatalog catalog) {
        for (PipelineStore.Kept kept : store.all()) {
            try {
                Pipeline pipeline = add(kept.name(), kept.text(), store.state(kept.name()), true, catalog);
                if (kept.runs()) {
                    pipeline.start();
                }
            } catch (BarographException e) {
                // A table may be gone, or no longer allowed: the others should run all the same.
                log.warn(
                        "pipeline left out",
                        Map.of("pipeline", kept.name(), "message", String.valueOf(e.getMessage())));
            }
        }
    }

    /**
     * Makes one for a client.
     *
     * @param starts whether it runs at once
     */
    public synchronized Pipeline create(String name, String text, boolean starts, ConfinedCatalog catalog) {
        if (!name.matches(NAME)) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a pipeline's name is a letter, then up to 63 letters, digits, '-' and '_'");
        }
        if (byName.containsKey(name)) {
            throw conflict("there is a pipeline '" + name + "' already; delete it first, or take another name");
        }
        if (byName.size() >= MOST) {
            throw conflict("there are " + MOST + " pipelines already; delete one first");
        }
        Pipeline pipeline = add(name, text, store.state(name), false, catalog);
        try {
            store.put(name, text);
            store.setRuns(name, starts);
        } catch (BarographException e) {
            // What the service would forget at its next start is not there now either.
            byName.remove(name);
            store.remove(name);
            throw e;
        }
        if (starts) {
            pipeline.start();
        }
        return pipeline;
    }

    private static ProblemException conflict(String what) {
        return new ProblemException(HttpStatus.CONFLICT_409, "CONFLICT", what);
    }

    private Pipeline add(String name, String text, Path state, boolean isKept, ConfinedCatalog catalog) {
        if (isClosing) {
            throw new BarographException(ErrorCode.UNAVAILABLE, "the service is ending");
        }
        PipelineRuns runs;
        try {
            runs = new PipelineRuns(name, text, state, isKept, catalog, connectors, limits);
        } catch (BarographException e) {
            throw orShown(e);
        }
        Pipeline pipeline =
                new Pipeline(name, runs, new RestartPauses(limits.firstPause(), limits.longestPause()), log);
        byName.put(name, pipeline);
        folders.allow(runs.state());
        return pipeline;
    }

    /** Where the table that there is none of is a result of another pipeline, says how to go on with that. */
    private BarographException orShown(BarographException refused) {
        if (refused.code() != ErrorCode.UNKNOWN_TABLE && refused.code() != ErrorCode.NOT_ALLOWED) {
            return refused;
        }
        String message = String.valueOf(refused.getMessage());
        for (Pipeline other : byName.values()) {
            for (ResultFeed feed : other.runs().feeds()) {
                String name = "'" + feed.name() + "'";
                // A name that is no table's is taken for a file's, which may lie where the service may not read.
                if (message.startsWith("there is no table " + name) || message.startsWith(name + " is not below ")) {
                    return BarographException.at(
                            ErrorCode.UNKNOWN_TABLE,
                            refused.line(),
                            refused.column(),
                            name + " is what pipeline " + other.name()
                                    + " shows: queries read that, other pipelines do not; " + ResultsConnector.CHAINING,
                            refused);
                }
            }
        }
        return refused;
    }

    /** All, by name. */
    public synchronized List<Pipeline> all() {
        return List.copyOf(byName.values());
    }

    /** The one of a name; null where there is none. */
    public synchronized @Nullable Pipeline named(String name) {
        return byName.get(name);
    }

    /** Remembers whether one is to run when the service starts again, where a client has made it. */
    public synchronized void setRuns(Pipeline pipeline, boolean runs) {
        if (!given.contains(pipeline.name())) {
            store.setRuns(pipeline.name(), runs);
        }
    }

    /**
     * Stops one and forgets it, its checkpoints too; what it wrote stays.
     *
     * @throws BarographException where the service was started with it, or it does not stop
     */
    public void delete(Pipeline pipeline, long millis) throws InterruptedException {
        synchronized (this) {
            if (given.contains(pipeline.name())) {
                throw conflict("the service was started with pipeline '" + pipeline.name()
                        + "'; stop it, and start the service without it");
            }
        }
        pipeline.stop();
        if (!pipeline.awaitEnd(millis)) {
            throw new BarographException(
                    ErrorCode.UNAVAILABLE, "pipeline '" + pipeline.name() + "' is still stopping; try again");
        }
        synchronized (this) {
            if (byName.remove(pipeline.name(), pipeline)) {
                store.remove(pipeline.name());
                pipeline.runs().end();
            }
        }
    }

    /** Tells those who look at results what has changed; now and then, that the service is still there. */
    public void tick() {
        boolean beats = ++ticks % BEAT_TICKS == 0;
        boolean tells = ticks % ROW_TICKS == 0;
        for (Pipeline pipeline : all()) {
            for (ResultFeed feed : pipeline.runs().feeds()) {
                feed.drawCharts();
                if (tells) {
                    feed.tellRows();
                }
                if (beats) {
                    feed.beat();
                }
            }
        }
    }

    /** Stops all of them, each with a last checkpoint. */
    @Override
    public void close() {
        List<Pipeline> all;
        synchronized (this) {
            isClosing = true;
            all = List.copyOf(byName.values());
        }
        all.forEach(Pipeline::stop);
        long end = System.nanoTime() + CLOSE_NANOS;
        try {
            for (Pipeline pipeline : all) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (!pipeline.awaitEnd(Math.max(1, left))) {
                    log.warn("pipeline did not stop in time", Map.of("pipeline", pipeline.name()));
                }
                pipeline.runs().end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
