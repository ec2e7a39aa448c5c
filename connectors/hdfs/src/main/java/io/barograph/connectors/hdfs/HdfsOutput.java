package io.barograph.connectors.hdfs;

import io.barograph.formats.store.StoredOutput;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;

/** A file of HDFS that is being written. Its failures say what they mean; closed twice, it is closed. */
final class HdfsOutput extends StoredOutput {
    private final String name;
    private final FSDataOutputStream out;
    private boolean closed;

    HdfsOutput(String name, FSDataOutputStream out) {
        this.name = name;
        this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw HdfsFailure.of(name, e);
        }
    }

    /** DataNodes have it on their disks then, where a closed file may be in their memory alone. */
    @Override
    public void force() throws IOException {
        try {
            out.hsync();
        } catch (IOException e) {
            throw HdfsFailure.of(name, e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                out.close();
            } catch (IOException e) {
                throw HdfsFailure.of(name, e);
            }
        }
    }
}
