package io.barograph.cli;

import io.barograph.core.error.BarographException;
import io.barograph.server.BarographServer;
import io.barograph.server.ConfigReader;
import io.barograph.server.ServerConfig;
import io.barograph.server.log.ServiceLog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code baro serve}: the engine as a service, until it is told to end. */
final class ServeCommand implements Command {
    private static final Option CONFIG = Option.of("--config", "FILE", "the configuration, in YAML");
    private static final Option LISTEN = Option.of(
            "--listen", "HOST:PORT", "where to listen (127.0.0.1:8750); beyond this machine a token is needed");
    private static final Option DATA =
            Option.of("--data", "FOLDER", "where pipelines are kept that clients make (barograph-data)");

    @Override
    public String name() {
        return "serve";
    }

    @Override
    public String summary() {
        return "run as a service: pipelines, queries by HTTP, live results, a page, metrics";
    }

    @Override
    public List<String> usage() {
        return List.of("baro serve [--config barograph.yaml] [pipeline.sql …]");
    }

    @Override
    public List<Option> options() {
        return List.of(CONFIG, LISTEN, DATA, CommonOptions.MEMORY);
    }

    @Override
    public String details() {
        return """
                Its pipelines go on from their checkpoints. Ctrl-C, or SIGTERM, has each make a last one.

                  curl 'http://127.0.0.1:8750/v1/query?sql=SELECT+1'
                  python3 -c "import pandas; print(pandas.read_csv('http://127.0.0.1:8750/v1/query?sql=SELECT+1'))"

                SQL may name files below the folder in which it is started, or those that the configuration names under
                'files'. The token is taken from the environment variable BAROGRAPH_TOKEN.
                """;
    }

    /** The last checkpoints of all pipelines. */
    @Override
    public int secondsToEnd() {
        return 90;
    }

    @Override
    public int run(Arguments arguments, Console console) throws InterruptedException {
        String config = arguments.value(CONFIG);
        String data = arguments.value(DATA);
        List<Path> pipelines = arguments.operands().stream().map(Path::of).toList();
        ServerConfig wanted =
                ConfigReader.read(path(config), arguments.value(LISTEN), path(data), pipelines, console.environment());
        try {
            serve(wanted, console);
        } catch (BarographException e) {
            return Failure.report(e, e.line() == 0 ? null : textOf(wanted.pipelines(), e), console);
        }
        return 0;
    }

    /** The text of the pipeline that a failure has its place in, which its message begins with. */
    private static @Nullable String textOf(List<Path> pipelines, BarographException failure) {
        return pipelines.stream()
                .filter(file -> String.valueOf(failure.getMessage()).startsWith(file + ":"))
                .findFirst()
                .map(file -> QueryCommand.readFile(file.toString()))
                .orElse(null);
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }

    /** Runs a service until the console is told to end. */
    static void serve(ServerConfig config, Console console) throws InterruptedException {
        ServiceLog log = new ServiceLog(console.err(), config.jsonLog(), Clock.systemUTC());
        try (BarographServer server = BarographServer.start(config, log)) {
            console.println(server.url());
            console.cancellation().await();
        }
    }
}
