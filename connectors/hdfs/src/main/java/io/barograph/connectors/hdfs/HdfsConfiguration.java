package io.barograph.connectors.hdfs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What Hadoop's client is told: the files of the folder {@code HADOOP_CONF_DIR}, as everywhere; where they do not say
 * otherwise, to give up on a NameNode that does not answer after seconds instead of a quarter of an hour.
 */
final class HdfsConfiguration {
    private static final List<String> FILES = List.of("core-site.xml", "hdfs-site.xml");

    private static final Map<String, String> PATIENCE = Map.of(
            "ipc.client.connect.max.retries", "3",
            "ipc.client.connect.max.retries.on.timeouts", "1",
            "ipc.client.connect.timeout", "10000",
            "ipc.client.rpc-timeout.ms", "60000");

    private HdfsConfiguration() {}

    static Configuration of(Map<String, String> environment) {
        Configuration configuration = new Configuration();
        // Hadoop looks for classes and its defaults where the thread says, which is not where it lies itself.
        configuration.setClassLoader(HdfsConfiguration.class.getClassLoader());
        configuration.addResource("hdfs-default.xml");
        String folder = environment.getOrDefault("HADOOP_CONF_DIR", "");
        if (!folder.isEmpty()) {
            for (String name : FILES) {
                Path file = Path.of(folder, name);
                if (Files.isReadable(file)) {
                    configuration.addResource(new org.apache.hadoop.fs.Path(file.toUri()));
                }
            }
        }
        PATIENCE.forEach((key, value) -> {
            if (isDefault(configuration.getPropertySources(key))) {
                configuration.set(key, value);
            }
        });
        return configuration;
    }

    private static boolean isDefault(String @Nullable [] sources) {
        return sources == null || Arrays.stream(sources).allMatch(source -> source.endsWith("-default.xml"));
    }
}
