package io.barograph.connectors.hdfs;

import io.barograph.formats.store.StoredBytes;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;

/**
 * A file of HDFS that is open. Reading on goes through a stream, for which a DataNode sends ahead; elsewhere a piece is asked
 * for by itself, and the stream stays where it is. A DataNode that fails is left for another one that has the block.
 */
final class HdfsBytes implements StoredBytes {
    private final String name;
    private final FSDataInputStream in;

    HdfsBytes(String name, FSDataInputStream in) {
        this.name = name;
        this.in = in;
    }

    @Override
    public long size() throws IOException {
        // All files of HDFS are opened as such: their length is known without asking again.
        return ((HdfsDataInputStream) in).getVisibleLength();
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
