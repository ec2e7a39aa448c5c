package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    @TempDir
    Path folder;

    private ServerConfig read(String yaml, Map<String, String> environment) throws IOException {
        Path file = folder.resolve("barograph.yaml");
        Files.writeString(file, yaml);
        return ConfigReader.read(file, null, null, List.of(), environment);
    }

    @Test
    void withoutAFileItIsThisMachineAlone() {
        ServerConfig config = ConfigReader.read(null, null, null, List.of(Path.of("p.sql")), Map.of());
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8750);
        assertThat(config.token()).isNull();
        assertThat(config.files()).containsExactly(Path.of(""));
        assertThat(config.connectors()).doesNotContain("kafka", "mqtt", "postgres", "stdin");
        assertThat(config.pipelines()).containsExactly(Path.of("p.sql"));
    }

    @Test
    void theExampleOfTheHowToIsAConfiguration() throws IOException {
        Path root = Path.of(System.getProperty("barograph.root", ".."));
        String page = Files.readString(root.resolve("docs/how-to/serve.md"));
        int start = page.indexOf("```yaml\nlisten") + "```yaml\n".length();
        String yaml = page.substring(start, page.indexOf("```", start));
        Path token = folder.resolve("token");
        Files.writeString(token, "0123456789abcdef0123456789abcdef\n");
        ServerConfig config = read(yaml.replace("/etc/barograph/token", token.toString()), Map.of());
        assertThat(config.token()).isEqualTo("0123456789abcdef0123456789abcdef");
        assertThat(config.hosts()).containsExactly("barograph.example");
        assertThat(config.connectors()).contains("kafka", "http");
        assertThat(config.jsonLog()).isTrue();
        assertThat(config.queries().time()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.queries().rows()).isEqualTo(10_000_000);
        assertThat(config.queries().memoryBytes()).isEqualTo(512L << 20);
        assertThat(config.limits().memoryBytes()).isEqualTo(1L << 30);
        assertThat(config.limits().firstPause()).isEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "lisen: 127.0.0.1:80 | did you mean listen?",
                "queries: {tme: 3s} | did you mean queries.time?",
                "listen: ':80' | must be a host and a port",
                "listen: '18752' | must be a host and a port: '127.0.0.1:18752'",
                "listen: 127.0.0.1:99999 | must be a host and a port",
                "listen: [a, b] | must be a single value",
                "queries: {time: soon} | such as '30 seconds'",
                "queries: {at-once: 0} | from 1 to 1024",
                "pipeline: {memory: much} | such as '512m'",
                "log: jsno | 'log' is 'jsno', but must be 'json' or 'text'",
                "- a | must be names with values",
                "a: b: c | is no YAML",
                "token-file: /not/there | cannot be read",
            })
    void whatIsWrongIsSaid(String yaml, String said) {
        assertThatThrownBy(() -> read(yaml, Map.of()))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining(said)
                .hasMessageContaining("barograph.yaml");
    }

    @Test
    void aTokenThatCouldBeGuessedIsRefusedAndNotShown() {
        assertThatThrownBy(() -> read("", Map.of("BAROGRAPH_TOKEN", "guessme")))
                .hasMessageContaining("openssl rand")
                .hasMessageNotContaining("guessme");
    }

    @Test
    void aFileThatIsNotThereIsSaidToBe() {
        assertThatThrownBy(() -> ConfigReader.read(folder.resolve("no.yaml"), null, null, List.of(), Map.of()))
                .hasMessage("the configuration '" + folder.resolve("no.yaml") + "' is not there: no such file in "
                        + folder);
        assertThatThrownBy(() -> ConfigReader.read(null, "18752", null, List.of(), Map.of()))
                .hasMessage("--listen is '18752', but must be a host and a port: '127.0.0.1:18752'");
    }
}
