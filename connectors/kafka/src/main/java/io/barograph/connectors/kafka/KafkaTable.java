package io.barograph.connectors.kafka;

import io.barograph.connectors.shared.PatientCalls;
import io.barograph.core.source.Lane;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A topic's history as a table at rest: from the first record that there is to the last one when its lanes were first asked
 * for, or to the declared end before it. A lane is a partition, and where a file has bytes, it has Kafka's offsets.
 */
final class KafkaTable implements Table {
    /** What a record is taken to be as stored, for estimates. */
    private static final long BYTES_OF_RECORD = 100;

    private final TableDescription description;
    private final KafkaOptions options;
    private @Nullable Extent extent;

    /**
     * What there is to read, by partition.
     *
     * @param beginnings offsets of the first records
     */
    record Extent(List<TopicPartition> partitions, long[] beginnings, List<Lane> lanes) {}

    KafkaTable(TableDescription description) {
        this.description = description;
        this.options = KafkaOptions.of(description.options());
    }

    @Override
    public TableDescription description() {
        return description;
    }

    private synchronized Extent extent() {
        Extent known = extent;
        if (known == null) {
            known = find();
            extent = known;
        }
        return known;
    }

    private Extent find() {
        try (Topics topics = new Topics(options.cluster(), new PatientCalls(options.cluster()))) {
            Offsets offsets = Offsets.of(topics, options.topic());
            List<TopicPartition> partitions = offsets.partitions();
            long[] ends = offsets.restEnds(options.end());
            List<Lane> lanes = new ArrayList<>();
            for (int i = 0; i < ends.length; i++) {
                lanes.add(new Lane(i, Lanes.name(partitions.get(i)), ends[i], true));
            }
            return new Extent(partitions, offsets.firsts(), List.copyOf(lanes));
        }
    }

    @Override
    public List<Lane> lanes() {
        return extent().lanes();
    }

    @Override
    public long sizeBytes() {
        Extent all = extent();
        long records = 0;
        for (int i = 0; i < all.beginnings.length; i++) {
            records += Math.max(0, all.lanes.get(i).sizeBytes() - all.beginnings[i]);
        }
        return bytes(records);
    }

    /** About how many bytes records take as stored. */
    static long bytes(long records) {
        return records * BYTES_OF_RECORD;
    }

    @Override
    public String recordUnit() {
        return "record";
    }

    @Override
    public String offsetUnit() {
        return "offset";
    }

    @Override
    public TableReader newReader(int[] columns) {
        return (split, recordStart, rejects) -> {
            int lane = split.lane().index();
            TopicPartition partition = extent().partitions.get(lane);
            return new KafkaSplitReader(
                    options,
                    partition,
                    split,
                    extent().beginnings[lane],
                    new RecordRows(options, description.schema(), columns, rejects));
        };
    }

    /** Records begin at every offset. */
    @Override
    public long[] recordStarts(Lane lane, long[] offsets) {
        return offsets.clone();
    }
}
