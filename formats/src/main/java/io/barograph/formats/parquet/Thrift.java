package io.barograph.formats.parquet;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TTransport;
import shaded.parquet.org.apache.thrift.transport.TTransportException;

/**
 * Thrift's structures in byte arrays. What a length announces is compared with the bytes that are there before anything is
 * allocated for it.
 */
final class Thrift {
    private Thrift() {}

    /**
     * Reads a structure.
     *
     * @return the position behind it, or -1 where the bytes end before it does
     * @throws Damage where they are no such structure
     */
    static int read(TBase<?, ?> target, byte[] bytes, int from, int to) {
        Source source = new Source(bytes, from, to);
        try {
            target.read(new TCompactProtocol(source));
            return source.at;
        } catch (TTransportException ended) {
            return -1;
        } catch (TException | RuntimeException garbage) {
            throw new Damage("its description cannot be read (" + reason(garbage) + ")");
        }
    }

    /** What the library says is wrong, without the class in which it is. */
    private static String reason(Exception garbage) {
        String message = String.valueOf(garbage.getMessage());
        int structure = message.indexOf(" Struct:");
        return structure < 0 ? message : message.substring(0, structure).replaceFirst("[.!]$", "");
    }

    static byte[] write(TBase<?, ?> structure) {
        Target target = new Target();
        try {
            structure.write(new TCompactProtocol(target));
        } catch (TException impossible) {
            throw new IllegalStateException(impossible);
        }
        return target.bytes.toByteArray();
    }

    /** What both directions do not need. */
    private abstract static class Memory extends TTransport {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void open() {}

        @Override
        public void close() {}

        @Override
        public TConfiguration getConfiguration() {
            return TConfiguration.DEFAULT;
        }

        @Override
        public void updateKnownMessageSize(long size) {}
    }

    private static final class Source extends Memory {
        private final byte[] bytes;
        private final int end;
        private int at;

        Source(byte[] bytes, int from, int to) {
            this.bytes = bytes;
            this.at = from;
            this.end = to;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws TTransportException {
            checkReadBytesAvailable(length);
            System.arraycopy(bytes, at, target, offset, length);
            at += length;
            return length;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkReadBytesAvailable(long count) throws TTransportException {
            if (count < 0 || count > end - at) {
                throw new TTransportException(TTransportException.END_OF_FILE);
            }
        }
    }

    private static final class Target extends Memory {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public int read(byte[] target, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            bytes.writeBytes(Arrays.copyOfRange(source, offset, offset + length));
        }

        @Override
        public void checkReadBytesAvailable(long count) {}
    }
}
