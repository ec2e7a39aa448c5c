package io.barograph.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The life of a real server as processes of its own on this machine's loopback, with a temporary folder that goes with it. It
 * can be killed as a power cut would, and started again on the same ports and data. It never outlives this JVM, unless that is
 * killed by force. Used by one thread.
 */
public abstract class ServerProcess implements AutoCloseable {
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 20;
    private static final int CONNECT_MILLIS = 200;

    private final String name;
    private final Path folder;
    private final List<Integer> ports;
    private final Thread guard;
    private @Nullable Process process;
    private boolean wasKilled;

    /**
     * Makes a folder and finds free ports; nothing is started.
     *
     * @param name of the server, a word: for the folder, the log and messages
     * @param ports how many it listens at; clients are answered at the first
     */
    protected ServerProcess(String name, int ports) {
        this.name = name;
        this.guard = new Thread(this::end, "stop-" + name);
        try {
            this.folder = Files.createTempDirectory("barograph-" + name);
            this.ports = freePorts(ports);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ports that are free now; all are held until all are known. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket each : held) {
                each.close();
            }
        }
    }

    /** Writes what the server needs before its first start. */
    protected abstract void prepare() throws IOException;

    /** How the server is started. Where it runs and where its output goes is added to this. */
    protected abstract ProcessBuilder program() throws IOException;

    /** Whether the server answers yet: here, whether its first port takes connections. */
    protected boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(0)), CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The signal at which the server ends in good order, whoever is connected. */
    protected String endSignal() {
        return "TERM";
    }

    /** Its own folder, absolute. */
    protected final Path folder() {
        return folder;
    }

    protected final int port(int which) {
        return ports.get(which);
    }

    /**
     * Prepares the server, starts it, and waits until it answers.
     *
     * @throws IllegalStateException where it does not, with the end of its log; nothing of it is left then
     */
    protected final void begin() {
        Runtime.getRuntime().addShutdownHook(guard);
        try {
            prepare();
            restart();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /**
     * Runs a program to its end that the server needs beforehand.
     *
     * @throws IllegalStateException where it fails
     */
    protected final void run(ProcessBuilder helper) throws IOException {
        Process running = launch(helper);
        if (!await(running, START_SECONDS) || running.exitValue() != 0) {
            running.destroyForcibly();
            throw failed("cannot be prepared");
        }
    }

    /** Starts the server, which must not run, on the ports and data that it had, and waits until it answers. */
    public final void restart() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        try {
            process = launch(program());
            while (!answers()) {
                boolean isOver = System.nanoTime() > deadline;
                if (isOver || !process.isAlive() && !wasKilled) {
                    throw failed("did not start");
                }
                if (!process.isAlive()) {
                    // Until the last process of a server that was killed is gone, no other one may have its data.
                    process = launch(program());
                }
                Thread.sleep(20);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " started", e);
        }
    }

    private Process launch(ProcessBuilder builder) throws IOException {
        return builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return folder.resolve(name + ".log");
    }

    private IllegalStateException failed(String what) throws IOException {
        List<String> lines = Files.readAllLines(log());
        List<String> last = lines.subList(Math.max(0, lines.size() - 20), lines.size());
        return new IllegalStateException(name + " " + what + ":\n" + String.join("\n", last));
    }

    /** Ends the server as {@code kill -9} of all its processes does. */
    public final void kill() {
        Process running = process;
        if (running != null) {
            List<ProcessHandle> children = running.descendants().toList();
            running.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            await(running, STOP_SECONDS);
            wasKilled = true;
            process = null;
        }
    }

    /** The processes that the server has started and that run. */
    protected final Stream<ProcessHandle> children() {
        Process running = process;
        return running == null ? Stream.empty() : running.children();
    }

    /** Ends the server in good order, its clients' connections too. */
    public final void stop() {
        Process running = process;
        if (running != null) {
            try {
                // Java itself sends no other signal than TERM.
                new ProcessBuilder("kill", "-" + endSignal(), Long.toString(running.pid()))
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (await(running, STOP_SECONDS)) {
                process = null;
            } else {
                kill();
            }
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

    /** Ends the server and deletes the folder. */
    @Override
    public final void close() {
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
