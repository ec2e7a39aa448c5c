package io.barograph.testkit.hdfs;

import java.util.Map;

/** A process that keeps blocks. Used by one thread. */
public final class DataNode extends HadoopProcess {
    private final NameNode owner;

    private DataNode(int number, NameNode owner) {
        super("hdfs-datanode-" + number, 3, "org.apache.hadoop.hdfs.server.datanode.DataNode");
        this.owner = owner;
    }

    static DataNode start(int number, NameNode owner) {
        DataNode started = new DataNode(number, owner);
        started.begin();
        return started;
    }

    @Override
    String nameNode() {
        return owner.uri();
    }

    @Override
    Map<String, String> settings() {
        return Map.of(
                "dfs.datanode.data.dir", "file://" + inFolder("data"),
                "dfs.datanode.address", local(port(0)),
                "dfs.datanode.http.address", local(port(1)),
                "dfs.datanode.ipc.address", local(port(2)));
    }
}
