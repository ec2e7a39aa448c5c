package io.barograph.testkit.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker and its controller as one process of its own on this machine's loopback, with a temporary folder that goes
 * with it. It can be killed as a power cut would, and started again on the same ports and data. It never outlives this JVM,
 * unless that is killed by force. Used by one thread.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 20;

    private final Path folder;
    private final int port;
    private final Map<String, String> settings;
    private final Thread guard = new Thread(this::end, "stop-kafka-broker");
    private @Nullable Process process;

    private KafkaBroker(Path folder, int port, Map<String, String> settings) {
        this.folder = folder;
        this.port = port;
        this.settings = settings;
    }

    /** Starts a fresh broker and waits until it answers: about four seconds. */
    public static KafkaBroker start() {
        return start(Map.of());
    }

    /** As {@link #start()}, with settings of the broker beside or in place of ours. */
    public static KafkaBroker start(Map<String, String> more) {
        try {
            Path folder = Files.createTempDirectory("barograph-kafka");
            int[] ports = freePorts();
            Map<String, String> settings = new TreeMap<>(settings(folder, ports[0], ports[1]));
            settings.putAll(more);
            KafkaBroker broker = new KafkaBroker(folder, ports[0], settings);
            Runtime.getRuntime().addShutdownHook(broker.guard);
            try {
                broker.format();
                broker.restart();
                return broker;
            } catch (IllegalStateException failed) {
                broker.close();
                throw failed;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** Two ports that are free now; both are held until both are known. */
    private static int[] freePorts() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket one = new ServerSocket(0, 1, loopback);
                ServerSocket two = new ServerSocket(0, 1, loopback)) {
            return new int[] {one.getLocalPort(), two.getLocalPort()};
        }
    }

    /** {@code host:port}, for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    private void format() throws IOException {
        List<String> lines = new ArrayList<>();
        settings.forEach((key, value) -> lines.add(key + "=" + value));
        Files.write(folder.resolve("server.properties"), lines);
        Files.writeString(folder.resolve("log4j2.properties"), """
                rootLogger.level=WARN
                rootLogger.appenderRef.console.ref=CONSOLE
                appender.console.type=Console
                appender.console.name=CONSOLE
                appender.console.layout.type=PatternLayout
                appender.console.layout.pattern=%d{ISO8601} %p %c: %m%n
                """);
        Process formatting =
                launch("format.log", "kafka.tools.StorageTool", "format", "-t", "4L6g3nShT-eMCtK--X86sw", "-c");
        if (!await(formatting, START_SECONDS) || formatting.exitValue() != 0) {
            formatting.destroyForcibly();
            throw failed("cannot format the broker's folder", "format.log");
        }
    }

    /** Starts the broker, which must not run, on the ports and data that it had, and waits until it answers. */
    public void restart() {
        try {
            Process started = launch("broker.log", "kafka.Kafka");
            process = started;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
            while (!answers()) {
                if (!started.isAlive() || System.nanoTime() > deadline) {
                    throw failed("the broker did not start", "broker.log");
                }
                Thread.sleep(20);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a broker started", e);
        }
    }

    private Process launch(String log, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dlog4j2.configurationFile=" + folder.resolve("log4j2.properties"),
                "-cp",
                classPath(),
                main));
        command.addAll(Arrays.asList(arguments));
        command.add(folder.resolve("server.properties").toString());
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()))
                .start();
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

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private IllegalStateException failed(String what, String log) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(log));
        List<String> last = lines.subList(Math.max(0, lines.size() - 20), lines.size());
        return new IllegalStateException(what + ":\n" + String.join("\n", last));
    }

    /** Ends the process as {@code kill -9} does. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            await(process, STOP_SECONDS);
            process = null;
        }
    }

    /** Ends the process in good order. */
    public void stop() {
        if (process != null) {
            process.destroy();
            if (!await(process, STOP_SECONDS)) {
                kill();
            }
            process = null;
        }
    }

    private static boolean await(Process process, long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends the process and deletes the folder. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(guard);
        end();
    }

    private void end() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
