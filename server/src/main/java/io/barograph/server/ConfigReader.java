package io.barograph.server;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.server.api.QueryLimits;
import io.barograph.server.http.ClientLimits;
import io.barograph.server.pipeline.PipelineLimits;
import io.barograph.sql.LengthText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts a service's configuration together: of a file, what is said beside it, and what goes without saying. */
public final class ConfigReader {
    /** The environment variable of the token. */
    public static final String TOKEN = "BAROGRAPH_TOKEN";

    private static final int MOST_PORT = 65_535;
    private static final int LEAST_TOKEN = 16;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration QUERY_TIME = Duration.ofMinutes(1);
    private static final long QUERY_ROWS = 10_000_000;
    private static final int RESULT_ROWS = 100_000;
    private static final int QUERIES_AT_ONCE = 4;
    private static final int REQUESTS = 200;
    private static final Duration IDLE = Duration.ofMinutes(1);

    /** A query, and a pipeline, may take this part of the memory that all may take. */
    private static final int QUERY_PART = 8;

    private static final int PIPELINE_PART = 4;

    private final ConfigFile file;

    private ConfigReader(ConfigFile file) {
        this.file = file;
    }

    /**
     * The configuration.
     *
     * @param path of a file in YAML, or null
     * @param listen {@code HOST:PORT}, or null to have the file say it
     * @param data the service's own folder, or null to have the file say it
     * @param pipelines files of SQL, besides those that the configuration names
     * @param environment where the token may stand
     * @throws io.barograph.core.error.BarographException {@code INVALID_OPTION} for a name that there is none of, and a value
     *     that it cannot have
     */
    public static ServerConfig read(
            @Nullable Path path,
            @Nullable String listen,
            @Nullable Path data,
            List<Path> pipelines,
            Map<String, String> environment) {
        ConfigFile file = path == null ? ConfigFile.empty() : ConfigFile.read(path);
        return new ConfigReader(file).read(listen, data, pipelines, environment);
    }

    private ServerConfig read(
            @Nullable String listen, @Nullable Path data, List<Path> pipelines, Map<String, String> environment) {
        String address = Objects.requireNonNullElse(file.take("listen"), ServerConfig.DEFAULT_HOST);
        String[] parts = address(listen, address);
        List<Path> all = new ArrayList<>(paths("pipelines", List.of()));
        all.addAll(pipelines);
        String folder = file.take("data");
        long memory = RunOptions.defaults().memoryBytes();
        int cores = Runtime.getRuntime().availableProcessors();
        ServerConfig config = new ServerConfig(
                parts[0],
                Integer.parseInt(parts[1]),
                token(environment),
                Set.copyOf(file.takeAll("hosts").orElse(List.of())),
                paths("files", List.of("")),
                connectors(),
                data != null ? data : Path.of(folder == null ? "barograph-data" : folder),
                all,
                new PipelineLimits(
                        number("pipeline.threads", cores, 1, 1024),
                        bytes("pipeline.memory", memory / PIPELINE_PART),
                        number("pipeline.result-rows", RESULT_ROWS, 1, 1_000_000),
                        length("pipeline.first-pause", FIRST_PAUSE),
                        length("pipeline.longest-pause", LONGEST_PAUSE)),
                new QueryLimits(
                        number("queries.at-once", QUERIES_AT_ONCE, 1, 1024),
                        length("queries.time", QUERY_TIME),
                        bytes("queries.memory", memory / QUERY_PART),
                        number("queries.rows", (int) QUERY_ROWS, 1, Integer.MAX_VALUE),
                        number("queries.threads", cores, 1, 1024)),
                new ClientLimits(number("requests-per-second", REQUESTS, 0, 1_000_000), length("idle-time", IDLE)),
                value("log", false, "'json' or 'text'", ConfigReader::isJson));
        file.refuseOthers();
        return config;
    }

    /**
     * Host and port.
     *
     * @param given on the command line, or null
     * @param configured else
     */
    private String[] address(@Nullable String given, String configured) {
        String text = given != null ? given : configured;
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > text.lastIndexOf(']') && text.indexOf(':') == colon || text.contains("]:");
        String host = hasPort ? text.substring(0, colon) : text;
        String port = hasPort ? text.substring(colon + 1) : Integer.toString(ServerConfig.DEFAULT_PORT);
        // A number alone is a port whose host was forgotten.
        if (host.isEmpty() || host.matches("\\d+") || !port.matches("\\d{1,5}") || Integer.parseInt(port) > MOST_PORT) {
            String what = "is '" + text + "', but must be a host and a port: '" + ServerConfig.DEFAULT_HOST + ":"
                    + (text.matches("\\d{1,5}") ? text : Integer.toString(ServerConfig.DEFAULT_PORT)) + "'";
            throw given == null
                    ? file.invalid("'listen' " + what)
                    : new BarographException(ErrorCode.INVALID_OPTION, "--listen " + what);
        }
        return new String[] {host.replace("[", "").replace("]", ""), port};
    }

    /** From the environment, or from a file; never from the configuration itself, which others may read. */
    private @Nullable String token(Map<String, String> environment) {
        String path = file.take("token-file");
        String token = environment.get(TOKEN);
        if (path != null) {
            try {
                token = Files.readString(Path.of(path));
            } catch (IOException e) {
                throw file.invalid("the token's file '" + path + "' cannot be read: " + e.getMessage());
            }
        }
        if (token == null || token.isBlank()) {
            return null;
        }
        if (token.strip().length() < LEAST_TOKEN) {
            throw file.invalid("the token is shorter than " + LEAST_TOKEN
                    + " characters, so it could be guessed; make one with: openssl rand -hex 32");
        }
        return token.strip();
    }

    private static @Nullable Boolean isJson(String form) {
        return form.equals("json") ? Boolean.TRUE : form.equals("text") ? Boolean.FALSE : null;
    }

    private Set<String> connectors() {
        Set<String> allowed = new TreeSet<>(ServerConfig.DEFAULT_CONNECTORS);
        file.takeAll("connectors").ifPresent(more -> more.forEach(name -> allowed.add(name.toLowerCase(Locale.ROOT))));
        return allowed;
    }

    private List<Path> paths(String name, List<String> otherwise) {
        return file.takeAll(name).orElse(otherwise).stream().map(Path::of).toList();
    }

    private <T> T value(String name, T otherwise, String expected, Function<String, @Nullable T> reader) {
        String text = file.take(name);
        if (text == null) {
            return otherwise;
        }
        T value = reader.apply(text);
        if (value == null) {
            throw file.invalid("'" + name + "' is '" + text + "', but must be " + expected);
        }
        return value;
    }

    private int number(String name, int otherwise, int least, int most) {
        return value(name, otherwise, "a whole number from " + least + " to " + most, text -> {
            String digits = text.replace("_", "");
            if (!digits.matches("\\d{1,10}")) {
                return null;
            }
            long number = Long.parseLong(digits);
            return number >= least && number <= most ? (Integer) (int) number : null;
        });
    }

    private Duration length(String name, Duration otherwise) {
        return value(name, otherwise, "a length of time such as '30 seconds'", text -> {
            long nanos = LengthText.nanos(text).orElse(0);
            return nanos == 0 ? null : Duration.ofNanos(nanos);
        });
    }

    private long bytes(String name, long otherwise) {
        return value(name, otherwise, "a size such as '512m'", text -> {
            String lower = text.toLowerCase(Locale.ROOT);
            int shift = lower.endsWith("k") ? 10 : lower.endsWith("m") ? 20 : lower.endsWith("g") ? 30 : 0;
            String digits = shift == 0 ? lower : lower.substring(0, lower.length() - 1);
            return digits.matches("\\d{1,9}") && !digits.matches("0+")
                    ? (Long) (Long.parseLong(digits) << shift)
                    : null;
        });
    }
}
