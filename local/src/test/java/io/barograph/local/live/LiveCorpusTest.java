package io.barograph.local.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.live.SinkGroup;
import io.barograph.testkit.corpus.CorpusContract;
import io.barograph.testkit.corpus.CorpusEngine;
import io.barograph.testkit.corpus.CorpusEngines;
import io.barograph.testkit.corpus.SqlExecutor;
import java.util.List;

/** Law 3 by the corpus: its queries over tables whose rows keep coming. */
class LiveCorpusTest extends CorpusContract {
    @Override
    protected CorpusEngine engine() {
        return CorpusEngines.LIVE;
    }

    @Override
    protected SqlExecutor executor() {
        return new LiveExecutor((insert, files, live, states, random) -> {
            LiveOptions options = new LiveOptions(
                    RunOptions.defaults(), states, false, 1_000_000L, LiveOptions.Until.ENDED, progress -> {});
            LiveRun.Schedule turns = new Turns(random, new FaultyDisk(random));
            return () -> new LiveEngine(files, live).run(List.of(insert), "corpus", new SinkGroup(), options, turns);
        });
    }
}
