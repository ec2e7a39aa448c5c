package io.barograph.testkit.flink;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process that takes jobs and deals their subtasks out to TaskManagers. Used by one thread. */
public final class JobManager extends FlinkProcess {
    private static final int HEAP_MEGABYTES = 384;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private JobManager(Beside beside) {
        super("flink-jobmanager", 3, HEAP_MEGABYTES, beside);
    }

    /** Starts a fresh one and waits until it answers. */
    static JobManager start(Beside beside) {
        JobManager started = new JobManager(beside);
        started.begin();
        return started;
    }

    /** Of its REST endpoint. */
    public int restPort() {
        return port(0);
    }

    /** Where TaskManagers report. */
    int rpcPort() {
        return port(1);
    }

    @Override
    String configuration() {
        return """
                jobmanager.rpc.address: %1$s
                jobmanager.rpc.port: %2$d
                jobmanager.bind-host: %1$s
                rest.address: %1$s
                rest.bind-address: %1$s
                rest.port: %3$d
                blob.server.port: %4$d
                """.formatted(LOOPBACK, rpcPort(), restPort(), port(2));
    }

    @Override
    protected ProcessBuilder program() {
        return java(
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                List.of("--executionMode", "cluster"));
    }

    /** What the REST endpoint answers, JSON text. */
    public String ask(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + restPort() + path))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** A whole number that it tells of the cluster, as in {@code slots-total}; -1 while it tells none. */
    public int overview(String name) throws IOException, InterruptedException {
        Matcher told = Pattern.compile("\"" + Pattern.quote(name) + "\":(\\d+)").matcher(ask("/overview"));
        return told.find() ? Integer.parseInt(told.group(1)) : -1;
    }
}
