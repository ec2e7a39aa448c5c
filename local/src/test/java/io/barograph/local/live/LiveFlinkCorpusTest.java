package io.barograph.local.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.testkit.corpus.CorpusContract;
import io.barograph.testkit.corpus.CorpusEngine;
import io.barograph.testkit.corpus.CorpusEngines;
import io.barograph.testkit.corpus.SqlExecutor;
import org.junit.jupiter.api.Tag;

/** Law 3 by the corpus, in the parts in which a live query streams through a cluster. */
@Tag("thorough")
class LiveFlinkCorpusTest extends CorpusContract {
    @Override
    protected CorpusEngine engine() {
        return CorpusEngines.LIVE_FLINK;
    }

    @Override
    protected SqlExecutor executor() {
        return new LiveExecutor((insert, files, live, states, random) -> {
            LiveJob job = new LiveJob(
                    insert.name(), insert.query(), insert.target(), "corpus", true, false, states.toString());
            try (HostedQuery outlined = HostedQuery.outlined(job, files, live, RunOptions.defaults())) {
                outlined.check("flink");
            }
            SimulatedHost host = new SimulatedHost(job, files, live, random);
            return () -> host.run(1 + random.nextInt(4));
        });
    }
}
