package io.barograph.server.api;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import io.barograph.server.pipeline.Pipeline;
import io.barograph.server.pipeline.Pipelines;
import io.barograph.server.pipeline.ResultFeed;
import io.barograph.server.pipeline.ResultsConnector;
import io.barograph.server.result.MissingRows;
import io.barograph.server.result.ResultRows;
import io.barograph.server.result.ResultRowsTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Results of pipelines as tables, beside those of another catalog: those declared with connector {@code results} by their names,
 * all others by {@code "pipeline.result"}. For one query, which sees each result as it was when it was first named. Not
 * thread-safe, but for {@link #open}.
 */
final class ResultCatalog implements Catalog {
    private static final String CONNECTOR = "connector";

    private final Catalog others;
    private final Pipelines pipelines;
    private final Map<TableDescription, ResultRows> named = new HashMap<>();
    private final Set<TableDescription> opened = ConcurrentHashMap.newKeySet();
    /** Of those that are read: whether rows may be wanted that are missing. */
    private final Map<TableDescription, Boolean> lacking = new ConcurrentHashMap<>();

    /** @param others asked for whatever is no result */
    ResultCatalog(Catalog others, Pipelines pipelines) {
        this.others = others;
        this.pipelines = pipelines;
    }

    @Override
    public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
        boolean isResult = ResultsConnector.NAME.equalsIgnoreCase(options.get(CONNECTOR));
        List<ResultFeed> found = pipelines.all().stream()
                .flatMap(pipeline -> pipeline.runs().feeds().stream()
                        .filter(feed -> isResult ? feed.name().equalsIgnoreCase(name) : isCalled(name, pipeline, feed)))
                .toList();
        if (!isResult && (found.isEmpty() || !options.isEmpty())) {
            return others.table(name, options, declared);
        }
        if (found.size() != 1) {
            throw new BarographException(
                    ErrorCode.UNKNOWN_TABLE,
                    found.isEmpty()
                            ? "no pipeline shows a result '" + name + "'"
                            : "several pipelines show a result '" + name + "'; name the one: \"pipeline." + name
                                    + "\"");
        }
        ResultRows rows = found.get(0).rows();
        if (rows == null) {
            throw new BarographException(
                    ErrorCode.UNAVAILABLE, "the pipeline of '" + name + "' has not run yet; start it, or try again");
        }
        TableDescription description = new TableDescription(
                name, ResultsConnector.NAME, List.of(), Map.of(CONNECTOR, ResultsConnector.NAME), rows.schema());
        named.putIfAbsent(description, rows);
        return description;
    }

    private static boolean isCalled(String name, Pipeline pipeline, ResultFeed feed) {
        return name.equals(pipeline.name() + "." + feed.name());
    }

    @Override
    public void check(TableDeclaration declaration) {
        others.check(declaration);
    }

    @Override
    public Table open(TableDescription description) {
        ResultRows rows = named.get(description);
        if (rows == null) {
            return others.open(description);
        }
        opened.add(description);
        return new ResultRowsTable(description, rows, lacks -> lacking.merge(description, lacks, Boolean::logicalOr));
    }

    /** What to say of the answer: which results may have had rows for it that are not there, in order of their names. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (TableDescription result : opened) {
            MissingRows missing = Objects.requireNonNull(named.get(result)).missing();
            // Of one that nobody has read yet, nobody knows which rows are wanted.
            if (missing != null && lacking.getOrDefault(result, true)) {
                notes.add(missing.note(result.name()));
            }
        }
        Collections.sort(notes);
        return notes;
    }
}
