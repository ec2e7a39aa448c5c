package io.barograph.server.pipeline;

import io.barograph.connectors.http.PushedTables;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.SinkGroup;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.TableDeclaration;
import io.barograph.local.LocalEngine;
import io.barograph.local.live.LiveEngine;
import io.barograph.local.live.LiveOptions;
import io.barograph.server.files.ConfinedCatalog;
import io.barograph.sql.LengthText;
import io.barograph.sql.Script;
import io.barograph.sql.Session;
import io.barograph.sql.Settings;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The text of a pipeline, bound: what it runs and how. Each INSERT or SELECT reads at least one table whose rows keep coming.
 *
 * @param inserts what runs, in the order of the text; a SELECT's rows are shown alone
 * @param settings what SET said, under our names
 * @param declarations the statements that declare tables and views, in their order
 */
public record Program(List<LiveEngine.Insert> inserts, Map<String, String> settings, List<Declaration> declarations) {
    private static final String RESULTS = ResultsConnector.NAME;

    /** The name of a pipeline that is planned only to see whether it can run. */
    private static final String CHECKED = "checked";

    private static final String CHECKPOINTS = "checkpoint.interval";
    private static final String DISCOVERY = "discovery.interval";

    /**
     * A statement that declares something.
     *
     * @param names of tables and views
     */
    public record Declaration(List<String> names, String text) {}

    /**
     * Binds a text.
     *
     * @param isChecked whether each INSERT is planned, to see that it can run and go where it says
     * @throws BarographException with line and column, for what is wrong, or would not run live
     */
    static Program read(String text, ConfinedCatalog catalog, LiveCatalog live, boolean isChecked) {
        Session session = new Session(
                catalog,
                ValueFinder.by((query, sink) -> new LocalEngine(catalog).run(query, sink, RunOptions.defaults())),
                table -> {
                    throw new BarographException(
                            ErrorCode.NOT_SUPPORTED,
                            "table " + table + " has no place of its own; say WITH ('path' = '" + table + ".csv')");
                });
        LiveEngine engine = new LiveEngine(catalog, new ResultSinks(live, Map.of()));
        SinkGroup group = new SinkGroup();
        Consumer<LiveEngine.Insert> check = insert -> {
            if (isChecked) {
                engine.explain(insert, CHECKED, group);
            }
        };
        List<LiveEngine.Insert> inserts = new ArrayList<>();
        Map<String, String> settings = new HashMap<>();
        List<Declaration> declarations = new ArrayList<>();
        Script script = session.read(text, null);
        for (Script.Piece piece : script.pieces()) {
            try {
                Statement statement = session.bind(piece);
                if (statement instanceof Statement.Set set) {
                    Statement.Set kept = Settings.check(set);
                    check(kept, catalog);
                    settings.put(kept.key(), kept.value());
                } else if (statement instanceof Statement.Declare declare) {
                    declarations.add(new Declaration(declare.tables(), piece.text()));
                } else if (statement instanceof Statement.Insert insert) {
                    catalog.checkTarget(insert.target());
                    LiveEngine.Insert written = insert(insert.target().name(), insert.query(), insert.target(), live);
                    check.accept(written);
                    inserts.add(written);
                } else if (statement instanceof Statement.Select select) {
                    String name = free(inserts);
                    TableDeclaration shown =
                            new TableDeclaration(name, Map.of("connector", RESULTS), null, null, List.of());
                    LiveEngine.Insert read = insert(name, select.query(), shown, live);
                    check.accept(read);
                    inserts.add(read);
                } else {
                    throw new BarographException(
                            ErrorCode.NOT_SUPPORTED,
                            "a pipeline declares tables and views, sets, inserts and selects; ask this as a query");
                }
            } catch (BarographException e) {
                throw piece.located(e);
            }
        }
        if (inserts.isEmpty()) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "this pipeline runs nothing; end it with INSERT INTO … SELECT, or with a SELECT to look at");
        }
        return new Program(List.copyOf(inserts), Map.copyOf(settings), List.copyOf(declarations));
    }

    private static void check(Statement.Set set, ConfinedCatalog catalog) {
        if (set.key().equals("checkpoint.dir")) {
            catalog.checkFolder(set.value());
        } else if (set.key().equals("execution.runtime-mode") && set.value().equalsIgnoreCase("batch")) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED, "pipelines of a service run live; run this one with baro run");
        }
    }

    private static LiveEngine.Insert insert(String name, Query query, TableDeclaration target, LiveCatalog live) {
        if (!LiveEngine.isLive(query, live)) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "this reads tables at rest alone, so it would end at once; ask it as a query, run it with baro run, or"
                            + " follow its files: WITH (…, 'follow' = 'true')");
        }
        return new LiveEngine.Insert(name, query, target);
    }

    private static String free(List<LiveEngine.Insert> inserts) {
        String name = RESULTS;
        for (int number = 2; taken(inserts, name); number++) {
            name = RESULTS + "-" + number;
        }
        return name;
    }

    private static boolean taken(List<LiveEngine.Insert> inserts, String name) {
        return inserts.stream().anyMatch(insert -> insert.name().equals(name));
    }

    /** The names of the tables that it reads whose rows are sent to the service. */
    public Set<String> pushed() {
        Set<String> names = new TreeSet<>();
        for (LiveEngine.Insert insert : inserts) {
            addPushed(insert.query().root(), names);
            insert.query().scalars().forEach(plan -> addPushed(plan, names));
        }
        return names;
    }

    private static void addPushed(Plan plan, Set<String> names) {
        if (plan instanceof Plan.Scan scan && PushedTables.isPushed(scan.table())) {
            names.add(scan.table().name());
        }
        plan.inputs().forEach(input -> addPushed(input, names));
    }

    /** How it is run, of what SET may say. */
    RunOptions runOptions(RunOptions defaults) {
        String threads = settings.get("threads");
        String strict = settings.get("strict");
        RunOptions options = threads == null ? defaults : defaults.withThreads(Integer.parseInt(threads));
        return strict == null ? options : options.withStrict(Boolean.parseBoolean(strict));
    }

    long checkpointNanos() {
        return nanos(CHECKPOINTS, LiveOptions.DEFAULT_CHECKPOINT_NANOS);
    }

    long discoveryNanos() {
        return nanos(DISCOVERY, LiveOptions.DEFAULT_DISCOVERY_NANOS);
    }

    private long nanos(String key, long otherwise) {
        String set = settings.get(key);
        return set == null ? otherwise : LengthText.nanos(set).orElse(otherwise);
    }

    /** What SET says of a key, or null. */
    @Nullable
    String setting(String key) {
        return settings.get(key);
    }
}
