package io.barograph.server;

import io.barograph.server.api.QueryLimits;
import io.barograph.server.http.ClientLimits;
import io.barograph.server.pipeline.PipelineLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a service is run.
 *
 * @param host to listen at; loopback unless there is a token
 * @param port or 0 for any that is free
 * @param token that clients have to show, or null for none
 * @param hosts names by which the service is asked for, besides loopback's; without ports
 * @param files folders below which SQL may name files
 * @param connectors that clients' pipelines may use; {@code *} for all
 * @param data the service's own folder: the pipelines that clients make
 * @param pipelines files of SQL that run from the start
 * @param limits of pipelines
 * @param queries limits of queries
 * @param clients limits of those who ask
 * @param jsonLog whether the log's lines are JSON
 */
public record ServerConfig(
        String host,
        int port,
        @Nullable String token,
        Set<String> hosts,
        List<Path> files,
        Set<String> connectors,
        Path data,
        List<Path> pipelines,
        PipelineLimits limits,
        QueryLimits queries,
        ClientLimits clients,
        boolean jsonLog) {
    /** Where a service listens that is told nothing else. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    public static final int DEFAULT_PORT = 8750;

    /** What clients may use without leaving this machine. */
    public static final Set<String> DEFAULT_CONNECTORS =
            Set.of("filesystem", "journal", "http", "console", "print", "results");

    /** The same, where SQL may name files below other folders. */
    public ServerConfig below(List<Path> folders) {
        return new ServerConfig(
                host, port, token, hosts, folders, connectors, data, pipelines, limits, queries, clients, jsonLog);
    }
}
