package io.barograph.testkit.kafka;

import io.barograph.testkit.server.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A Kafka broker and its controller as one process of its own on this machine's loopback. Used by one thread. */
public final class KafkaBroker extends ServerProcess {
    private final Map<String, String> settings;

    private KafkaBroker(Map<String, String> more) {
        super("kafka-broker", 2);
        this.settings = new TreeMap<>(settings(folder(), port(0), port(1)));
        settings.putAll(more);
    }

    /** Starts a fresh broker and waits until it answers: about four seconds. */
    public static KafkaBroker start() {
        return start(Map.of());
    }

    /** As {@link #start()}, with settings of the broker beside or in place of ours. */
    public static KafkaBroker start(Map<String, String> more) {
        KafkaBroker broker = new KafkaBroker(more);
        broker.begin();
        return broker;
    }

    private static Map<String, String> settings(Path folder, int port, int controller) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
                Map.entry("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller),
                Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry("log.dirs", folder.resolve("data").toString()),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("log.retention.ms", "-1"),
                Map.entry("message.max.bytes", "10485760"));
    }

    /** {@code host:port}, for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port(0);
    }

    @Override
    protected void prepare() throws IOException {
        List<String> lines = new ArrayList<>();
        settings.forEach((key, value) -> lines.add(key + "=" + value));
        Files.write(folder().resolve("server.properties"), lines);
        Files.writeString(folder().resolve("log4j2.properties"), """
                rootLogger.level=WARN
                rootLogger.appenderRef.console.ref=CONSOLE
                appender.console.type=Console
                appender.console.name=CONSOLE
                appender.console.layout.type=PatternLayout
                appender.console.layout.pattern=%d{ISO8601} %p %c: %m%n
                """);
        run(java("kafka.tools.StorageTool", "format", "-t", "4L6g3nShT-eMCtK--X86sw", "-c"));
    }

    @Override
    protected ProcessBuilder program() throws IOException {
        return java("kafka.Kafka");
    }

    private ProcessBuilder java(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dlog4j2.configurationFile=" + folder().resolve("log4j2.properties"),
                "-cp",
                classPath(),
                main));
        command.addAll(Arrays.asList(arguments));
        command.add(folder().resolve("server.properties").toString());
        return new ProcessBuilder(command);
    }

    private static String classPath() throws IOException {
        try (InputStream list = KafkaBroker.class.getResourceAsStream("broker.classpath")) {
            if (list == null) {
                throw new IllegalStateException(
                        "the broker's jars are not known: build with Maven up to process-resources, which finds them");
            }
            return new String(list.readAllBytes(), StandardCharsets.UTF_8).trim();
        }
    }
}
