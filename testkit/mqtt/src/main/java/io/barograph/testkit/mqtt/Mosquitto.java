package io.barograph.testkit.mqtt;

import io.barograph.testkit.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Debian's {@code mosquitto} as a process of its own on this machine's loopback, where it is installed. It keeps sessions and
 * messages. Used by one thread.
 */
public final class Mosquitto extends ServerProcess {
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/sbin/mosquitto"), Path.of("/usr/local/sbin/mosquitto"));

    private final List<String> settings;

    private Mosquitto(List<String> settings) {
        super("mosquitto", 1);
        this.settings = settings;
    }

    /** Whether this machine has it; where not, {@code apt-get install mosquitto} brings it. */
    public static boolean isInstalled() {
        return PLACES.stream().anyMatch(Files::isExecutable);
    }

    /**
     * Starts a fresh one and waits until it answers.
     *
     * @param settings more lines of its configuration
     */
    public static Mosquitto start(String... settings) {
        Mosquitto broker = new Mosquitto(List.of(settings));
        broker.begin();
        return broker;
    }

    @Override
    protected void prepare() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "listener " + port() + " 127.0.0.1",
                "persistence true",
                "persistence_location " + folder() + "/",
                // On a machine of the tests' own user, who need not be mosquitto's.
                "user " + System.getProperty("user.name"),
                "max_queued_messages 0",
                "autosave_on_changes true",
                "autosave_interval 1"));
        lines.addAll(settings);
        Files.write(folder().resolve("mosquitto.conf"), lines);
    }

    @Override
    protected ProcessBuilder program() {
        Path program = PLACES.stream().filter(Files::isExecutable).findFirst().orElseThrow();
        return new ProcessBuilder(
                program.toString(), "-c", folder().resolve("mosquitto.conf").toString());
    }

    /** {@code mqtt://127.0.0.1:PORT}. */
    public String url() {
        return "mqtt://127.0.0.1:" + port();
    }

    public int port() {
        return port(0);
    }
}
