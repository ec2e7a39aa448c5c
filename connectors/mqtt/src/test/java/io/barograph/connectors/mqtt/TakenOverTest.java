package io.barograph.connectors.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.LiveTable.LaneStart;
import io.barograph.core.source.RejectHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that gives our session to another client, and says so as the standard has it; mosquitto 2.0 says nothing. */
@Tag("thorough")
class TakenOverTest {
    private static final byte[] CONNACK = {0x20, 3, 0, 0, 0};
    private static final byte[] TAKEN_OVER = {(byte) 0xE0, 2, (byte) 0x8E, 0};

    @TempDir
    Path folder;

    @Test
    void theOneWhoLostItsSessionEndsInsteadOfTakingItBack() throws Exception {
        try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int[] connections = {0};
            Thread answering = new Thread(() -> answer(broker, connections));
            answering.setDaemon(true);
            answering.start();
            Schema schema = Schema.of(new Field("value", Type.BIGINT));
            MqttConnector connector = new MqttConnector();
            Map<String, String> options = Map.of(
                    "format", "csv",
                    "url", "mqtt://127.0.0.1:" + broker.getLocalPort(),
                    "topic", "a",
                    "client.id", "mine",
                    "journal", folder.resolve("j").toString());
            try (LiveTable table = connector.openTable(connector.table("t", options, schema))) {
                LiveLane lane = table.lanes().get(0);
                try (LiveReader reader =
                        table.newReader(new int[] {0}, List.of(new LaneStart(lane, 0)), RejectHandler.NONE)) {
                    assertThatThrownBy(() -> readForAWhile(reader))
                            .isInstanceOf(BarographException.class)
                            .hasMessageContaining("'mine'")
                            .hasMessageContaining("client.id")
                            .extracting(e -> ((BarographException) e).code())
                            .isEqualTo(ErrorCode.FENCED);
                }
            }
            assertThat(connections[0]).isEqualTo(1);
        }
    }

    @Test
    void whoIsClosedWhileTheBrokerIsAwayDoesNotComeBack() throws Exception {
        try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Schema schema = Schema.of(new Field("value", Type.BIGINT));
            MqttConnector connector = new MqttConnector();
            Map<String, String> options = Map.of(
                    "format",
                    "csv",
                    "url",
                    "mqtt://127.0.0.1:" + broker.getLocalPort(),
                    "topic",
                    "a",
                    "journal",
                    folder.resolve("j").toString());
            try (LiveTable table = connector.openTable(connector.table("t", options, schema));
                    LiveReader reader = table.newReader(
                            new int[] {0}, List.of(new LaneStart(table.lanes().get(0), 0)), RejectHandler.NONE)) {
                assertThat(reader.next(0)).isNull();
                for (int tries = 0; tries < 3; tries++) {
                    broker.accept().close();
                }
            }
            // A try that was under way may have come; the next one would follow within a second.
            broker.setSoTimeout(500);
            try {
                broker.accept().close();
            } catch (SocketTimeoutException none) {
                // It was not.
            }
            broker.setSoTimeout(4_000);
            assertThatThrownBy(broker::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static void readForAWhile(LiveReader reader) throws IOException {
        for (int i = 0; i < 500; i++) {
            assertThat(reader.next(TimeUnit.MILLISECONDS.toNanos(20))).isNull();
        }
    }

    private static void answer(ServerSocket broker, int[] connections) {
        while (!broker.isClosed()) {
            try (Socket client = broker.accept()) {
                connections[0]++;
                client.getInputStream().read(new byte[200]);
                client.getOutputStream().write(CONNACK);
                client.getInputStream().read(new byte[200]);
                client.getOutputStream().write(TAKEN_OVER);
                client.getInputStream().read();
            } catch (IOException ended) {
                // The test is over, or the client is gone.
            }
        }
    }
}
