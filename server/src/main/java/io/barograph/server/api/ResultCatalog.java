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
import io.barograph.server.result.ResultRows;
import io.barograph.server.result.ResultRowsTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        return rows == null ? others.open(description) : new ResultRowsTable(description, rows);
    }
}
