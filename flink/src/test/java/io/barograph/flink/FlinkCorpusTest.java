package io.barograph.flink;

import io.barograph.local.HostedEngine;
import io.barograph.local.TaskHost;
import io.barograph.local.TaskHostSettings;
import io.barograph.testkit.corpus.CorpusContract;
import io.barograph.testkit.corpus.CorpusEngine;
import io.barograph.testkit.corpus.CorpusEngines;
import io.barograph.testkit.corpus.SqlExecutor;
import io.barograph.testkit.sql.EngineSqlExecutor;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * Cases of the corpus on Flink, in this process: a share of them, since Flink takes a second for each; all with {@code
 * -Dbarograph.whole=true}.
 */
@Tag("slow")
class FlinkCorpusTest extends CorpusContract {
    @SuppressWarnings("NullAway.Init")
    private static TaskHost flink;

    @BeforeAll
    static void start() {
        flink = new FlinkProvider()
                .open(new TaskHostSettings(
                        null, Path.of("none.jar"), 3, System.getProperty("java.io.tmpdir"), Map.of()));
    }

    @AfterAll
    static void stop() {
        flink.close();
    }

    @Override
    protected CorpusEngine engine() {
        return CorpusEngines.FLINK;
    }

    @Override
    protected SqlExecutor executor() {
        return new EngineSqlExecutor(catalog -> new HostedEngine(catalog, flink));
    }
}
