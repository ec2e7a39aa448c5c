package io.barograph.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.connectors.shared.Patience;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.SecretOptions;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.StagePlan;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.ScanPosition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaOptionsTest {
    private static Map<String, String> with(String... more) {
        Map<String, String> options = new TreeMap<>(
                Map.of("topic", "readings", "properties.bootstrap.servers", "localhost:9092", "format", "words"));
        for (int i = 0; i < more.length; i += 2) {
            if (more[i + 1] == null) {
                options.remove(more[i]);
            } else {
                options.put(more[i], more[i + 1]);
            }
        }
        return options;
    }

    private static KafkaOptions parse(String... more) {
        return KafkaOptions.of(with(more));
    }

    @Test
    void defaultsAreThose() {
        KafkaOptions options = parse();
        assertThat(options.start().mode()).isEqualTo(ScanPosition.Mode.EARLIEST);
        assertThat(options.end().mode()).isEqualTo(ScanPosition.Mode.UNBOUNDED);
        assertThat(options.delivery()).isEqualTo(KafkaOptions.Delivery.UPSERT);
        assertThat(options.creates()).isFalse();
        assertThat(options.cluster().patience()).isEqualTo(new Patience("2 minutes", 120_000));
    }

    private static String fingerprint(Schema columns, String... more) {
        Map<String, String> options = with(more);
        options.put("connector", "kafka");
        options.replace("format", "words", "json");
        TableDescription table = new FileCatalog().table("readings", options, columns);
        return StagePlan.of(new Query(new Plan.Scan(table, List.of(0)), List.of()))
                .fingerprint();
    }

    @Test
    void aQueryIsTheSameHoweverItsBrokerIsReached() {
        Schema columns = Schema.of(new Field("v", Type.BIGINT));
        String first = fingerprint(columns);
        assertThat(fingerprint(
                        columns,
                        "properties.bootstrap.servers",
                        "broker-2:9093",
                        "properties.sasl.jaas.config",
                        "password='secret'",
                        "properties.request.timeout.ms",
                        "1000",
                        "retry.for",
                        "ALL",
                        "delivery",
                        "transaction",
                        "create",
                        "true"))
                .isEqualTo(first);
        assertThat(fingerprint(columns, "topic", "others")).isNotEqualTo(first);
        assertThat(fingerprint(columns, "format", "csv")).isNotEqualTo(first);
        assertThat(fingerprint(columns, "scan.startup.mode", "latest-offset")).isNotEqualTo(first);
        assertThat(fingerprint(
                        columns,
                        "scan.bounded.mode",
                        "specific-offsets",
                        "scan.bounded.specific-offsets",
                        "partition:0,offset:5"))
                .as("an end that is moved lets a checkpoint be gone on from")
                .isEqualTo(first);
        assertThat(fingerprint(columns, "properties.isolation.level", "read_uncommitted"))
                .as("which records are seen")
                .isNotEqualTo(first);
        assertThat(fingerprint(Schema.of(new Field("v", Type.DOUBLE)))).isNotEqualTo(first);
    }

    @Test
    void flinksNamesMeanTheSame() {
        KafkaOptions options = parse(
                "format",
                null,
                "value.format",
                "words",
                "sink.delivery-guarantee",
                "exactly-once",
                "properties.bootstrap.servers",
                null,
                "bootstrap.servers",
                "a:1,b:2",
                "properties.group.id",
                "mine",
                "connector",
                "kafka");
        assertThat(options.delivery()).isEqualTo(KafkaOptions.Delivery.TRANSACTION);
        assertThat(options.cluster().servers()).isEqualTo("a:1,b:2");
        assertThat(options.cluster().properties()).isEmpty();
        assertThat(parse("sink.delivery-guarantee", "at-least-once").delivery())
                .isEqualTo(KafkaOptions.Delivery.UPSERT);
        assertThat(parse("scan.startup.mode", "timestamp", "scan.startup.timestamp-millis", "17")
                        .start())
                .isEqualTo(new ScanPosition(ScanPosition.Mode.TIMESTAMP, 17, Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    topic; ; option 'topic' is missing; say which one
                    format; ; option 'format' is missing
                    properties.bootstrap.servers; ; option 'properties.bootstrap.servers' is missing
                    format; wods; did you mean words
                    topic; a b; cannot be a topic's name
                    topic; ..; cannot be a topic's name
                    topics; x; connector 'kafka' has no option 'topics'
                    scan.startup.mod; x; did you mean scan.startup.mode
                    scan.startup.mode; latest; did you mean latest-offset
                    scan.startup.mode; group-offsets; must be one of earliest-offset, latest-offset, timestamp
                    scan.startup.mode; timestamp; need each other
                    scan.startup.timestamp-millis; 5; need each other
                    delivery; upsrt; did you mean upsert
                    sink.delivery-guarantee; none; must be one of at-least-once, exactly-once
                    create; yes; must be one of true, false
                    retry.for; soon; must be a length of time such as '2 minutes'
                    retry.for; 0 s; must be a length of time
                    properties.fetch.min.byte; 1; did you mean fetch.min.bytes
                    properties.acks; 1; cannot be set: every row is acknowledged by all replicas
                    properties.transactional.id; x; use 'sink.transactional-id-prefix'
                    bootstrap.servers; other:1; mean the same, but are given two values
                    """)
    void refusesWhatCannotBe(String option, String value, String message) {
        assertThatThrownBy(() -> parse(option, value))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.INVALID_OPTION))
                .hasMessageContaining(message);
    }

    @Test
    void refusesContradictions() {
        assertThatThrownBy(() -> parse("delivery", "upsert", "sink.delivery-guarantee", "exactly-once"))
                .hasMessageContaining("contradict each other");
        assertThatThrownBy(() -> parse("scan.startup.mode", "timestamp", "scan.startup.timestamp-millis", "yesterday"))
                .hasMessageContaining("must be milliseconds since 1970");
    }

    @Test
    void plugInsHavePropertiesOfTheirOwn() {
        assertThatCode(() -> parse("properties.config.providers.env.class", "x.Y"))
                .doesNotThrowAnyException();
    }

    @Test
    void patienceIsALengthOfTimeOrWithoutEnd() {
        assertThat(Patience.parse("30 s").millis()).isEqualTo(30_000);
        assertThat(Patience.parse("2h").millis()).isEqualTo(7_200_000);
        assertThat(Patience.parse("all").isForEver()).isTrue();
        assertThat(Patience.parse("999999999 days").isForEver()).isTrue();
    }

    @Test
    void secretsAreShownNowhere() {
        KafkaOptions options =
                parse("properties.sasl.jaas.config", "user='me' word='hush'", "properties.ssl.key.password", "hush2");
        assertThat(options.toString()).doesNotContain("hush");
        assertThat(options.cluster().withoutSecrets("it says user='me' word='hush' and hush2"))
                .isEqualTo("it says (hidden) and (hidden)");
    }

    @Test
    void aDescriptionHoldsWhatIsNeededToOpenIt() {
        KafkaCatalog catalog = new KafkaCatalog("kafka");
        TableDescription described = catalog.table("t", with(), Rows.SCHEMA);
        assertThat(described.options()).containsEntry("connector", "kafka").containsEntry("topic", "readings");
        assertThat(described).isEqualTo(catalog.table("t", with(), Rows.SCHEMA));
        assertThat(catalog.open(described).recordUnit()).isEqualTo("record");
        assertThat(catalog.open(described).offsetUnit()).isEqualTo("offset");
        assertThat(SecretOptions.hidden(catalog.table("t", with("properties.sasl.jaas.config", "hush"), Rows.SCHEMA)
                        .options()))
                .containsEntry("properties.sasl.jaas.config", "(hidden)")
                .containsEntry("topic", "readings");
    }

    @Test
    void columnsMustBeDeclared() {
        assertThatThrownBy(() -> new KafkaCatalog("kafka").table("t", with(), null))
                .hasMessageContaining("declares no columns");
    }

    @Test
    void upsertKafkaIsForWriting() {
        assertThatThrownBy(() -> new KafkaCatalog("upsert-kafka").table("t", with(), Rows.SCHEMA))
                .hasMessageContaining("declare it with 'connector' = 'kafka'");
        assertThatThrownBy(() -> new UpsertKafkaLiveConnector().openSink(Rows.sink(with(), false, "p")))
                .hasMessageContaining("needs rows that a key tells apart");
    }
}
