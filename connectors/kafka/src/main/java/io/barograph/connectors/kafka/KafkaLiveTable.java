package io.barograph.connectors.kafka;

import io.barograph.connectors.shared.PatientCalls;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.TableDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A topic as it grows: a lane is a partition, its offsets are Kafka's. */
final class KafkaLiveTable implements LiveTable {
    private final TableDescription description;
    private final KafkaOptions options;
    private @Nullable Topics topics;

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
        return lanes(partition -> true);
    }

    @Override
    public List<LiveLane> lanes(Set<String> known) {
        return lanes(known::contains);
    }

    /** @param isKnown whether a lane begins where the declaration says, by its name; others do with their first record */
    private synchronized List<LiveLane> lanes(Predicate<String> isKnown) {
        Topics asked = topics();
        List<TopicPartition> partitions = asked.partitions(options.topic());
        long[] ends = asked.ends(partitions);
        long[] firsts = asked.beginnings(partitions);
        long[] starts = switch (options.startup().mode()) {
            case EARLIEST -> firsts;
            case LATEST -> ends;
            case TIMESTAMP -> asked.atTime(partitions, options.startup().millis());
        };
        List<LiveLane> lanes = new ArrayList<>();
        for (int i = 0; i < ends.length; i++) {
            TopicPartition partition = partitions.get(i);
            String name = Lanes.name(partition);
            long start = isKnown.test(name) ? starts[i] : firsts[i];
            lanes.add(new LiveLane(partition.partition(), name, start, ends[i]));
        }
        return lanes;
    }

    private Topics topics() {
        Topics open = topics;
        if (open == null) {
            open = new Topics(options.cluster(), new PatientCalls(options.cluster()));
            topics = open;
        }
        return open;
    }

    @Override
    public LiveReader newReader(int[] columns, List<LaneStart> starts, RejectHandler rejects) {
        return new KafkaLiveReader(options, starts, new RecordRows(options, description.schema(), columns, rejects));
    }

    @Override
    public synchronized void close() {
        if (topics != null) {
            topics.close();
        }
    }
}
