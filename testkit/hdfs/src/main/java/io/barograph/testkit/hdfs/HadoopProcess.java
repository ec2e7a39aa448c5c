package io.barograph.testkit.hdfs;

import io.barograph.testkit.server.ServerJars;
import io.barograph.testkit.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One of Hadoop's servers: its configuration, and how Java is started for it. */
abstract class HadoopProcess extends ServerProcess {
    private final String main;

    HadoopProcess(String name, int ports, String main) {
        super(name, ports);
        this.main = main;
    }

    /** What its file of settings says beside what every server here is told. */
    abstract Map<String, String> settings();

    /** The name of its file of settings. */
    String settingsFile() {
        return "hdfs-site.xml";
    }

    /** As in {@code fs.defaultFS}. */
    abstract String nameNode();

    @Override
    protected void prepare() throws IOException {
        write("core-site.xml", Map.of("fs.defaultFS", nameNode(), "hadoop.tmp.dir", inFolder("tmp")));
        write(settingsFile(), settings());
        Files.writeString(folder().resolve("log4j.properties"), """
                log4j.rootLogger=WARN,console
                log4j.appender.console=org.apache.log4j.ConsoleAppender
                log4j.appender.console.layout=org.apache.log4j.PatternLayout
                log4j.appender.console.layout.ConversionPattern=%d{HH:mm:ss,SSS} %p %c{1}: %m%n
                """);
        // The servers do not start without the folders of their pages, which lie in no jar.
        for (String pages : List.of("hdfs", "datanode", "static", "cluster", "node", "mapreduce")) {
            Files.createDirectories(folder().resolve("webapps").resolve(pages));
        }
    }

    private void write(String file, Map<String, String> properties) throws IOException {
        StringBuilder xml = new StringBuilder("<configuration>\n");
        properties.forEach((key, value) -> xml.append("<property><name>")
                .append(key)
                .append("</name><value>")
                .append(value)
                .append("</value></property>\n"));
        Files.writeString(folder().resolve(file), xml.append("</configuration>\n"));
    }

    /** A path in the server's own folder. */
    final String inFolder(String path) {
        return folder().resolve(path).toString();
    }

    static String local(int port) {
        return "127.0.0.1:" + port;
    }

    @Override
    protected ProcessBuilder program() {
        return java();
    }

    final ProcessBuilder java(String... arguments) {
        return javaOf(main, arguments);
    }

    /** Another of Hadoop's programs, with this server's settings. */
    final ProcessBuilder javaOf(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                folder() + System.getProperty("path.separator") + ServerJars.classPath(HadoopProcess.class),
                program));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }
}
