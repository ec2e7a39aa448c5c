package io.barograph.testkit.mqtt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Debian's {@code mosquitto} as a process of its own, on a free port of the loopback. It keeps sessions and messages in a folder,
 * and can be killed and started again. It is gone when closed or when the tests' JVM ends.
 */
public final class Mosquitto implements AutoCloseable {
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/sbin/mosquitto"), Path.of("/usr/local/sbin/mosquitto"));
    private static final long START_SECONDS = 20;

    private final Path folder;
    private final int port;
    private final Thread guard = new Thread(this::kill);
    private @Nullable Process process;

    private Mosquitto(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(guard);
    }

    /** Whether this machine has it; where not, {@code apt-get install mosquitto} brings it. */
    public static boolean isInstalled() {
        return PLACES.stream().anyMatch(Files::isExecutable);
    }

    /**
     * Starts one.
     *
     * @param folder of its own, empty
     * @param settings more lines of its configuration
     */
    public static Mosquitto start(Path folder, String... settings) {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Mosquitto broker = new Mosquitto(folder, free.getLocalPort());
            List<String> lines = new ArrayList<>(List.of(
                    "listener " + broker.port + " 127.0.0.1",
                    "persistence true",
                    "persistence_location " + folder.toAbsolutePath() + "/",
                    // On a machine of the tests' own user, who need not be mosquitto's.
                    "user " + System.getProperty("user.name"),
                    "max_queued_messages 0",
                    "autosave_on_changes true",
                    "autosave_interval 1"));
            lines.addAll(List.of(settings));
            Files.write(folder.resolve("mosquitto.conf"), lines);
            free.close();
            broker.restart();
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it, which must not run, with the port and the folder that it had, and waits until it answers. */
    public void restart() {
        Path program = PLACES.stream().filter(Files::isExecutable).findFirst().orElseThrow();
        try {
            Process started = new ProcessBuilder(
                            program.toString(),
                            "-c",
                            folder.resolve("mosquitto.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("mosquitto.log").toFile()))
                    .start();
            process = started;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
            while (!answers()) {
                if (!started.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "mosquitto did not start:\n" + Files.readString(folder.resolve("mosquitto.log")));
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

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** {@code mqtt://127.0.0.1:PORT}. */
    public String url() {
        return "mqtt://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            try {
                running.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process = null;
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(guard);
        kill();
    }
}
