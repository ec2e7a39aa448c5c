package io.barograph.local;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and how an engine runs jobs.
 *
 * @param master the cluster, as the engine writes it: {@code spark://HOST:PORT}; null for the engine's mini form in this process
 * @param jobJar what is sent to a cluster: all of ours that its workers need, in one jar
 * @param threads cores that the mini form may use
 * @param temp the folder for temporary files of this process and of the mini form
 * @param properties what the engine is told beside, by its own names: {@code spark.executor.memory}
 */
public record TaskHostSettings(
        @Nullable String master, Path jobJar, int threads, String temp, Map<String, String> properties) {
    public TaskHostSettings {
        properties = Map.copyOf(properties);
    }
}
