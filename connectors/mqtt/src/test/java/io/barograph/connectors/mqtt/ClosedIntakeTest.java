package io.barograph.connectors.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.connectors.journal.JournalWriter;
import io.barograph.formats.GivenOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An intake that is closed while it connects leaves the session to its successor. */
class ClosedIntakeTest {
    private static final byte[] CONNACK = {0x20, 3, 0, 0, 0};
    private static final int DISCONNECT = 0xE0;
    private static final int MOST_MILLIS = 60_000;

    @TempDir
    Path folder;

    private static MqttIntake intake(int port, JournalWriter journal) {
        Map<String, String> options =
                Map.of("url", "mqtt://127.0.0.1:" + port, "topic", "a", "client.id", "mine", "retry.for", "ALL");
        return new MqttIntake(MqttOptions.take(new GivenOptions("t", options)), journal);
    }

    /** A subscription may come first. */
    private static void awaitDisconnect(Socket client) throws IOException {
        int read = client.getInputStream().read();
        while (read >= 0 && read != DISCONNECT) {
            read = client.getInputStream().read();
        }
        assertThat(read).isEqualTo(DISCONNECT);
    }

    @Test
    void aConnectionThatWasOnItsWayIsGivenUp() throws IOException {
        try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                JournalWriter journal = JournalWriter.open(folder.resolve("j").toString())) {
            MqttIntake intake = intake(broker.getLocalPort(), journal);
            broker.setSoTimeout(MOST_MILLIS);
            try (Socket client = broker.accept()) {
                client.setSoTimeout(MOST_MILLIS);
                client.getInputStream().read(new byte[200]);
                intake.close();
                client.getOutputStream().write(CONNACK);
                awaitDisconnect(client);
            }
        }
    }
}
