package io.barograph.connectors.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A key and the certificate of {@code localhost} that it signed itself, as PEM files; made by the JDK's keytool. */
record Certificates(Path certificate, Path key) {
    private static final String PASSWORD = "changeit";

    static Certificates make(Path store) throws IOException, InterruptedException, GeneralSecurityException {
        Process making = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(making.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(making.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Path certificate = store.resolveSibling(store.getFileName() + ".crt");
        Path key = store.resolveSibling(store.getFileName() + ".key");
        Files.writeString(
                certificate, pem("CERTIFICATE", keys.getCertificate("broker").getEncoded()));
        Files.writeString(
                key,
                pem("PRIVATE KEY", keys.getKey("broker", PASSWORD.toCharArray()).getEncoded()));
        return new Certificates(certificate, key);
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }

    /** A client that publishes by TLS. */
    record Publisher(Mqtt5BlockingClient client) implements AutoCloseable {
        void publish(String topic, String payload) {
            client.publishWith()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(payload.getBytes(StandardCharsets.UTF_8))
                    .send();
        }

        @Override
        public void close() {
            client.disconnect();
        }
    }

    Publisher publisher(int port) {
        Mqtt5BlockingClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("publisher")
                .serverHost("localhost")
                .serverPort(port)
                .sslConfig(MqttClientSslConfig.builder()
                        .trustManagerFactory(Trust.of(certificate.toString()))
                        .build())
                .buildBlocking();
        client.connect();
        return new Publisher(client);
    }
}
