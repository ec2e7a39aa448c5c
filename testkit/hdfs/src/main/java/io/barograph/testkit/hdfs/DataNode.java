package io.barograph.testkit.hdfs;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A process that keeps blocks. Used by one thread. */
public final class DataNode extends HadoopProcess {
    private final NameNode owner;
    private final @Nullable String host;

    private DataNode(int number, NameNode owner, @Nullable String host) {
        super("hdfs-datanode-" + number, 3, "org.apache.hadoop.hdfs.server.datanode.DataNode");
        this.owner = owner;
        this.host = host;
    }

    /** @param host what HDFS calls the machine that its blocks lie on; null for its own name */
    static DataNode start(int number, NameNode owner, @Nullable String host) {
        DataNode started = new DataNode(number, owner, host);
        started.begin();
        return started;
    }

    @Override
    String nameNode() {
        return owner.uri();
    }

    @Override
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        if (host != null) {
            settings.put("dfs.datanode.hostname", host);
        }
        settings.put("dfs.datanode.data.dir", "file://" + inFolder("data"));
        settings.put("dfs.datanode.address", local(port(0)));
        settings.put("dfs.datanode.http.address", local(port(1)));
        settings.put("dfs.datanode.ipc.address", local(port(2)));
        return settings;
    }
}
