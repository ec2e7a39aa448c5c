package io.barograph.testkit.flink;

import io.barograph.testkit.server.ServerJars;
import io.barograph.testkit.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One of Flink's servers: its configuration, and how Java is started for it. */
abstract class FlinkProcess extends ServerProcess {
    static final String LOOPBACK = "127.0.0.1";

    private static final String LOGGING = """
            rootLogger.level = INFO
            rootLogger.appenderRef.out.ref = OUT
            appender.out.type = Console
            appender.out.name = OUT
            appender.out.layout.type = PatternLayout
            appender.out.layout.pattern = %d{HH:mm:ss,SSS} %p %c{1}: %m%n
            """;

    private final int heapMegabytes;
    private final Beside beside;

    /** @param heapMegabytes of its JVM */
    FlinkProcess(String name, int ports, int heapMegabytes, Beside beside) {
        super(name, ports);
        this.heapMegabytes = heapMegabytes;
        this.beside = beside;
    }

    private String classPath() {
        String servers = ServerJars.classPath(FlinkProcess.class);
        return beside.libraries().isEmpty()
                ? servers
                : servers + System.getProperty("path.separator") + beside.libraries();
    }

    /** The lines of its {@code config.yaml}. */
    abstract String configuration();

    @Override
    protected void prepare() throws IOException {
        Files.createDirectories(folder().resolve("plugins"));
        Path temporary = Files.createDirectories(folder().resolve("tmp"));
        Files.writeString(folder().resolve("log4j.properties"), LOGGING);
        Map<String, String> settings = new TreeMap<>(Map.of(
                "io.tmp.dirs", temporary.toString(),
                // Who has died is missed after four seconds, not after Flink's fifty.
                "heartbeat.interval", "500",
                "heartbeat.timeout", "4000"));
        settings.putAll(beside.settings());
        StringBuilder lines = new StringBuilder(configuration());
        settings.forEach(
                (key, value) -> lines.append(key).append(": ").append(value).append('\n'));
        Files.writeString(folder().resolve("config.yaml"), lines);
    }

    final ProcessBuilder java(String main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-Dlog4j.configurationFile="
                        + folder().resolve("log4j.properties").toUri(),
                "-cp",
                classPath(),
                main,
                "--configDir",
                folder().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "FLINK_CONF_DIR", folder().toString(),
                        "FLINK_PLUGINS_DIR", folder().resolve("plugins").toString()));
        return builder;
    }

    /** Settings as options of the command line take them. */
    static List<String> settings(String... each) {
        return Arrays.stream(each)
                .flatMap(setting -> List.of("-D", setting).stream())
                .toList();
    }
}
