package io.barograph.hadoop;

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
import org.junit.jupiter.api.io.TempDir;

/**
 * Cases of the corpus as MapReduce, in this process: a share of them, since Hadoop takes a second for each; all with {@code
 * -Dbarograph.whole=true}.
 */
@Tag("slow")
class HadoopCorpusTest extends CorpusContract {
    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TaskHost host;

    @BeforeAll
    static void start() {
        host = new HadoopProvider()
                .open(new TaskHostSettings(null, folder.resolve("none.jar"), 3, folder.toString(), Map.of()));
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Override
    protected CorpusEngine engine() {
        return CorpusEngines.HADOOP;
    }

    @Override
    protected SqlExecutor executor() {
        return new EngineSqlExecutor(catalog -> new HostedEngine(catalog, host));
    }
}
