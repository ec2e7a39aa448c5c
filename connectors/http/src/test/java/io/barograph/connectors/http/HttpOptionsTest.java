package io.barograph.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpOptionsTest {
    private static final Schema SCHEMA = Schema.of(new Field("a", Type.VARCHAR), new Field("t", Type.TIMESTAMP));

    private static void declare(String... options) {
        Map<String, String> all = new TreeMap<>(Map.of("format", "csv"));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        new HttpConnector().table("readings", all, SCHEMA);
    }

    @Test
    void aTableListensAtItsNameAndJournalsBesideIt() {
        var table = new HttpConnector().table("readings", Map.of("format", "json"), SCHEMA);
        assertThat(table.paths()).containsExactly("readings.journal");
        assertThat(table.format()).isEqualTo("json");
        assertThat(new HttpConnector().open(table).sizeBytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port|0|1 to 65535",
                "port|x|whole number",
                "path|readings|begin with '/'",
                "body.limit|100 MiB|64 MiB",
                "body.limit|8|a size such as",
                "open|yes|true, false",
                "prot|1|did you mean port",
                "tls.certificate|own.crt|need each other",
                "tls.keystore|own.p12|need each other",
                "tls.ca|ca.crt|there is no TLS without",
                "format|parquet|there are",
                "topic.column|b|no such column",
                "received.column|a|it is VARCHAR",
                "journal.keep.time|soon|a length of time",
            })
    void whatCannotBeIsRefusedInWords(String option, String value, String message) {
        assertThatThrownBy(() -> declare(option, value))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whereItListensIsNoPartOfAQuery() {
        HttpConnector connector = new HttpConnector();
        assertThat(List.of("host", "port", "path", "token.env", "tls.certificate", "journal.keep.time"))
                .allMatch(connector::isConnection);
        assertThat(List.of("format", "received.column", "damaged")).noneMatch(connector::isConnection);
    }

    @Test
    void aTokenIsGivenInOneWay() {
        assertThatThrownBy(() -> declare("token.env", "A", "token.file", "b"))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("give one of them");
    }
}
