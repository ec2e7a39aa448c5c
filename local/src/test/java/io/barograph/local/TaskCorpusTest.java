package io.barograph.local;

import io.barograph.core.engine.RunOptions;
import io.barograph.testkit.corpus.CorpusContract;
import io.barograph.testkit.corpus.CorpusEngine;
import io.barograph.testkit.corpus.CorpusEngines;
import io.barograph.testkit.corpus.SqlExecutor;
import io.barograph.testkit.sql.EngineSqlExecutor;
import java.util.List;

/** Every case of the corpus as tasks of a cluster, which runs them in any order. */
class TaskCorpusTest extends CorpusContract {
    @Override
    protected CorpusEngine engine() {
        return CorpusEngines.TASKS;
    }

    @Override
    protected SqlExecutor executor() {
        return new EngineSqlExecutor(
                catalog -> new HostedEngine(catalog, new ScatteredHost(catalog, RunOptions.defaults(), 3, 20_261_128L)),
                List.of(RunOptions.defaults(), RunOptions.defaults().withSplitBytes(17)));
    }
}
