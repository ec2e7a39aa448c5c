package io.barograph.local.live;

import io.barograph.core.live.LiveCatalog;
import io.barograph.core.source.TableDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens the tables that a run's queries read: each once for all that begin together. Queries that go on from a checkpoint read
 * on where they stood; those that begin anew read the same table from its start, beside them, until a later start finds both
 * equally far.
 */
final class SourceOpening {
    private final LiveCatalog live;
    private final List<LiveQuery> queries;
    private final Beginning beginning;
    private final Deque<AutoCloseable> opened;
    private final List<LiveSource> sources = new ArrayList<>();
    /** By position among the checkpoint's readings. */
    private final Map<Integer, LiveSource> goingOn = new HashMap<>();
    /** Those from the start. */
    private final List<LiveSource> anew = new ArrayList<>();

    /** @param opened what is to be closed with the run */
    SourceOpening(LiveCatalog live, List<LiveQuery> queries, Beginning beginning, Deque<AutoCloseable> opened) {
        this.live = live;
        this.queries = queries;
        this.beginning = beginning;
        this.opened = opened;
    }

    List<LiveSource> open(long now) {
        // Those that go on come first: they tell of rows that are refused.
        List<LiveQuery> inTurn = new ArrayList<>(queries);
        inTurn.sort(Comparator.comparing(query -> beginning.savedFor(query) == null));
        for (LiveQuery query : inTurn) {
            Checkpoint.Insert saved = beginning.savedFor(query);
            for (TableDescription table : read(query)) {
                LiveSource source = saved == null ? fromStart(table, now) : goesOn(table, saved, now);
                source.feed(query);
                query.newPartials().readings().stream()
                        .filter(reading -> reading.table().source().equals(table))
                        .forEach(source::want);
            }
        }
        goingOn.forEach((position, source) -> {
            Checkpoint.Reading saved = beginning.readings().get(position);
            long settled = beginning.readings().stream()
                    .filter(saved::isEquallyFar)
                    .mapToLong(Checkpoint.Reading::settled)
                    .max()
                    .orElse(saved.settled());
            source.restore(saved, Math.max(settled, saved.settled()), now);
        });
        return sources;
    }

    /** The tables whose lanes a query reads, each once, whether it wants their rows or what is left out. */
    private static List<TableDescription> read(LiveQuery query) {
        return query.tables().stream().map(TableDescription::source).distinct().toList();
    }

    private LiveSource goesOn(TableDescription table, Checkpoint.Insert saved, long now) {
        String text = LiveSource.text(table);
        for (int position : saved.readings()) {
            if (beginning.readings().get(position).table().equals(text)) {
                int first = firstEquallyFar(position);
                LiveSource known = goingOn.get(first);
                if (known == null) {
                    known = opened(table, now);
                    goingOn.put(first, known);
                }
                return known;
            }
        }
        throw new IllegalStateException("a query that goes on reads the tables that it read");
    }

    /** The first reading of the same table whose lanes stand where those of this one do. */
    private int firstEquallyFar(int position) {
        Checkpoint.Reading reading = beginning.readings().get(position);
        for (int other = 0; other < position; other++) {
            if (reading.isEquallyFar(beginning.readings().get(other))) {
                return other;
            }
        }
        return position;
    }

    private LiveSource fromStart(TableDescription table, long now) {
        LiveSource known = find(anew, table);
        if (known == null) {
            known = opened(table, now);
            anew.add(known);
        }
        return known;
    }

    private LiveSource opened(TableDescription table, long now) {
        long readings = sources.stream()
                .filter(source -> source.description.equals(table))
                .count();
        LiveSource source = new LiveSource(table, live.open(table), live.ending(table), (int) readings, now);
        opened.push(source);
        sources.add(source);
        return source;
    }

    private static @Nullable LiveSource find(List<LiveSource> sources, TableDescription table) {
        return sources.stream()
                .filter(source -> source.description.equals(table))
                .findFirst()
                .orElse(null);
    }
}
