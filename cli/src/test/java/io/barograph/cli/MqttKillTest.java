package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.barograph.testkit.mqtt.Mosquitto;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the real process while a real broker sends to it: no message that the broker took is lost. */
@Tag("slow")
class MqttKillTest {
    private static final int KILLS = Integer.getInteger("barograph.mqtt.kills", 3);
    private static final int MESSAGES = 400;

    @TempDir
    Path folder;

    /** Publishes with QoS 1, and waits for every acknowledgement. */
    private static final class Publisher implements AutoCloseable {
        private final Socket socket;

        Publisher(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            // CONNECT, protocol 5, clean start, no properties, client id "p".
            send(new byte[] {0x10, 14, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 0, 0, 0, 1, 'p'});
            read();
        }

        private void send(byte[] packet) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(packet);
            out.flush();
        }

        /** Reads one packet whose length is below 128. */
        private int read() throws IOException {
            InputStream in = socket.getInputStream();
            int type = in.read();
            in.readNBytes(in.read());
            return type & 0xF0;
        }

        void publish(String topic, String payload, int id) throws IOException {
            byte[] name = topic.getBytes(StandardCharsets.UTF_8);
            byte[] text = payload.getBytes(StandardCharsets.UTF_8);
            ByteBuffer packet = ByteBuffer.allocate(2 + 2 + name.length + 3 + text.length);
            packet.put((byte) 0x32).put((byte) (packet.capacity() - 2));
            packet.putShort((short) name.length)
                    .put(name)
                    .putShort((short) id)
                    .put((byte) 0)
                    .put(text);
            send(packet.array());
            assertThat(read()).as("PUBACK").isEqualTo(0x40);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private void pipelines(Mosquitto broker) throws IOException {
        Files.writeString(
                folder.resolve("live.sql"),
                "SET 'checkpoint.interval' = '100 milliseconds';\nCREATE TABLE readings (topic VARCHAR, id BIGINT, ts"
                        + " TIMESTAMP, WATERMARK FOR ts AS ts) WITH ('connector' = 'mqtt', 'url' = '" + broker.url()
                        + "', 'topic' = 'sensors/#', 'format' = 'csv', 'topic.column' = 'topic', 'received.column' ="
                        + " 'ts');\nSELECT topic, window_start, count(*) FROM TABLE(TUMBLE(TABLE readings,"
                        + " DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY topic, window_start, window_end;\n");
        Files.writeString(
                folder.resolve("ids.sql"),
                "SET 'execution.runtime-mode' = 'batch';\nCREATE TABLE readings (topic VARCHAR, id BIGINT) WITH"
                        + " ('connector' = 'journal', 'path' = '../readings.journal', 'format' = 'csv', 'topic.column' ="
                        + " 'topic');\nINSERT INTO 'ids.csv' SELECT id FROM readings WHERE topic = 'sensors/a';\n");
    }

    @Test
    void noMessageThatTheBrokerTookIsLost() throws Exception {
        assumeThat(Mosquitto.isInstalled())
                .as("mosquitto is installed: apt-get install mosquitto")
                .isTrue();
        RealProcess baro = new RealProcess(folder);
        int sent = 0;
        try (Mosquitto broker = Mosquitto.start("allow_anonymous true");
                Publisher publisher = new Publisher(broker.port())) {
            pipelines(broker);
            for (int kill = 0; kill < KILLS; kill++) {
                Process process = baro.start("run", "live.sql");
                if (kill == 0) {
                    awaitSubscription(publisher, process, baro);
                }
                for (int i = 0; i < MESSAGES; i++) {
                    publisher.publish("sensors/a", Integer.toString(++sent), 1 + sent % 60_000);
                    if (i == MESSAGES / 2) {
                        process.destroyForcibly().waitFor();
                    }
                }
            }
            Process process = baro.start("run", "live.sql");
            for (int tries = 0; ids().size() < sent && tries < 20; tries++) {
                TimeUnit.MILLISECONDS.sleep(500);
            }
            process.destroy();
            process.waitFor();
        }
        assertThat(ids()).hasSize(sent);
    }

    /** Before there is a session, the broker keeps nothing for it. */
    private void awaitSubscription(Publisher publisher, Process process, RealProcess baro) throws Exception {
        Path segment = folder.resolve("readings.journal/0000000000000000000.journal");
        for (int i = 1; !Files.exists(segment); i++) {
            assertThat(process.isAlive() && i < 1_000).as(baro.said()).isTrue();
            publisher.publish("sensors/ready", "0", i);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** The different messages in the journal. */
    private TreeSet<String> ids() throws Exception {
        // Another process reads the journal while it is written.
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        new RealProcess(elsewhere).run("run", folder.resolve("ids.sql").toString());
        List<String> lines = Files.readAllLines(elsewhere.resolve("ids.csv"));
        return new TreeSet<>(lines.subList(1, lines.size()));
    }
}
