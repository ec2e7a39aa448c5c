package io.barograph.local.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.live.SinkGroup;
import io.barograph.testkit.corpus.CorpusContract;
import io.barograph.testkit.corpus.CorpusEngine;
import io.barograph.testkit.corpus.CorpusEngines;
import io.barograph.testkit.corpus.SqlExecutor;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Law 3 by the corpus, in the micro-batches in which a live query goes through a cluster. */
@Tag("thorough")
class LiveSparkCorpusTest extends CorpusContract {
    @Override
    protected CorpusEngine engine() {
        return CorpusEngines.LIVE_SPARK;
    }

    @Override
    protected SqlExecutor executor() {
        return new LiveExecutor((insert, files, live, states, random) -> {
            MemoryHost host = new MemoryHost(live, random);
            LiveOptions options =
                    new LiveOptions(RunOptions.defaults(), states, false, 0, LiveOptions.Until.ENDED, progress -> {});
            return () ->
                    new MicroBatchEngine(files, live).run(List.of(insert), "corpus", new SinkGroup(), options, host);
        });
    }
}
