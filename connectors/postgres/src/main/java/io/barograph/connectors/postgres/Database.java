package io.barograph.connectors.postgres;

import io.barograph.connectors.shared.Patience;
import io.barograph.connectors.shared.PatientCalls;
import io.barograph.connectors.shared.Place;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.formats.GivenOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where a database is and how it is connected to.
 *
 * @param url {@code jdbc:postgresql:…}, without a password
 * @param user null for the driver's own: that of the operating system
 * @param password null where the driver may find one in {@code ~/.pgpass}, or none is needed
 * @param properties of the driver, under its own names
 */
record Database(
        String url, @Nullable String user, @Nullable String password, Map<String, String> properties, Patience patience)
        implements Place {
    static final String URL = "url";
    static final String USER = "username";
    private static final String USER_ALIAS = "user";
    static final String PASSWORD = "password";
    static final String PASSWORD_FILE = "password-file";

    private static final String DRIVER_PREFIX = "jdbc:";
    private static final String SCHEME = "postgresql:";
    private static final String PREFIX = "properties.";

    /** A statement that gives no answer for so long is of a server that is gone. */
    private static final String LONGEST_ANSWER_SECONDS = "60";

    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

    static {
        // What the driver warns of on standard error we say in our own words.
        if (DRIVER_LOG.getLevel() == null) {
            DRIVER_LOG.setLevel(Level.SEVERE);
        }
    }

    private static final Set<String> OURS = Set.of(PGProperty.USER.getName(), PGProperty.PASSWORD.getName());

    /** Whether an option says how to get at a database, and for how long to try. */
    static boolean isConnection(String option) {
        return option.startsWith(PREFIX)
                || List.of(URL, USER, USER_ALIAS, PASSWORD, PASSWORD_FILE, Patience.OPTION)
                        .contains(option);
    }

    /** Takes its options out of a declaration's. */
    static Database take(GivenOptions given) {
        Patience patience = Patience.take(given);
        String url = url(given);
        String user = given.take(USER, USER_ALIAS);
        String password = password(given);
        Map<String, String> properties = properties(given);
        String environment = System.getenv("PGPASSWORD");
        return new Database(url, user, password == null ? environment : password, properties, patience);
    }

    /** The driver's own properties, as it spells them: the names of options are of lower case, and some of its are not. */
    private static Map<String, String> properties(GivenOptions given) {
        List<String> known =
                Stream.of(PGProperty.values()).map(PGProperty::getName).toList();
        Map<String, String> properties = new TreeMap<>();
        given.takeAll(PREFIX).forEach((name, value) -> {
            if (OURS.contains(name)) {
                throw given.invalid(
                        "option '" + PREFIX + name + "' cannot be set; say '" + USER + "' and '" + PASSWORD + "'");
            }
            String spelled = known.stream()
                    .filter(name::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> given.invalid(
                            "PostgreSQL's driver has no property '" + name + "'" + NearNames.didYouMean(name, known)));
            properties.put(spelled, value);
        });
        return properties;
    }

    private static String url(GivenOptions given) {
        String text = given.take(URL);
        String example = "'" + URL + "' = 'jdbc:postgresql://localhost:5432/plant'";
        if (text == null || text.isBlank()) {
            throw given.missing(URL, "where the database is: " + example);
        }
        String url = text.trim();
        url = url.startsWith("postgres:") ? SCHEME + url.substring("postgres:".length()) : url;
        url = url.startsWith(SCHEME) ? DRIVER_PREFIX + url : url;
        if (!url.startsWith(DRIVER_PREFIX + SCHEME)) {
            throw given.invalid("option '" + URL + "' must name a PostgreSQL database, such as " + example
                    + "; there is no driver for others");
        }
        Properties parsed = url.contains("@") ? null : Driver.parseURL(url, new Properties());
        if (parsed == null) {
            throw given.invalid("option '" + URL + "' is no address of a database such as " + example
                    + "; user and password have options of their own: '" + USER + "', '" + PASSWORD + "'");
        }
        if (parsed.containsKey(PGProperty.PASSWORD.getName())) {
            throw given.invalid(
                    "option '" + URL + "' holds a password, which would be shown; give it as '" + PASSWORD + "'");
        }
        return url;
    }

    private static @Nullable String password(GivenOptions given) {
        String password = given.take(PASSWORD);
        String file = given.take(PASSWORD_FILE);
        if (file == null) {
            return password;
        }
        if (password != null) {
            throw given.invalid(
                    "options '" + PASSWORD + "' and '" + PASSWORD_FILE + "' are two passwords; leave one out");
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException e) {
            throw given.invalid("option '" + PASSWORD_FILE + "': cannot read '" + file + "'");
        }
    }

    /** Connects, or fails within seconds. The caller closes it. */
    Connection connect() throws SQLException {
        Properties all = new Properties();
        all.setProperty(PGProperty.APPLICATION_NAME.getName(), "barograph");
        all.setProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
        all.setProperty(PGProperty.SOCKET_TIMEOUT.getName(), LONGEST_ANSWER_SECONDS);
        String limit = Long.toString(Math.max(1, patience.atMost(PatientCalls.TRY) / 1_000));
        all.setProperty(PGProperty.CONNECT_TIMEOUT.getName(), limit);
        all.setProperty(PGProperty.LOGIN_TIMEOUT.getName(), limit);
        all.putAll(properties);
        if (user != null) {
            all.setProperty(PGProperty.USER.getName(), user);
        }
        if (password != null) {
            all.setProperty(PGProperty.PASSWORD.getName(), password);
        }
        Connection made = new Driver().connect(url, all);
        if (made == null) {
            throw new SQLException("'" + address() + "' is no address of a database");
        }
        made.setAutoCommit(false);
        return made;
    }

    @Override
    public String address() {
        String rest = url.substring((DRIVER_PREFIX + SCHEME).length());
        int parameters = rest.indexOf('?');
        return (parameters < 0 ? rest : rest.substring(0, parameters)).replaceFirst("^//", "");
    }

    @Override
    public boolean isTransient(Throwable failed) {
        return Failures.isTransient(failed);
    }

    @Override
    public String reason(Throwable failed) {
        return Failures.reason(failed);
    }

    @Override
    public BarographException failure(String doing, Throwable failed) {
        if (failed instanceof BarographException known) {
            return known;
        }
        String message = doing + ": " + reason(failed);
        if (isTransient(failed)) {
            return new BarographException(
                    ErrorCode.UNAVAILABLE,
                    message + "; tried for " + patience + " ('" + Patience.OPTION + "'). Start the server, or correct '"
                            + URL + "'");
        }
        return Failures.lasting(message, failed);
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return address();
    }
}
