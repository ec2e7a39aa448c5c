package io.barograph.connectors.hdfs;

import io.barograph.formats.store.StoredBytes;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * A file of HDFS that is open. Reading on goes through a stream, for which a DataNode sends ahead; elsewhere a piece is asked
 * for by itself, and the stream stays where it is. A DataNode that fails is left for another one that has the block.
 */
final class HdfsBytes implements StoredBytes {
    private final String name;
    private final FSDataInputStream in;
    private final long size;

    HdfsBytes(String name, FSDataInputStream in, long size) {
        this.name = name;
        this.in = in;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long offset, byte[] target, int at, int length) throws IOException {
        try {
            if (in.getPos() == offset || in.getPos() == 0) {
                in.seek(offset);
                return in.read(target, at, length);
            }
            return in.read(offset, target, at, length);
        } catch (IOException e) {
            throw HdfsFailure.of(name, e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
