package io.barograph.server.pipeline;

import io.barograph.connectors.http.PushedTables;
import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.SinkGroup;
import io.barograph.core.source.TableDeclaration;
import io.barograph.local.live.CheckpointTrigger;
import io.barograph.local.live.LeftOutFolders;
import io.barograph.local.live.LiveEngine;
import io.barograph.local.live.LiveOptions;
import io.barograph.local.live.LiveStatus;
import io.barograph.server.files.ConfinedCatalog;
import io.barograph.sql.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a pipeline runs, once or again from its last checkpoint, and what those who look at it see of that. Thread-safe, but for {@link #run}. */
public final class PipelineRuns {
    private static final String DEFAULT_KEPT = "1g";
    private static final String NOTHING_KEPT = "none";

    private final String name;
    private final String text;
    private final Path state;
    private final ConfinedCatalog catalog;
    private final LiveCatalog connectors;
    private final PipelineLimits limits;
    private final RunLog log = new RunLog();
    private final Map<String, ResultFeed> feeds = new LinkedHashMap<>();
    private final CheckpointTrigger trigger = new CheckpointTrigger();

    private volatile Program program;
    private volatile RunProgress progress = new RunProgress();
    private volatile List<LeftOutFolders.Folder> leftOut = List.of();

    /**
     * Binds a text; runs nothing.
     *
     * @param state the folder of checkpoints, where the text says no other
     * @param isKept whether it could run before: then what cannot is said by its runs
     * @throws BarographException with line and column where the text is wrong
     */
    PipelineRuns(
            String name,
            String text,
            Path state,
            boolean isKept,
            ConfinedCatalog catalog,
            LiveCatalog connectors,
            PipelineLimits limits) {
        this.name = name;
        this.text = text;
        this.state = state;
        this.catalog = catalog;
        this.connectors = connectors;
        this.limits = limits;
        this.program = Program.read(text, catalog, connectors, !isKept);
        program.inserts()
                .forEach(insert -> feeds.put(insert.name(), new ResultFeed(insert.name(), limits.resultRows())));
    }

    /** The SQL as it was given. */
    public String text() {
        return text;
    }

    /** What it means, as it was bound last. */
    public Program program() {
        return program;
    }

    /** What is known of the run. */
    public RunLog log() {
        return log;
    }

    /** How far the run has come that began last. */
    RunProgress progress() {
        return progress;
    }

    /** A run is about to begin. */
    void begin() {
        progress = new RunProgress();
    }

    /** Where the rows are that are left out. */
    public List<LeftOutFolders.Folder> leftOut() {
        return leftOut;
    }

    /** What is written and shown, in the order of the text. */
    public List<ResultFeed> feeds() {
        return List.copyOf(feeds.values());
    }

    /** Where checkpoints are. */
    Path state() {
        String set = program.setting("checkpoint.dir");
        return set == null ? state : Path.of(set);
    }

    /** The run makes a checkpoint soon. */
    void requestCheckpoint() {
        trigger.request();
    }

    /** Those who look at results are told that no more will come. */
    void end() {
        feeds.values().forEach(ResultFeed::end);
    }

    /**
     * Runs until it is stopped, or all has ended.
     *
     * @param stop ends it with a last checkpoint
     * @param drains whether it ends when it has read what there is
     */
    LiveStatus run(Cancellation stop, boolean drains) {
        RunProgress own = progress;
        Program bound = Program.read(text, catalog, connectors, false);
        program = bound;
        String kept = bound.setting(Settings.KEPT);
        LeftOutFolders folders = new LeftOutFolders(state().toString(), kept == null ? DEFAULT_KEPT : kept);
        if (!NOTHING_KEPT.equalsIgnoreCase(kept)) {
            folders.add(bound.inserts(), connectors);
        }
        leftOut = folders.folders();
        List<LiveEngine.Insert> all = new ArrayList<>(bound.inserts());
        all.addAll(folders.inserts());
        Map<TableDeclaration, ResultFeed> shown = new HashMap<>();
        for (LiveEngine.Insert insert : bound.inserts()) {
            ResultFeed feed = feeds.get(insert.name());
            if (feed != null) {
                shown.put(insert.target(), feed);
            }
        }
        RunOptions run = bound.runOptions(RunOptions.defaults()
                .withThreads(limits.threads())
                .withMemoryBytes(limits.memoryBytes())
                .withCancellation(stop));
        LiveOptions options = new LiveOptions(
                        run,
                        state(),
                        false,
                        bound.checkpointNanos(),
                        drains ? LiveOptions.Until.CAUGHT_UP : LiveOptions.Until.CANCELLED,
                        status -> {
                            own.add(status, () -> bound.pushed().stream().allMatch(PushedTables::isOpen));
                            log.add(status);
                        })
                .lookingEvery(bound.discoveryNanos())
                .triggeredBy(trigger);
        String called = bound.setting("pipeline.name");
        return new LiveEngine(catalog, new ResultSinks(connectors, shown))
                .run(all, called == null ? name : called, new SinkGroup(), options);
    }
}
