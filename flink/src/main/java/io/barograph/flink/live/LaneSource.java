package io.barograph.flink.live;

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The live table of a query as a source of Flink's: its splits are lanes. It serves every connector that reads live. */
final class LaneSource implements Source<LaneRecord, LaneSplit, Boolean> {
    private static final long serialVersionUID = 1L;

    private final HostedJob job;

    LaneSource(HostedJob job) {
        this.job = job;
    }

    /** What a run over unbounded data is; where lanes end, their readers do. */
    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<LaneRecord, LaneSplit> createReader(SourceReaderContext context) {
        return new LaneSourceReader(job);
    }

    @Override
    public SplitEnumerator<LaneSplit, Boolean> createEnumerator(SplitEnumeratorContext<LaneSplit> context) {
        return new LaneDealer(context, job, false);
    }

    @Override
    public SplitEnumerator<LaneSplit, Boolean> restoreEnumerator(
            SplitEnumeratorContext<LaneSplit> context, Boolean dealt) {
        return new LaneDealer(context, job, dealt);
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
