package io.barograph.testkit.spark;

import io.barograph.testkit.server.ServerJars;
import io.barograph.testkit.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One of Spark's servers: its home, and how Java is started for it. */
abstract class SparkProcess extends ServerProcess {
    static final String LOOPBACK = "127.0.0.1";

    SparkProcess(String name, int ports) {
        super(name, ports);
    }

    /** Its home: executors are started with the jars that lie there. */
    @Override
    protected void prepare() throws IOException {
        Path jars = Files.createDirectories(folder().resolve("jars"));
        for (Path jar : ServerJars.beside(SparkProcess.class)) {
            Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
        }
    }

    final ProcessBuilder java(String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                folder().resolve("jars") + "/*",
                main));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME",
                        folder().toString(),
                        "SPARK_SCALA_VERSION",
                        "2.13",
                        "SPARK_LOCAL_IP",
                        LOOPBACK,
                        "JAVA_HOME",
                        System.getProperty("java.home")));
        return builder;
    }
}
