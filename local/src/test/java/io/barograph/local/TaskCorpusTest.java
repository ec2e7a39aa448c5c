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

/** Every case of the corpus as tasks of a cluster, which runs them in any order: with small sides of joins sent to all, and dealt out. */
@Tag("thorough")
class TaskCorpusTest extends CorpusContract {
    @Override
    protected CorpusEngine engine() {
        return CorpusEngines.TASKS;
    }

    @Override
    protected SqlExecutor executor() {
        SqlExecutor sent = executor(BroadcastJoins.MOST_BYTES);
        SqlExecutor dealtOut = executor(0);
        return new SqlExecutor() {
            @Override
            public int variations() {
                return sent.variations() + dealtOut.variations();
            }

            @Override
            public Answer run(String sql, Path tables, int variation) {
                return variation == 0 ? sent.run(sql, tables, 0) : dealtOut.run(sql, tables, 0);
            }
        };
    }

    private static SqlExecutor executor(long broadcastBytes) {
        return new EngineSqlExecutor(
                catalog -> new HostedEngine(
                        catalog, new ScatteredHost(catalog, RunOptions.defaults(), 3, 20_261_128L), broadcastBytes),
                List.of(RunOptions.defaults().withSplitBytes(17)));
    }
}
