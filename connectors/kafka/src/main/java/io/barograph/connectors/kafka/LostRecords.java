package io.barograph.connectors.kafka;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Says which records are there no more: never skipped in silence, because the answer would be of other rows. */
final class LostRecords {
    private LostRecords() {}

    /**
     * The error for offsets that a broker does not have.
     *
     * @param wanted by partition, the offset that was to be read next
     * @param topics asked for what there is
     */
    static BarographException of(Map<TopicPartition, Long> wanted, Topics topics) {
        List<String> gone = new ArrayList<>();
        for (Map.Entry<TopicPartition, Long> asked : wanted.entrySet()) {
            List<TopicPartition> one = List.of(asked.getKey());
            String lane = Lanes.name(asked.getKey());
            long first = topics.beginnings(one)[0];
            long offset = asked.getValue();
            gone.add(
                    offset < first
                            ? "offsets " + offset + " to " + (first - 1) + " of " + lane
                                    + " are gone: the topic's retention has deleted them"
                            : "offset " + offset + " of " + lane + " is behind the partition's end at "
                                    + topics.ends(one)[0] + ": the topic was deleted and made again, or lost records");
        }
        gone.sort(null);
        return new BarographException(
                ErrorCode.DATA_LOST,
                String.join("; ", gone)
                        + ". What was to be read next is there no more, so the answer would not be of all rows. Start afresh"
                        + " without the checkpoint, and let the topic keep records for longer than a pipeline may stand still");
    }
}
