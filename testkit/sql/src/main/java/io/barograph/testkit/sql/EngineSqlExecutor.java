package io.barograph.testkit.sql;

import io.barograph.core.engine.Engine;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.source.Catalog;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import io.barograph.testkit.corpus.Answer;
import io.barograph.testkit.corpus.SqlExecutor;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** An engine behind its SQL door, with files in one folder. */
public final class EngineSqlExecutor implements SqlExecutor {
    private final Function<Catalog, Engine> engines;
    private final List<RunOptions> variations;

    /** @param engines makes an engine that opens tables of a catalog */
    public EngineSqlExecutor(Function<Catalog, Engine> engines) {
        this(engines, List.of(RunOptions.defaults()));
    }

    /**
     * @param engines makes an engine that opens tables of a catalog
     * @param variations in how many ways each query is run
     */
    public EngineSqlExecutor(Function<Catalog, Engine> engines, List<RunOptions> variations) {
        this.engines = engines;
        this.variations = List.copyOf(variations);
    }

    @Override
    public int variations() {
        return variations.size();
    }

    @Override
    public Answer run(String sql, Path tables, int variation) {
        Catalog catalog = new FolderCatalog(tables);
        Engine engine = engines.apply(catalog);
        RunOptions options = variations.get(variation);
        Statement statement =
                SqlPlanner.plan(sql, catalog, ValueFinder.by((query, sink) -> engine.run(query, sink, options)));
        Answer answer = new Answer();
        engine.run(((Statement.Select) statement).query(), answer, options);
        return answer;
    }
}
