package io.barograph.local.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.Closing;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.Revisions;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.TableDescription;
import io.barograph.local.AtRest;
import io.barograph.local.spill.SpillSpace;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** A job's queries, wherever a part of a micro-batch runs. For one thread. */
final class MicroBatchQueries implements AutoCloseable {
    private final List<LiveQuery> queries = new ArrayList<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /**
     * @param computes whether rows are to go through them: then tables at rest that they join are there, sent or read
     * @param shown by number of the INSERT, who takes its rows
     */
    MicroBatchQueries(
            MicroBatchJob job,
            Catalog catalog,
            LiveCatalog live,
            RunOptions options,
            boolean computes,
            IntFunction<Consumer<Revisions>> shown) {
        SpillSpace temporary = new SpillSpace(Path.of(options.temp()));
        opened.push(temporary);
        // States are a host's, which keeps what memory does not hold: nothing is written to files of ours.
        GroupSpace space = new GroupSpace(temporary, new GroupFiles(Path.of(options.temp())), Long.MAX_VALUE);
        for (int number = 0; number < job.inserts().size(); number++) {
            MicroBatchJob.Insert insert = job.inserts().get(number);
            AtRest rest = new AtRest(catalog, options.withStrict(job.strict()), insert.plan(), live::isLive);
            opened.push(rest);
            if (computes) {
                rest.run(insert.rest());
            } else {
                rest.outline();
            }
            queries.add(new LiveQuery(
                    insert.name(),
                    insert.plan(),
                    rest,
                    new SinkElsewhere(insert.takesRevisions(), false, shown.apply(number)),
                    insert.place(),
                    space,
                    table -> job.bounded() || LiveRun.isBounded(live, table),
                    new RowCounts(null)));
        }
    }

    List<LiveQuery> all() {
        return queries;
    }

    /** By query and live stage, what writes and reads its parts. */
    List<List<PartCodec>> codecs() {
        return queries.stream().map(PartCodec::of).toList();
    }

    /** The readings of a table by some workers' parts, by query. */
    static List<LiveQuery.Reading> readings(List<LiveQuery.WorkerPart> parts, TableDescription table) {
        return parts.stream()
                .flatMap(part -> part.readings().stream())
                .filter(reading -> reading.table().source().equals(table))
                .toList();
    }

    /** Undefined results of expressions so far, by their text. */
    Map<String, Long> undefined() {
        Map<String, Long> all = new HashMap<>();
        queries.forEach(query -> query.undefined().forEach((text, count) -> all.merge(text, count, Long::sum)));
        return all;
    }

    @Override
    public void close() {
        Closing.all(opened);
    }
}
