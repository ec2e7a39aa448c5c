package io.barograph.local.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import io.barograph.local.LocalEngine;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import io.barograph.testkit.corpus.Answer;
import io.barograph.testkit.corpus.SqlExecutor;
import io.barograph.testkit.sql.FolderCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Runs queries of the corpus as live ones: what is left in the table when all rows have come is the answer.
 *
 * <p>First one table alone is live, the first with which the query is not refused; then all are, where that is supported.
 */
final class LiveExecutor implements SqlExecutor {
    private static final int CRASHING = 3;

    /** A way of running a query live. */
    interface Way {
        /**
         * Makes what runs the query: from the last checkpoint, until all lanes have ended or something fails.
         *
         * @param folder for states; empty
         * @throws BarographException NOT_SUPPORTED where it cannot run so
         */
        Attempt prepare(LiveEngine.Insert insert, Catalog files, ReplayCatalog live, Path folder, Random random);
    }

    /** One start of a live query. */
    interface Attempt {
        void run() throws IOException;
    }

    private final Way way;

    LiveExecutor(Way way) {
        this.way = way;
    }

    @Override
    public int variations() {
        return 2;
    }

    @Override
    public Answer run(String sql, Path folder, int variation) {
        FolderCatalog files = new FolderCatalog(folder);
        Statement statement = SqlPlanner.plan(
                sql,
                files,
                ValueFinder.by((query, sink) -> new LocalEngine(files).run(query, sink, RunOptions.defaults())));
        Query query = bag(((Statement.Select) statement).query());
        // The text alone: what a failed case did comes again when it runs again.
        long seed = sql.hashCode() + variation;
        List<String> tables = new ArrayList<>();
        findLines(query.root(), files, tables);
        if (tables.isEmpty()) {
            throw refused("it reads no table of which each line is a record");
        }
        if (variation == 1 && tables.size() > 1) {
            try {
                return run(query, files, folder, Set.copyOf(tables), seed);
            } catch (BarographException e) {
                requireRefused(e);
            }
        }
        for (String table : tables.subList(0, tables.size() - 1)) {
            try {
                return run(query, files, folder, Set.of(table), seed);
            } catch (BarographException e) {
                requireRefused(e);
            }
        }
        return run(query, files, folder, Set.of(tables.get(tables.size() - 1)), seed);
    }

    private static void requireRefused(BarographException failed) {
        if (failed.code() != ErrorCode.NOT_SUPPORTED) {
            throw failed;
        }
    }

    private static BarographException refused(String reason) {
        return new BarographException(ErrorCode.NOT_SUPPORTED, reason);
    }

    /** A live table has no order. */
    private static Query bag(Query query) {
        return query.root() instanceof Plan.Sort sort ? new Query(sort.input(), query.scalars()) : query;
    }

    /** Adds paths of CSV files that have a header and as many records as other lines. */
    private static void findLines(Plan plan, Catalog files, List<String> found) {
        if (plan instanceof Plan.Scan scan && areLines(scan, files)) {
            String path = scan.table().source().paths().get(0);
            if (!found.contains(path)) {
                found.add(path);
            }
        }
        plan.inputs().forEach(input -> findLines(input, files, found));
    }

    private static boolean areLines(Plan.Scan scan, Catalog files) {
        TableDescription table = scan.table();
        if (!table.format().equals("csv") || table.paths().stream().anyMatch(path -> path.endsWith(".gz"))) {
            return false;
        }
        RunSummary read = new LocalEngine(files).run(new Query(scan, List.of()), new Answer(), RunOptions.defaults());
        return read.lanes().stream()
                .allMatch(
                        lane -> lane.read() == ReplayCatalog.lines(lane.lane()).size());
    }

    private Answer run(Query query, Catalog files, Path folder, Set<String> liveTables, long seed) {
        Random random = new Random(seed);
        MemorySink.Place place = new MemorySink.Place();
        List<SinkRequest> asked = new ArrayList<>();
        ReplayCatalog[] live = new ReplayCatalog[1];
        live[0] = new ReplayCatalog(seed, request -> {
            asked.add(request);
            return new MemorySink(place, request, true, true, live[0]);
        });
        live[0].live = table -> liveTables.contains(table.source().paths().get(0));
        TableDeclaration target =
                TableDeclaration.file(folder.resolve("out.csv").toString());
        LiveEngine.Insert insert = new LiveEngine.Insert("out", query, target);
        try {
            Path states = Files.createTempDirectory(folder, "states");
            Attempt attempt = way.prepare(insert, files, live[0], states, random);
            for (int crashes = 0; ; crashes++) {
                live[0].failsOnceIn = crashes < CRASHING ? 4 + random.nextInt(20) : 0;
                try {
                    attempt.run();
                    break;
                } catch (BarographException e) {
                    if (e.code() != ErrorCode.UNAVAILABLE) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        SinkRequest last = asked.get(asked.size() - 1);
        return Answer.of(last.schema(), new ArrayList<>(last.hasKey() ? place.table.values() : place.log));
    }
}
