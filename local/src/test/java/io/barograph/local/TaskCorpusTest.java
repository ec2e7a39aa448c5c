package io.barograph.local;

import io.barograph.core.engine.RunOptions;
import io.barograph.testkit.corpus.Answer;
import io.barograph.testkit.corpus.CorpusContract;
import io.barograph.testkit.corpus.CorpusEngine;
import io.barograph.testkit.corpus.CorpusEngines;
import io.barograph.testkit.corpus.SqlExecutor;
import io.barograph.testkit.sql.EngineSqlExecutor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Every case of the corpus as tasks of a cluster, which runs them in any order, by either exchange where there is a choice. */
@Tag("thorough")
class TaskCorpusTest extends CorpusContract {
    @Override
    protected CorpusEngine engine() {
        return CorpusEngines.TASKS;
    }

    @Override
    protected SqlExecutor executor() {
        SqlExecutor spread = executor(new ExchangeSizes(Long.MAX_VALUE, 0));
        SqlExecutor plain = executor(new ExchangeSizes(0, Long.MAX_VALUE));
        return new SqlExecutor() {
            @Override
            public int variations() {
                return 3;
            }

            @Override
            public Answer run(String sql, Path tables, int variation) {
                return variation == 0 ? spread.run(sql, tables, 0) : plain.run(sql, tables, variation - 1);
            }
        };
    }

    private static SqlExecutor executor(ExchangeSizes sizes) {
        return new EngineSqlExecutor(
                catalog -> new HostedEngine(
                        catalog, new ScatteredHost(catalog, RunOptions.defaults(), 3, 20_261_128L), sizes),
                List.of(RunOptions.defaults().withSplitBytes(17), RunOptions.defaults()));
    }
}
