package io.barograph.engines;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.List;
import java.util.Optional;

/**
 * Libraries that are fetched when somebody asks for them, and the modules of ours that are built against them and live with
 * them in a class loader of its own.
 *
 * @param name as in {@code baro engines install NAME}
 * @param brings what works with it, in a few words
 * @param schemes that names of files on it begin with: {@code hdfs}
 * @param libraries folder of the sources whose {@code pom.xml} lists what is fetched
 * @param modules folders of the sources of our modules; one that runs queries comes last
 * @param uses the modules that ours are built with
 * @param live how {@code --engine NAME} runs tables whose rows keep coming
 * @param runsQueries whether {@code --engine NAME} works with it; then its last module also makes a jar for clusters
 */
public record EngineKit(
        String name,
        String brings,
        List<String> schemes,
        String libraries,
        List<String> modules,
        List<String> uses,
        Live live,
        boolean runsQueries) {
    /** Every kit there is. */
    public static final List<EngineKit> ALL = List.of(
            new EngineKit(
                    "hadoop",
                    "hdfs:// as tables and for answers; queries as MapReduce, on YARN or in this process",
                    List.of("hdfs"),
                    "engines/hadoop",
                    List.of("connectors/hdfs", "hadoop"),
                    List.of("core", "engines", "formats", "local", "detect"),
                    Live.NONE,
                    true),
            new EngineKit(
                    "spark",
                    "queries on a Spark cluster, or on Spark in this process",
                    List.of(),
                    "engines/spark",
                    List.of("spark"),
                    List.of(
                            "core",
                            "engines",
                            "engines/hadoop",
                            "formats",
                            "local",
                            "detect",
                            "connectors/hdfs",
                            "connectors/shared",
                            "connectors/kafka"),
                    Live.MICRO_BATCHES,
                    true),
            new EngineKit(
                    "flink",
                    "queries on a Flink cluster, or on Flink in this process",
                    List.of(),
                    "engines/flink",
                    List.of("flink"),
                    List.of(
                            "core",
                            "engines",
                            "engines/hadoop",
                            "formats",
                            "local",
                            "detect",
                            "connectors/hdfs",
                            "connectors/shared",
                            "connectors/kafka",
                            "connectors/postgres"),
                    Live.STREAMS,
                    true));

    /** How tables are run whose rows keep coming. */
    public enum Live {
        /** Not at all. */
        NONE,
        /** In small batches, one after the other; this process keeps the sinks. */
        MICRO_BATCHES,
        /** As a job of the cluster's that goes on, with sources, states and sinks on its machines. */
        STREAMS
    }

    public EngineKit {
        schemes = List.copyOf(schemes);
        modules = List.copyOf(modules);
        uses = List.copyOf(uses);
    }

    /** @throws BarographException INVALID_ARGUMENT where there is none of this name, with those that exist */
    public static EngineKit named(String name) {
        List<String> names = ALL.stream().map(EngineKit::name).toList();
        return ALL.stream()
                .filter(kit -> kit.name.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new BarographException(
                        ErrorCode.INVALID_ARGUMENT,
                        "there is no engine '" + name + "' to install" + NearNames.hint(name, names, "there is")));
    }

    /** The kit that brings file systems of this scheme. */
    public static Optional<EngineKit> ofScheme(String scheme) {
        return ALL.stream().filter(kit -> kit.schemes.contains(scheme)).findFirst();
    }
}
