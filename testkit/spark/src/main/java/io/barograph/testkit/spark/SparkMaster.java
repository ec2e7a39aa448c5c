package io.barograph.testkit.spark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process that deals executors out to workers. Used by one thread. */
public final class SparkMaster extends SparkProcess {
    private static final Pattern ALIVE = Pattern.compile("\"aliveworkers\"\\s*:\\s*(\\d+)");

    private SparkMaster() {
        super("spark-master", 2);
    }

    /** Starts a fresh one and waits until it answers. */
    static SparkMaster start() {
        SparkMaster started = new SparkMaster();
        started.begin();
        return started;
    }

    /** {@code spark://127.0.0.1:PORT}. */
    public String uri() {
        return "spark://" + LOOPBACK + ":" + port(0);
    }

    @Override
    protected ProcessBuilder program() {
        return java(
                "org.apache.spark.deploy.master.Master",
                "--host",
                LOOPBACK,
                "--port",
                Integer.toString(port(0)),
                "--webui-port",
                Integer.toString(port(1)));
    }

    /** How many workers have reported and are there. */
    int aliveWorkers() throws IOException, InterruptedException {
        HttpRequest ask = HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + port(1) + "/json/"))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(ask, HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher alive = ALIVE.matcher(answer);
        return alive.find() ? Integer.parseInt(alive.group(1)) : 0;
    }
}
