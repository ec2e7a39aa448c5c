package io.barograph.cli;

import io.barograph.cli.live.LiveScreen;
import io.barograph.cli.live.ScreenSize;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.SinkGroup;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.text.TimestampText;
import io.barograph.formats.LiveConnectors;
import io.barograph.formats.output.AtomicFile;
import io.barograph.formats.store.FileStores;
import io.barograph.local.live.LeftOutFolders;
import io.barograph.local.live.LiveChange;
import io.barograph.local.live.LiveEngine;
import io.barograph.local.live.LiveOptions;
import io.barograph.local.live.LiveReceipts;
import io.barograph.local.live.LiveStatus;
import io.barograph.local.live.MicroBatchEngine;
import io.barograph.local.live.MicroBatchHost;
import io.barograph.sql.LengthText;
import io.barograph.sql.Settings;
import io.barograph.sql.Statement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements of a pipeline that read tables whose rows keep coming: they run together, when all others are done. */
final class LivePipeline {
    private static final Option BOUNDED =
            Option.flag("--bounded", "of live tables, read what there is now, and take that for all");
    private static final Option UNTIL_CAUGHT_UP =
            Option.flag("--until-caught-up", "end when everything is read that there is now; the next run goes on");
    private static final Option UNTIL = Option.of(
            "--until", "TIME", "end when all results up to this event time (UTC) are written; the next run goes on");
    private static final Option STATE = Option.of(
            "--state", "FOLDER", "where checkpoints of live queries are, on clusters also a URI; default: FILE.state");
    private static final Option FRESH = Option.flag(
            "--fresh", "forget the checkpoints: read live tables from the start, journals of earlier runs among them");

    private static final Option DROP_STATE = Option.flag(
            "--drop-state", "where the file has changed: let go of what is kept for live queries that are no more");

    static final List<Option> OPTIONS = List.of(BOUNDED, UNTIL_CAUGHT_UP, UNTIL, STATE, FRESH, DROP_STATE);

    private final String file;
    private final Runner runner;
    private final Arguments arguments;
    private final Console console;
    private final LiveConnectors connectors = new LiveConnectors();
    private final List<LiveEngine.Insert> inserts = new ArrayList<>();
    /** What a receipt says of each. */
    private final List<String> texts = new ArrayList<>();

    private boolean isBatch;

    LivePipeline(String file, Runner runner, Arguments arguments, Console console) {
        this.file = file;
        this.runner = runner;
        this.arguments = arguments;
        this.console = console;
    }

    /** A setting that a pipeline makes may have its live tables read as tables at rest, as Flink's users know it. */
    void set(Statement.Set set) {
        if (set.key().equals("execution.runtime-mode")) {
            isBatch = set.value().equalsIgnoreCase("batch");
        }
    }

    /** Whether a query has no end. */
    boolean isLive(Query query) {
        return !isBatch && LiveEngine.isLive(query, connectors);
    }

    /** Whether a statement is to run live. */
    boolean takes(Statement statement) {
        Query query = Pipeline.queryOf(statement);
        return query != null && isLive(query);
    }

    /**
     * Keeps a statement for {@link #run}; what a SELECT answers goes to the console.
     *
     * @param text the statement behind all declarations before it, parameters replaced
     */
    void add(Statement statement, String text) {
        texts.add(text);
        if (statement instanceof Statement.Insert insert) {
            inserts.add(insert(insert.query(), insert.target()));
        } else if (statement instanceof Statement.Select select) {
            inserts.add(insert(select.query(), null));
        }
    }

    private static LiveEngine.Insert insert(Query query, @Nullable TableDeclaration target) {
        TableDeclaration shown = target != null
                ? target
                : new TableDeclaration("console", Map.of("connector", "console"), null, null, List.of());
        return new LiveEngine.Insert(shown.name(), query, shown);
    }

    /**
     * Refuses a statement that cannot run live, before anything runs.
     *
     * @throws BarographException {@code NOT_SUPPORTED} and what is wrong with the place that rows would go to
     */
    void check(Statement statement) {
        if (statement instanceof Statement.Select select
                && isLive(select.query())
                && AnswerFormat.isChosen(arguments)) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "--format is for answers that end, but this SELECT is live and shows its changes as they come; for CSV"
                            + " of rows that change no more, INSERT INTO a table WITH ('connector' = 'console', 'view' ="
                            + " 'append')");
        }
        Query query = Pipeline.queryOf(statement);
        if (query != null && isLive(query)) {
            refusePipes(query.root());
        }
        explanation(statement);
    }

    /** A live run begins again where it was, and the pipe does not. */
    private static void refusePipes(Plan plan) {
        if (plan instanceof Plan.Scan scan
                && scan.table().paths().stream().anyMatch(path -> FileStores.copied(path) != null)) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "'" + scan.table().name()
                            + "' is a pipe, which a live query cannot read again when it goes on from a checkpoint; write it to a"
                            + " file, or take rows that keep coming by standard input WITH ('connector' = 'stdin')");
        }
        plan.inputs().forEach(LivePipeline::refusePipes);
    }

    /** What a statement would keep as it runs; empty for one that does not run live. */
    String explanation(Statement statement) {
        Query query = Pipeline.queryOf(statement);
        return query == null || !isLive(query)
                ? ""
                : explain(
                        query, statement instanceof Statement.Insert insert ? insert.target() : null, runner, console);
    }

    /**
     * What a query would keep if it ran live; empty for one that would not.
     *
     * @param target where its rows go, or null for the console
     */
    static String explain(Query query, @Nullable TableDeclaration target, Runner runner, Console console) {
        LiveConnectors connectors = new LiveConnectors();
        if (!LiveEngine.isLive(query, connectors)) {
            return "";
        }
        EngineChoice choice = runner.choice();
        choice.checkLive();
        if (choice.streams()) {
            return HostedPipeline.of(runner, "explained", false).explain(insert(query, target));
        }
        SinkGroup group = new SinkGroup();
        group.share(Console.class, "console", () -> console);
        LiveEngine.Insert insert = insert(query, target);
        return "live, with baro run:\n"
                + (choice.isLocal()
                        ? new LiveEngine(runner.catalog(), connectors).explain(insert, "explained", group)
                        : new MicroBatchEngine(runner.catalog(), connectors)
                                .explain(insert, "explained", group, choice.name()));
    }

    private LiveStatus run(List<LiveEngine.Insert> all, SinkGroup group, LiveOptions options) {
        if (runner.choice().isLocal()) {
            return new LiveEngine(runner.catalog(), connectors).run(all, name(), group, options);
        }
        try (MicroBatchHost host = runner.choice().startLive(options.run())) {
            return new MicroBatchEngine(runner.catalog(), connectors).run(all, name(), group, options, host);
        }
    }

    /**
     * Runs what was added, until it ends or Ctrl-C does.
     *
     * @param receipts folder for the receipts of what is written, or null
     */
    void run(@Nullable String receipts) {
        if (inserts.isEmpty()) {
            return;
        }
        runner.choice().checkLive();
        runner.refuseLiveOnDevice();
        LeftOutFolders leftOut = leftOut();
        List<LiveEngine.Insert> all = new ArrayList<>(inserts);
        all.addAll(leftOut.inserts());
        if (runner.choice().streams()) {
            runOnCluster(all, receipts);
            return;
        }
        SinkGroup group = new SinkGroup();
        group.share(Console.class, "console", () -> console);
        LiveStatus last;
        try (ScreenSize size = new ScreenSize(console);
                LiveStatusBlock block = new LiveStatusBlock(screen(group, size))) {
            LiveOptions options = options(receipts != null, status -> block.show(leftOut.without(status)));
            last = run(all, group, options);
        }
        console.err().print(LiveStatusBlock.summary(leftOut.without(last)));
        console.err().print(leftOut.found(last));
        console.err().flush();
        if (receipts != null) {
            writeReceipts(receipts, last);
        }
    }

    private void runOnCluster(List<LiveEngine.Insert> all, @Nullable String receipts) {
        List<Option> ours = Stream.of(UNTIL_CAUGHT_UP, UNTIL, FRESH, DROP_STATE)
                .filter(arguments::has)
                .toList();
        if (!ours.isEmpty() || receipts != null) {
            String option = ours.isEmpty() ? "--receipts" : ours.get(0).name();
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    option + " is for live tables on the local engine; leave it, or --engine "
                            + runner.choice().name() + ", away");
        }
        HostedPipeline hosted = HostedPipeline.of(runner, name(), arguments.has(BOUNDED));
        console.err().print(hosted.run(all, checkpointNanos(), state().onCluster(), runner.liveOptions()));
        console.err().flush();
    }

    private void writeReceipts(String folder, LiveStatus last) {
        for (int i = 0; i < inserts.size(); i++) {
            LiveEngine.Insert insert = inserts.get(i);
            try (AtomicFile proof = ReceiptFolder.write(
                    folder, insert.name(), LiveReceipts.of(Version.number(), texts.get(i), insert.query(), last, i))) {
                proof.commit();
            }
        }
    }

    /** Where the status is drawn: with rows that go to a terminal, or alone. Null for nowhere. */
    private @Nullable LiveScreen screen(SinkGroup group, ScreenSize size) {
        boolean showsRows = console.terminals().out()
                && inserts.stream()
                        .anyMatch(insert -> insert.target()
                                .options()
                                .getOrDefault("connector", "")
                                .matches("(?i)console|print"));
        Consumer<String> out = showsRows ? console::print : console.err()::print;
        LiveScreen screen = new LiveScreen(out, size, System::nanoTime);
        if (showsRows) {
            group.share(LiveScreen.class, "screen", () -> screen);
        }
        return console.terminals().err() ? screen : null;
    }

    private LeftOutFolders leftOut() {
        String kept = runner.setting(Settings.KEPT);
        LeftOutFolders folders =
                new LeftOutFolders(state().leftOut(runner.choice().isLocal()), kept == null ? "1g" : kept);
        if (!"none".equalsIgnoreCase(kept)) {
            folders.add(inserts, connectors);
        }
        return folders;
    }

    private String name() {
        String set = runner.setting("pipeline.name");
        return set != null
                ? set
                : stem(String.valueOf(Path.of(file).toAbsolutePath().getFileName()));
    }

    private static String stem(String file) {
        int dot = file.lastIndexOf('.');
        return dot <= 0 ? file : file.substring(0, dot);
    }

    private LiveOptions options(boolean proves, Consumer<LiveStatus> shown) {
        if (arguments.has(BOUNDED) && arguments.has(UNTIL_CAUGHT_UP)) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "--bounded closes every window at the end, --until-caught-up leaves open ones for the next run; give one of"
                            + " them");
        }
        long time = untilTime();
        RunOptions run = runner.liveOptions();
        LiveOptions.Until until = arguments.has(BOUNDED)
                ? LiveOptions.Until.ENDED
                : arguments.has(UNTIL_CAUGHT_UP) ? LiveOptions.Until.CAUGHT_UP : LiveOptions.Until.CANCELLED;
        StatePlace place = state();
        return new LiveOptions(
                        run,
                        place.folder(runner.choice().isLocal()),
                        arguments.has(FRESH),
                        checkpointNanos(),
                        until,
                        shown)
                .clusterState(place.onCluster())
                .reaching(time)
                .lookingEvery(length("discovery.interval", LiveOptions.DEFAULT_DISCOVERY_NANOS))
                .proving(proves)
                .droppingState(arguments.has(DROP_STATE))
                .tellingChanges(changes -> tell(LeftOutFolders.without(changes)));
    }

    /** Nanoseconds since 1970; {@link Long#MAX_VALUE} where no time is given. */
    private long untilTime() {
        String given = arguments.value(UNTIL);
        if (given == null) {
            return Long.MAX_VALUE;
        }
        if (arguments.has(BOUNDED)) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "--bounded closes every window at the end, --until leaves those open that end later; give one of them");
        }
        long time = TimestampText.parse(given.trim());
        if (time == TimestampText.INVALID) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "--until is '" + given + "', but must be a time such as '2026-01-01 12:00:00' or"
                            + " '2026-01-01T12:00:00+09:00'");
        }
        return time;
    }

    /** What a pipeline that has changed goes on with, as a table on standard error. */
    private void tell(List<LiveChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder("the pipeline has changed since its last checkpoint:\n");
        int width = changes.stream()
                .mapToInt(change -> change.name().length())
                .max()
                .orElse(0);
        for (LiveChange change : changes) {
            String kind = switch (change.kind()) {
                case KEPT -> "kept";
                case STATES_KEPT -> "states kept";
                case NEW -> "new";
                case ANEW -> "begins anew";
                case DROPPED -> "dropped";
            };
            text.append(
                    String.format(Locale.ROOT, "  %-" + width + "s  %-11s  %s\n", change.name(), kind, change.why()));
        }
        console.err().print(text);
        console.err().flush();
    }

    private long checkpointNanos() {
        return length("checkpoint.interval", LiveOptions.DEFAULT_CHECKPOINT_NANOS);
    }

    private long length(String setting, long otherwise) {
        String set = runner.setting(setting);
        return set == null ? otherwise : LengthText.nanos(set).orElse(otherwise);
    }

    private StatePlace state() {
        Path path = Path.of(file).toAbsolutePath();
        return new StatePlace(
                arguments.value(STATE),
                runner.setting("checkpoint.dir"),
                path.resolveSibling(stem(String.valueOf(path.getFileName())) + ".state"));
    }
}
