package io.barograph.testkit.hdfs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process that knows which machines have room for whose work. Used by one thread. */
final class ResourceManager extends HadoopProcess {
    private final NameNode files;

    private ResourceManager(NameNode files) {
        super("yarn-resourcemanager", 5, "org.apache.hadoop.yarn.server.resourcemanager.ResourceManager");
        this.files = files;
    }

    static ResourceManager start(NameNode files) {
        ResourceManager started = new ResourceManager(files);
        started.begin();
        return started;
    }

    /** HOST:PORT for those who submit jobs. */
    String address() {
        return local(port(0));
    }

    @Override
    String nameNode() {
        return files.uri();
    }

    @Override
    String settingsFile() {
        return "yarn-site.xml";
    }

    /** Where it is found, for all who look for it. */
    Map<String, String> addresses() {
        return Map.of(
                "yarn.resourcemanager.address", address(),
                "yarn.resourcemanager.scheduler.address", local(port(1)),
                "yarn.resourcemanager.resource-tracker.address", local(port(2)),
                "yarn.resourcemanager.admin.address", local(port(3)),
                "yarn.resourcemanager.webapp.address", local(port(4)));
    }

    @Override
    Map<String, String> settings() {
        Map<String, String> settings = new java.util.TreeMap<>(addresses());
        settings.put(
                "yarn.resourcemanager.scheduler.class",
                "org.apache.hadoop.yarn.server.resourcemanager.scheduler.fifo.FifoScheduler");
        settings.put("yarn.scheduler.minimum-allocation-mb", "128");
        return settings;
    }

    /** A number of those that it has of itself: {@code activeNodes}, {@code appsRunning}. */
    int metric(String name) throws IOException, InterruptedException {
        HttpRequest ask = HttpRequest.newBuilder(URI.create("http://" + local(port(4)) + "/ws/v1/cluster/metrics"))
                .header("Accept", "application/json")
                .build();
        String answer = HttpClient.newHttpClient()
                .send(ask, HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher found = Pattern.compile("\"" + name + "\":(\\d+)").matcher(answer);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }
}
