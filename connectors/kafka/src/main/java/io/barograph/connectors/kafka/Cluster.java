package io.barograph.connectors.kafka;

import io.barograph.connectors.shared.Patience;
import io.barograph.connectors.shared.Place;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.NearNames;
import io.barograph.core.source.SecretOptions;
import io.barograph.formats.GivenOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Where a cluster is and how its clients are set up.
 *
 * @param servers {@code host:port}, several with commas between
 * @param properties of Kafka's clients as the user gave them; secrets among them
 */
record Cluster(String servers, Map<String, String> properties, Patience patience) implements Place {
    static final String PREFIX = "properties.";
    static final String SERVERS = "bootstrap.servers";

    /** What we set ourselves, because answers depend on it, and what to do instead. */
    private static final Map<String, String> OURS = Map.of(
            "key.serializer", "rows are written in the table's 'format'",
            "value.serializer", "rows are written in the table's 'format'",
            "key.deserializer", "records are read in the table's 'format'",
            "value.deserializer", "records are read in the table's 'format'",
            "enable.auto.commit", "offsets are kept in Barograph's checkpoints",
            "auto.offset.reset", "use 'scan.startup.mode'",
            "transactional.id", "use 'sink.transactional-id-prefix'",
            "acks", "every row is acknowledged by all replicas",
            "enable.idempotence", "no row is doubled or dropped by a producer that sends again");

    /** Takes its options out of a declaration's. */
    static Cluster take(GivenOptions given) {
        Patience patience = Patience.take(given);
        String servers = given.take(PREFIX + SERVERS, SERVERS);
        Map<String, String> properties = given.takeAll(PREFIX);
        if (servers == null || servers.isBlank()) {
            throw given.missing(PREFIX + SERVERS, "where the broker is: '" + PREFIX + SERVERS + "' = 'localhost:9092'");
        }
        check(given, properties);
        // Flink's users give a group; we keep offsets ourselves and join none.
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new Cluster(servers, properties, patience);
    }

    private static void check(GivenOptions given, Map<String, String> properties) {
        Set<String> known = new TreeSet<>(ConsumerConfig.configNames());
        known.addAll(ProducerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        for (String name : properties.keySet()) {
            String instead = OURS.get(name);
            if (instead != null) {
                throw given.invalid("option '" + PREFIX + name + "' cannot be set: " + instead);
            }
            // Names that are none of Kafka's own may be of a plug-in; those that nearly are, are slips.
            boolean isKnown = known.contains(name) || known.stream().anyMatch(other -> name.startsWith(other + "."));
            List<String> near = isKnown ? List.of() : NearNames.of(name, known);
            if (!near.isEmpty()) {
                throw given.invalid("Kafka's clients have no property '" + name + "'" + NearNames.question(near));
            }
        }
    }

    /** The properties under those of ours, for a client. */
    Map<String, Object> client(Map<String, Object> ours) {
        Map<String, Object> all = new TreeMap<>(properties);
        all.put(SERVERS, servers);
        all.putAll(ours);
        return all;
    }

    /** A property as a number, or another where it is not given or none: Kafka's client says what is wrong with it. */
    long number(String name, long otherwise) {
        try {
            return Long.parseLong(properties.getOrDefault(name, ""));
        } catch (NumberFormatException notGiven) {
            return otherwise;
        }
    }

    /** A text for people in which no secret of ours is shown, nor a word of it. */
    String withoutSecrets(String text) {
        List<String> secrets = new ArrayList<>();
        properties.forEach((name, value) -> {
            if (SecretOptions.isSecret(name)) {
                secrets.add(value);
                // Messages tell of parts. Shorter ones are words of any text.
                Stream.of(value.split("[\\s\"'=;]+"))
                        .filter(word -> word.length() > 3)
                        .forEach(secrets::add);
            }
        });
        secrets.sort(Comparator.comparing(String::length).reversed());
        String hidden = text;
        for (String secret : secrets) {
            hidden = secret.isEmpty() ? hidden : hidden.replace(secret, "(hidden)");
        }
        return hidden;
    }

    @Override
    public String address() {
        return servers;
    }

    @Override
    public boolean isTransient(Throwable failed) {
        return Failures.isTransient(failed);
    }

    @Override
    public String reason(Throwable failed) {
        return withoutSecrets(Failures.reason(Failures.cause(failed)));
    }

    @Override
    public BarographException failure(String doing, Throwable failed) {
        return Failures.of(this, doing, failed);
    }

    /** Shows no property's value. */
    @Override
    public String toString() {
        return servers + " " + properties.keySet();
    }
}
