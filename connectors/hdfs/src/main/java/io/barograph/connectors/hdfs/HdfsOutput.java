package io.barograph.connectors.hdfs;

import java.io.IOException;
import java.io.OutputStream;

/** A file of HDFS that is being written. Its failures say what they mean; closed twice, it is closed. */
final class HdfsOutput extends OutputStream {
    private final String name;
    private final OutputStream out;
    private boolean closed;

    HdfsOutput(String name, OutputStream out) {
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
