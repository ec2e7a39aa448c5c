package io.barograph.testkit.hdfs;

import io.barograph.testkit.server.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A NameNode and DataNodes on this machine's loopback; every block lies on each DataNode. Used by one thread. */
public final class HdfsCluster implements AutoCloseable {
    private final NameNode nameNode;
    private final List<DataNode> dataNodes = new ArrayList<>();

    private HdfsCluster(int size) {
        nameNode = NameNode.start(size);
        try {
            for (int i = 0; i < size; i++) {
                dataNodes.add(DataNode.start(i, nameNode));
            }
            Patience.await("all DataNodes have reported", () -> nameNode.liveDataNodes() == size);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /**
     * Starts fresh ones and waits until files can be written: about ten seconds.
     *
     * @param size how many DataNodes
     */
    public static HdfsCluster start(int size) {
        return new HdfsCluster(size);
    }

    public NameNode nameNode() {
        return nameNode;
    }

    public DataNode dataNode(int which) {
        return dataNodes.get(which);
    }

    /** Copies a file of this machine, and gives the URI of the copy. */
    public String put(Path file) throws IOException {
        String name = file.getFileName().toString();
        nameNode.put(file.toAbsolutePath(), "/" + name);
        return uri(name);
    }

    /** {@code hdfs://127.0.0.1:PORT/PATH}. */
    public String uri(String path) {
        return nameNode.uri() + "/" + path;
    }

    @Override
    public void close() {
        dataNodes.forEach(DataNode::close);
        nameNode.close();
    }
}
