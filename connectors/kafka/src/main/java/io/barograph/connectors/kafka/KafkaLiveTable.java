package io.barograph.connectors.kafka;

import io.barograph.connectors.shared.PatientCalls;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.TableDescription;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** A topic as it grows: a lane is a partition, its offsets are Kafka's. */
final class KafkaLiveTable implements LiveTable {
    private final TableDescription description;
    private final KafkaOptions options;

    KafkaLiveTable(TableDescription description) {
        this.description = description;
        this.options = KafkaOptions.of(description.options());
    }

    @Override
    public TableDescription description() {
        return description;
    }

    @Override
    public List<LiveLane> lanes() {
        try (Topics topics = new Topics(options.cluster(), new PatientCalls(options.cluster()))) {
            List<TopicPartition> partitions = topics.partitions(options.topic());
            long[] ends = topics.ends(partitions);
            long[] starts = switch (options.startup().mode()) {
                case EARLIEST -> topics.beginnings(partitions);
                case LATEST -> ends;
                case TIMESTAMP -> topics.atTime(partitions, options.startup().millis());
            };
            List<LiveLane> lanes = new ArrayList<>();
            for (int i = 0; i < ends.length; i++) {
                TopicPartition partition = partitions.get(i);
                lanes.add(new LiveLane(partition.partition(), Lanes.name(partition), starts[i], ends[i]));
            }
            return lanes;
        }
    }

    @Override
    public LiveReader newReader(int[] columns, List<LaneStart> starts, RejectHandler rejects) {
        return new KafkaLiveReader(options, starts, new RecordRows(options, description.schema(), columns, rejects));
    }

    @Override
    public void close() {}
}
