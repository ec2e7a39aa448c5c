package io.barograph.testkit.hdfs;

import io.barograph.testkit.server.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A NameNode and DataNodes on this machine's loopback; every block lies on each DataNode. Used by one thread. */
public final class HdfsCluster implements AutoCloseable {
    private final NameNode nameNode;
    private final List<DataNode> dataNodes = new ArrayList<>();

    private HdfsCluster(int size, @Nullable String host) {
        nameNode = NameNode.start(size);
        try {
            for (int i = 0; i < size; i++) {
                dataNodes.add(DataNode.start(i, nameNode, host));
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
        return new HdfsCluster(size, null);
    }

    /**
     * The same, where blocks lie on a machine of some name: engines that call it by the same run their tasks beside them.
     *
     * @param host a name or an address of this machine
     */
    public static HdfsCluster start(int size, String host) {
        return new HdfsCluster(size, host);
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
