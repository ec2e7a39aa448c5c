package io.barograph.testkit.postgres;

import io.barograph.testkit.server.ServerProcess;
import java.io.IOException;
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
import java.util.stream.Stream;

/**
 * A PostgreSQL server as processes of its own on this machine's loopback. Used by one thread.
 *
 * <p>PostgreSQL comes from the machine's packages ({@link #find}). It refuses to run as root: then it runs as the user
 * {@code postgres}, whom Debian's package makes.
 */
public final class PostgresServer extends ServerProcess {
    /** The name of the superuser, and of the database. */
    public static final String USER = "tester";

    /** The user's password. */
    public static final String PASSWORD = "correct horse";

    private static final String UNPRIVILEGED = "postgres";

    private final Path programs;

    private PostgresServer(Path programs) {
        super("postgres", 1);
        this.programs = programs;
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
        PostgresServer server = new PostgresServer(
                find().orElseThrow(() -> new IllegalStateException("there is no PostgreSQL on this machine")));
        server.begin();
        return server;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    @Override
    protected void prepare() throws IOException {
        if (isRoot()) {
            Files.setOwner(
                    folder(),
                    folder().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(UNPRIVILEGED));
        }
        Path password = folder().resolve("password");
        Files.writeString(password, PASSWORD);
        run(command(
                "initdb",
                "--pgdata=" + folder().resolve("data"),
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync"));
    }

    @Override
    protected ProcessBuilder program() {
        return command(
                "postgres",
                "-D",
                folder().resolve("data").toString(),
                "-p",
                Integer.toString(port(0)),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "shared_buffers=32MB");
    }

    private ProcessBuilder command(String program, String... arguments) {
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
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    @Override
    protected boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** It ends its clients' connections at this, where it waits for them at TERM. */
    @Override
    protected String endSignal() {
        return "INT";
    }

    /** {@code jdbc:postgresql://127.0.0.1:PORT/DATABASE}. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port(0) + "/" + "postgres";
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
}
