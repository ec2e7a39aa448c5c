package io.barograph.testkit.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server as processes of its own on this machine's loopback, with a temporary folder that goes with it. It can be
 * killed as a power cut would, and started again on the same port and data. It never outlives this JVM, unless that is killed
 * by force. Used by one thread.
 *
 * <p>PostgreSQL comes from the machine's packages ({@link #find}). It refuses to run as root: then it runs as the user
 * {@code postgres}, whom Debian's package makes.
 */
public final class PostgresServer implements AutoCloseable {
    /** The name of the superuser, and of the database. */
    public static final String USER = "tester";

    /** The user's password. */
    public static final String PASSWORD = "correct horse";

    private static final String UNPRIVILEGED = "postgres";
    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 20;

    private final Path programs;
    private final Path folder;
    private final int port;
    private final Thread guard = new Thread(this::end, "stop-postgres");
    private @Nullable Process process;

    private PostgresServer(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /** The folder of the newest server's programs on this machine; empty where there is none that tests could start. */
    public static Optional<Path> find() {
        List<Path> folders = new ArrayList<>();
        for (String root : List.of("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt")) {
            try (Stream<Path> below = Files.list(Path.of(root))) {
                below.map(version -> version.resolve("bin")).forEach(folders::add);
            } catch (IOException absent) {
                // Another system keeps it elsewhere.
            }
        }
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .forEach(folders::add);
        return folders.stream()
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")) && Files.isExecutable(bin.resolve("postgres")))
                .max(Comparator.comparing(Path::toString));
    }

    /**
     * Starts a fresh server and waits until it answers: about two seconds.
     *
     * @throws IllegalStateException where {@link #find} finds none, or it does not start
     */
    public static PostgresServer start() {
        Path programs = find().orElseThrow(() -> new IllegalStateException("there is no PostgreSQL on this machine"));
        try {
            Path folder = Files.createTempDirectory("barograph-postgres");
            if (isRoot()) {
                Files.setOwner(
                        folder,
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(UNPRIVILEGED));
            }
            PostgresServer server = new PostgresServer(programs, folder, freePort());
            Runtime.getRuntime().addShutdownHook(server.guard);
            try {
                server.initialise();
                server.restart();
                return server;
            } catch (IllegalStateException failed) {
                server.close();
                throw failed;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void initialise() throws IOException {
        Path password = folder.resolve("password");
        Files.writeString(password, PASSWORD);
        Process made = launch(
                "initdb.log",
                "initdb",
                "--pgdata=" + folder.resolve("data"),
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync");
        if (!await(made, START_SECONDS) || made.exitValue() != 0) {
            made.destroyForcibly();
            throw failed("cannot initialise a server", "initdb.log");
        }
    }

    /** Starts the server, which must not run, on the port and data that it had, and waits until it answers. */
    public void restart() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        try {
            Process started = postgres();
            while (!answers()) {
                if (System.nanoTime() > deadline) {
                    started.destroyForcibly();
                    throw failed("the server did not start", "postgres.log");
                }
                if (!started.isAlive()) {
                    // Until the last process of a server that was killed is gone, no other one may have its data.
                    started = postgres();
                }
                Thread.sleep(20);
            }
            process = started;
            execute("SELECT 1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server started", e);
        }
    }

    private Process postgres() throws IOException {
        return launch(
                "postgres.log",
                "postgres",
                "-D",
                folder.resolve("data").toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "shared_buffers=32MB");
    }

    private Process launch(String log, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            // It replaces itself by what it starts, so that the process is the server's own.
            command.addAll(List.of(
                    "setpriv",
                    "--reuid=" + UNPRIVILEGED,
                    "--regid=" + UNPRIVILEGED,
                    "--clear-groups",
                    "--no-new-privs"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** {@code jdbc:postgresql://127.0.0.1:PORT/DATABASE}. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + "postgres";
    }

    /** A connection of the superuser. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, PASSWORD);
    }

    /** Runs statements, with semicolons between. */
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** The answer's rows, their values as PostgreSQL writes them, with {@code |} between and {@code NULL} for none. */
    public List<String> rows(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            int columns = result.getMetaData().getColumnCount();
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int column = 1; column <= columns; column++) {
                    String value = result.getString(column);
                    row.append(column == 1 ? "" : "|").append(value == null ? "NULL" : value);
                }
                rows.add(row.toString());
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(query + ": " + e.getMessage(), e);
        }
    }

    private IllegalStateException failed(String what, String log) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(log));
        List<String> last = lines.subList(Math.max(0, lines.size() - 20), lines.size());
        return new IllegalStateException(what + ":\n" + String.join("\n", last));
    }

    /** Ends the server as {@code kill -9} of all its processes does. */
    public void kill() {
        if (process != null) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            await(process, STOP_SECONDS);
            process = null;
        }
    }

    /** Ends the server in good order, its clients' connections too. */
    public void stop() {
        if (process != null) {
            // The interrupt by which PostgreSQL ends connections is not among the signals that Java sends.
            Process stopping = process;
            try {
                new ProcessBuilder("kill", "-INT", Long.toString(stopping.pid()))
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!await(stopping, STOP_SECONDS)) {
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

    /** Ends the server and deletes the folder. */
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
