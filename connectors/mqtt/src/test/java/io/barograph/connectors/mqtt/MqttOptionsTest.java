package io.barograph.connectors.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import io.barograph.formats.GivenOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttOptionsTest {
    private static MqttOptions parse(String... more) {
        Map<String, String> options = new TreeMap<>(Map.of("url", "mqtt://broker", "topic", "a/#"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return MqttOptions.take(new GivenOptions("mqtt", options));
    }

    @Test
    void defaultsAreThose() {
        MqttOptions options = parse();
        assertThat(options.address()).isEqualTo("mqtt://broker:1883");
        assertThat(options.sessionSeconds()).isEqualTo(7 * 86_400);
        assertThat(options.inFlight()).isEqualTo(1_000);
        assertThat(options.patienceMillis()).isEqualTo(120_000);
        assertThat(parse("url", "mqtts://broker").address()).isEqualTo("mqtts://broker:8883");
        assertThat(parse("retry.for", "ALL").patienceMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theIdIsThatOfTheJournal() {
        MqttOptions options = parse();
        assertThat(options.clientId("a")).matches("barograph-[0-9a-f]{12}").isEqualTo(options.clientId("./a"));
        assertThat(options.clientId("b")).isNotEqualTo(options.clientId("a"));
        assertThat(parse("client.id", "mine").clientId("a")).isEqualTo("mine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url|http://x|mqtt://HOST:PORT",
                "url|mqtt://me:pw@x|give them as 'user'",
                "url|mqtt://x/path|mqtt://HOST:PORT",
                "topic|a/#/b|no filter",
                "password|x|needs its 'user'",
                "tls.ca|ca.pem|mqtts://",
                "tls.key|own.key|need each other",
                "in.flight|0|1 to 60000",
                "session.expiry|soon|a length of time",
            })
    void whatCannotBeIsRefusedInWords(String option, String value, String message) {
        assertThatThrownBy(() -> parse(option, value))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("pw");
    }

    @Test
    void howTheBrokerIsReachedIsNoPartOfAQuery() {
        MqttConnector connector = new MqttConnector();
        assertThat(List.of("url", "user", "client.id", "tls.ca", "tls.key", "retry.for", "journal.keep.size"))
                .allMatch(connector::isConnection);
        assertThat(List.of("topic", "format", "topic.column", "damaged")).noneMatch(connector::isConnection);
    }

    @Test
    void aPasswordIsNotShown() {
        assertThat(parse("user", "me", "password", "s3cret").toString()).doesNotContain("s3cret");
    }
}
