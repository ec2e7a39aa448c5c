package io.barograph.testkit.hdfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A NameNode and DataNodes on this machine's loopback; every block lies on each DataNode. Used by one thread. */
public final class HdfsCluster implements AutoCloseable {
    private static final long REPORT_SECONDS = 60;

    private final NameNode nameNode;
    private final List<DataNode> dataNodes = new ArrayList<>();

    private HdfsCluster(int size) {
        nameNode = NameNode.start(size);
        try {
            for (int i = 0; i < size; i++) {
                dataNodes.add(DataNode.start(i, nameNode));
            }
            awaitReports(size);
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

    private void awaitReports(int size) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(REPORT_SECONDS);
        try {
            while (nameNode.liveDataNodes() < size) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("not all DataNodes have reported within " + REPORT_SECONDS + " s");
                }
                Thread.sleep(100);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while DataNodes started", e);
        }
    }

    public NameNode nameNode() {
        return nameNode;
    }

    public DataNode dataNode(int which) {
        return dataNodes.get(which);
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
