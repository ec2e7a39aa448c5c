package io.barograph.flink.live;

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The live tables of queries as one source of Flink's, so that each is read once: its splits are lanes. It serves every connector that
 * reads live.
 */
final class LaneSource implements Source<LaneRecord, LaneSplit, Boolean> {
    private static final long serialVersionUID = 1L;

    private final HostedJobs jobs;

    LaneSource(HostedJobs jobs) {
        this.jobs = jobs;
    }

    /** What a run over unbounded data is; where lanes end, their readers do. */
    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<LaneRecord, LaneSplit> createReader(SourceReaderContext context) {
        return new LaneSourceReader(jobs, () -> context.sendSourceEventToCoordinator(new LaneDealer.LanesEnded()));
    }

    @Override
    public SplitEnumerator<LaneSplit, Boolean> createEnumerator(SplitEnumeratorContext<LaneSplit> context) {
        return new LaneDealer(context, jobs, false);
    }

    @Override
    public SplitEnumerator<LaneSplit, Boolean> restoreEnumerator(
            SplitEnumeratorContext<LaneSplit> context, Boolean dealt) {
        return new LaneDealer(context, jobs, dealt);
    }

    @Override
    public SimpleVersionedSerializer<LaneSplit> getSplitSerializer() {
        return new LaneSplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
        return new LaneDealer.Serializer();
    }
}
