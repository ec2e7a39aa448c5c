package io.barograph.testkit.hdfs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process that knows which files there are, and where their blocks lie. Used by one thread. */
public final class NameNode extends HadoopProcess {
    private static final Pattern LIVE = Pattern.compile("\"NumLiveDataNodes\" : (\\d+)");

    private final int replication;

    private NameNode(int replication) {
        super("hdfs-namenode", 2, "org.apache.hadoop.hdfs.server.namenode.NameNode");
        this.replication = replication;
    }

    /** Starts a fresh one and waits until it answers. */
    static NameNode start(int replication) {
        NameNode started = new NameNode(replication);
        started.begin();
        return started;
    }

    /** {@code hdfs://127.0.0.1:PORT}. */
    public String uri() {
        return "hdfs://" + local(port(0));
    }

    @Override
    String nameNode() {
        return uri();
    }

    @Override
    Map<String, String> settings() {
        return Map.of(
                "dfs.replication",
                Integer.toString(replication),
                "dfs.namenode.name.dir",
                "file://" + inFolder("name"),
                "dfs.namenode.http-address",
                local(port(1)),
                "dfs.namenode.datanode.registration.ip-hostname-check",
                "false",
                "dfs.namenode.safemode.extension",
                "0",
                "dfs.namenode.fs-limits.min-block-size",
                "1024");
    }

    @Override
    protected void prepare() throws IOException {
        super.prepare();
        run(java("-format", "-force", "-nonInteractive"));
    }

    /** Copies a file of this machine to an absolute path of its own. */
    void put(Path file, String path) throws IOException {
        run(javaOf("org.apache.hadoop.fs.FsShell", "-put", file.toString(), path));
    }

    /** How many DataNodes have reported. */
    int liveDataNodes() throws IOException, InterruptedException {
        HttpRequest ask = HttpRequest.newBuilder(URI.create(
                        "http://" + local(port(1)) + "/jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState"))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(ask, HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher live = LIVE.matcher(answer);
        return live.find() ? Integer.parseInt(live.group(1)) : 0;
    }
}
