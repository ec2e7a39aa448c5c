package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import io.barograph.server.log.ServiceLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service says that cannot start. */
class ServiceStartTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private void start(ServerConfig config) {
        ServiceLog lines = new ServiceLog(new PrintStream(log, true, StandardCharsets.UTF_8), false, Clock.systemUTC());
        BarographServer.start(config, lines).close();
    }

    @Test
    void aMistakeInAPipelineHasItsPlace() throws IOException {
        Path file = Files.writeString(folder.resolve("p.sql"), "SELECT 1;\nSELEC 2");
        assertThatThrownBy(() -> start(Service.config(folder, null, file)))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        e -> assertThat(e.getMessage()).startsWith(file + ":" + e.line() + ":" + e.column() + ": "));
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("service ended");
    }

    @Test
    void aPipelineThatIsNotThereIsSaidToBe() {
        Path file = folder.resolve("nosuch.sql");
        assertThatThrownBy(() -> start(Service.config(folder, null, file)))
                .hasMessage("the pipeline '" + file + "' is not there: no such file in " + folder);
    }

    @Test
    void whereThePortIsTakenTheNextOneIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            ServerConfig config =
                    ConfigReader.read(null, "127.0.0.1:" + port, folder.resolve("data"), List.of(), Map.of());
            assertThatThrownBy(() -> start(config))
                    .hasMessageEndingWith("--listen 127.0.0.1:" + (port == 65_535 ? 8750 : port + 1));
        }
    }

    @Test
    void anAddressThatIsNotThisMachinesIsSaidToBeNone() {
        Map<String, String> token = Map.of(ConfigReader.TOKEN, "0123456789abcdef");
        Path data = folder.resolve("data");
        // Names that end so, and this net, are nobody's for good.
        assertThatThrownBy(() -> start(ConfigReader.read(null, "nohost.invalid:8750", data, List.of(), token)))
                .hasMessage(
                        "cannot listen at nohost.invalid:8750: no host of this name is known; give an address of this"
                                + " machine, such as 127.0.0.1");
        assertThatThrownBy(() -> start(ConfigReader.read(null, "203.0.113.9:8750", data, List.of(), token)))
                .hasMessageContaining("this machine has no such address")
                .hasMessageNotContaining("stop whoever");
    }
}
