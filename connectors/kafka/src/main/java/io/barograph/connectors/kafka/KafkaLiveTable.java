package io.barograph.connectors.kafka;

import io.barograph.connectors.shared.PatientCalls;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.ScanPosition;
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

    /**
     * @param isKnown whether a lane begins where the declaration says, by its name; others do with their first record, and came
     *     after the topic's latest offsets were an end
     */
    private synchronized List<LiveLane> lanes(Predicate<String> isKnown) {
        Offsets offsets = Offsets.of(topics(), options.topic());
        long[] firsts = offsets.firsts();
        long[] ends = offsets.ends();
        long[] starts = offsets.starts(options.start());
        long[] bounds = offsets.bounds(options.end(), System.currentTimeMillis());
        boolean endsNow = options.end().mode() == ScanPosition.Mode.LATEST;
        List<LiveLane> lanes = new ArrayList<>();
        for (int i = 0; i < ends.length; i++) {
            TopicPartition partition = offsets.partitions().get(i);
            String name = Lanes.name(partition);
            boolean isNew = !isKnown.test(name);
            long start = isNew ? firsts[i] : starts[i];
            // What came when the end was settled lies behind it.
            long bound = isNew && endsNow ? firsts[i] : bounds[i];
            lanes.add(new LiveLane(partition.partition(), name, start, ends[i], bound));
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
