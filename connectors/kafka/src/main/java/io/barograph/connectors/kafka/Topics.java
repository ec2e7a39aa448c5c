package io.barograph.connectors.kafka;

import io.barograph.connectors.shared.PatientCalls;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** What a cluster knows about topics, offsets and groups. Connects when first asked. Used by one thread. */
final class Topics implements AutoCloseable {
    private final Cluster cluster;
    private final PatientCalls calls;
    private @Nullable Admin admin;

    Topics(Cluster cluster, PatientCalls calls) {
        this.cluster = cluster;
        this.calls = calls;
    }

    private Admin admin() {
        Admin open = admin;
        if (open == null) {
            int most = cluster.patience().atMost(PatientCalls.TRY);
            open = Admin.create(cluster.client(Map.of("default.api.timeout.ms", most, "request.timeout.ms", most)));
            admin = open;
        }
        return open;
    }

    /**
     * The partitions of a topic, ascending.
     *
     * @throws BarographException {@code UNKNOWN_TABLE} where there is no such topic, with what is there instead
     */
    List<TopicPartition> partitions(String topic) {
        return partitions(topic, false);
    }

    /** @param coming whether the topic was just made, so that it may take a moment until all know of it */
    private List<TopicPartition> partitions(String topic, boolean coming) {
        return calls.call("cannot describe topic '" + topic + "'", () -> {
            try {
                return admin().describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                        .flatMap(found -> found.partitions().stream())
                        .map(TopicPartitionInfo::partition)
                        .sorted()
                        .map(partition -> new TopicPartition(topic, partition))
                        .toList();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    throw coming ? new LeaderNotAvailableException(e.getMessage()) : missing(topic);
                }
                throw e;
            }
        });
    }

    /** The partitions of a declared topic that is to be written to; it is made where it is missing and may be. */
    List<TopicPartition> findForWriting(KafkaOptions options) {
        List<TopicPartition> found = options.creates() ? partitionsOrNew(options.topic()) : partitions(options.topic());
        // Answered by the partitions' leaders. Before a new partition has one, a producer's first batch may be refused
        // and its
        // second one taken: then the first never gets in.
        ends(found);
        return found;
    }

    private BarographException missing(String topic) throws Exception {
        Set<String> names = admin().listTopics().names().get();
        return new BarographException(
                ErrorCode.UNKNOWN_TABLE,
                "there is no topic '" + topic + "' at " + cluster.servers() + NearNames.hint(topic, names, "topics")
                        + ". Create it, or have it made where rows are written to it: 'create' = 'true'");
    }

    /** As {@link #partitions}, but makes the topic, as the broker's settings have it, where it is missing. */
    private List<TopicPartition> partitionsOrNew(String topic) {
        calls.call("cannot create topic '" + topic + "'", () -> {
            if (!admin().listTopics().names().get().contains(topic)) {
                try {
                    admin().createTopics(List.of(new NewTopic(topic, Optional.empty(), Optional.empty())))
                            .all()
                            .get();
                } catch (ExecutionException e) {
                    // Somebody else was faster.
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
            return topic;
        });
        return partitions(topic, true);
    }

    /** Offsets of the first records that there are. */
    long[] beginnings(List<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest());
    }

    /** Offsets behind the last records that there are, as one who heeds transactions sees them. */
    long[] ends(List<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    /** Offsets of the first records at a time or later; negative where there are none. */
    long[] atTime(List<TopicPartition> partitions, long millis) {
        return offsets(partitions, OffsetSpec.forTimestamp(millis));
    }

    private long[] offsets(List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        boolean dirty = "read_uncommitted".equals(cluster.properties().get("isolation.level"));
        ListOffsetsOptions options =
                new ListOffsetsOptions(dirty ? IsolationLevel.READ_UNCOMMITTED : IsolationLevel.READ_COMMITTED);
        return calls.call(
                "cannot ask for the offsets of topic '" + partitions.get(0).topic() + "'", () -> {
                    ListOffsetsResult found = admin().listOffsets(asked, options);
                    long[] offsets = new long[partitions.size()];
                    for (int i = 0; i < offsets.length; i++) {
                        offsets[i] =
                                found.partitionResult(partitions.get(i)).get().offset();
                    }
                    return offsets;
                });
    }

    /** What a group has committed for a partition, once no transaction is open that would change it. */
    OptionalLong committed(String group, TopicPartition partition) {
        ListConsumerGroupOffsetsOptions options = new ListConsumerGroupOffsetsOptions().requireStable(true);
        return calls.call("cannot ask for the offsets of group '" + group + "'", () -> {
            try {
                OffsetAndMetadata found = admin().listConsumerGroupOffsets(group, options)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(partition);
                return found == null ? OptionalLong.empty() : OptionalLong.of(found.offset());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return OptionalLong.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
