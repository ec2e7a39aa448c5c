package io.barograph.local.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.Closing;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.TableDescription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The live tables of queries that run side by side on a cluster: each is read once, for all that read it. Queries have the numbers,
 * from 0, of their places among the jobs. Used by one thread.
 */
public final class HostedTables implements AutoCloseable {
    private final LiveCatalog live;
    private final boolean bounded;
    private final List<HostedQuery> queries = new ArrayList<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /**
     * @param jobs in the same order in every process, at least one; all of one run
     * @param options of those who read
     */
    public HostedTables(List<LiveJob> jobs, Catalog catalog, LiveCatalog live, RunOptions options) {
        this.live = live;
        this.bounded = jobs.get(0).bounded();
        try {
            for (LiveJob job : jobs) {
                HostedQuery query = HostedQuery.outlined(job, catalog, live, options);
                queries.add(query);
                opened.push(query);
            }
        } catch (Throwable failure) {
            close();
            throw failure;
        }
    }

    /** Which tables are read, and of what columns: what states of their lanes must agree with. */
    public String shapes() {
        return tables(networks()).stream()
                .map(table -> table.name() + " " + table.format() + " " + table.paths() + " " + table.schema())
                .collect(Collectors.joining(", "));
    }

    private static List<TableDescription> tables(List<LiveQuery> networks) {
        return networks.stream()
                .flatMap(network -> HostedQuery.tables(network).stream())
                .distinct()
                .toList();
    }

    private List<LiveQuery> networks() {
        return queries.stream().map(query -> query.network(changes -> {})).toList();
    }

    /** The tables whose lanes are read, each once, in the same order in every process; opened. */
    private List<LiveSource> sources(List<LiveQuery> networks) {
        long now = System.nanoTime();
        List<LiveSource> sources = new ArrayList<>();
        for (TableDescription table : tables(networks)) {
            LiveSource source = new LiveSource(table, live.open(table), live.ending(table), 0, now);
            opened.push(source);
            for (LiveQuery network : networks) {
                network.newPartials().readings().stream()
                        .filter(reading -> reading.table().source().equals(table))
                        .forEach(source::want);
            }
            sources.add(source);
        }
        return sources;
    }

    /**
     * The lanes as they are now, each as {@link HostedLanes#adopt} takes it: before its first row, and where the jobs are bounded
     * with an end where it ends now.
     */
    public List<HostedLanes.Lane> lanes() {
        return HostedLanes.begun(sources(networks()), bounded);
    }

    /** Somebody who reads lanes. */
    public HostedLanes newLanes(HostedLanes.Target target) {
        List<LiveQuery> networks = networks();
        return new HostedLanes(sources(networks), networks, bounded, target);
    }

    @Override
    public void close() {
        Closing.all(opened);
    }
}
