package io.barograph.local;

import io.barograph.core.engine.RunOptions;
import io.barograph.testkit.corpus.CorpusContract;
import io.barograph.testkit.corpus.CorpusEngine;
import io.barograph.testkit.corpus.CorpusEngines;
import io.barograph.testkit.corpus.SqlExecutor;
import io.barograph.testkit.sql.EngineSqlExecutor;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Every case of the corpus on the local engine in more variations than {@link CorpusTest}'s: two and seven threads, pieces down to a byte. */
@Tag("thorough")
class CorpusVariationsTest extends CorpusContract {
    private static final List<RunOptions> VARIATIONS =
            List.of(CorpusTest.options(2, 64, false), CorpusTest.options(7, 1, false));

    @Override
    protected CorpusEngine engine() {
        return CorpusEngines.LOCAL;
    }

    @Override
    protected SqlExecutor executor() {
        return new EngineSqlExecutor(LocalEngine::new, VARIATIONS);
    }
}
