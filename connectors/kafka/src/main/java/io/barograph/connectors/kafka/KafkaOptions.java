package io.barograph.connectors.kafka;

import io.barograph.connectors.shared.Patience;
import io.barograph.formats.GivenOptions;
import io.barograph.formats.ScanPosition;
import io.barograph.formats.record.Recording;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * What the declaration of a topic says. One declaration may be read and written, so what only one side needs is checked by both.
 *
 * @param keyFormat of the records' keys, where rows are written
 * @param idPrefix in place of the name by which a pipeline's instances fence each other; null for that name
 * @param creates whether a topic that is missing is made
 */
record KafkaOptions(
        Cluster cluster,
        String topic,
        Recording value,
        Recording keyFormat,
        ScanPosition start,
        ScanPosition end,
        Delivery delivery,
        @Nullable String idPrefix,
        boolean creates) {
    static final String CONNECTOR = "connector";

    private static final String TOPIC = "topic";
    private static final String FORMAT = "format";
    private static final String VALUE_FORMAT = "value.format";
    private static final String KEY_FORMAT = "key.format";
    private static final String DELIVERY = "delivery";
    private static final String GUARANTEE = "sink.delivery-guarantee";
    private static final String ID_PREFIX = "sink.transactional-id-prefix";
    private static final String CREATE = "create";

    private static final List<String> KNOWN = Stream.of(
                    List.of(
                            TOPIC,
                            "properties.bootstrap.servers",
                            FORMAT,
                            VALUE_FORMAT,
                            KEY_FORMAT,
                            DELIVERY,
                            GUARANTEE,
                            ID_PREFIX,
                            CREATE,
                            Patience.OPTION),
                    ScanPosition.START_OPTIONS,
                    ScanPosition.END_OPTIONS)
            .flatMap(List::stream)
            .toList();

    /** What decides neither which records there are nor what they mean. */
    private static final Set<String> ASIDE =
            Set.of(Cluster.SERVERS, KEY_FORMAT, DELIVERY, GUARANTEE, ID_PREFIX, CREATE, Patience.OPTION);

    private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /** How rows get to a topic. */
    enum Delivery {
        /** At once; where a row comes again, it has the same key and the same bytes. */
        UPSERT,
        /** Together, when a checkpoint is made. */
        TRANSACTION
    }

    /**
     * As {@link io.barograph.core.source.Connector#isConnection}. Which records are seen depends on one property of the
     * client, {@code isolation.level}. Where reading ends says nothing about what was read before: an end that is moved lets a
     * query go on.
     */
    static boolean isConnection(String option) {
        return ASIDE.contains(option)
                || ScanPosition.END_OPTIONS.contains(option)
                || option.startsWith(Cluster.PREFIX)
                        && !option.equals(Cluster.PREFIX + ConsumerConfig.ISOLATION_LEVEL_CONFIG);
    }

    /** As {@link io.barograph.core.live.LiveConnector#isAside}. */
    static boolean isAside(String option) {
        return option.startsWith(Cluster.PREFIX)
                || ScanPosition.START_OPTIONS.contains(option)
                || ScanPosition.END_OPTIONS.contains(option)
                || List.of(Cluster.SERVERS, CREATE, Patience.OPTION).contains(option);
    }

    /** @throws io.barograph.core.error.BarographException {@code INVALID_OPTION} */
    static KafkaOptions of(Map<String, String> options) {
        GivenOptions given = new GivenOptions(KafkaConnector.NAME, options);
        Cluster cluster = Cluster.take(given);
        String topic = topic(given);
        String format = given.take(FORMAT, VALUE_FORMAT);
        if (format == null) {
            throw given.missing(FORMAT, "what the records are: '" + FORMAT + "' = 'json'");
        }
        String key = given.take(KEY_FORMAT);
        ScanPosition start = ScanPosition.takeStart(given);
        ScanPosition end = ScanPosition.takeEnd(given);
        Delivery delivery = delivery(given);
        String prefix = given.take(ID_PREFIX);
        boolean creates = given.takeFlag(CREATE);
        Recording value = given.takeRecording(format);
        Recording keys = Recording.take(key == null ? "json" : key, new TreeMap<>());
        given.refuseOthers(KNOWN);
        return new KafkaOptions(cluster, topic, value, keys, start, end, delivery, prefix, creates);
    }

    private static String topic(GivenOptions given) {
        String topic = given.take(TOPIC);
        if (topic == null) {
            throw given.missing(TOPIC, "which one: '" + TOPIC + "' = 'readings'");
        }
        if (!TOPIC_NAME.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            throw given.invalid(
                    "'" + topic + "' cannot be a topic's name: one topic of letters, digits, '.', '_' and '-',"
                            + " at most 249 of them");
        }
        return topic;
    }

    private static Delivery delivery(GivenOptions given) {
        String word = given.takeWord(DELIVERY, List.of("upsert", "transaction"));
        String guarantee = given.takeWord(GUARANTEE, List.of("at-least-once", "exactly-once"));
        boolean transaction = "transaction".equals(word);
        boolean exactly = "exactly-once".equals(guarantee);
        if (word != null && guarantee != null && transaction != exactly) {
            throw given.invalid("options '" + DELIVERY + "' = '" + word + "' and '" + GUARANTEE + "' = '" + guarantee
                    + "' contradict each other; leave one out");
        }
        return transaction || exactly ? Delivery.TRANSACTION : Delivery.UPSERT;
    }
}
