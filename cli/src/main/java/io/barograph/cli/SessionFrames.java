package io.barograph.cli;

import io.barograph.core.engine.Cancellation;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The frames that answer the lines of a {@link SessionCommand}, one line after the other. */
final class SessionFrames {
    static final int OUT = 1;
    static final int ERR = 2;
    static final int END = 0;

    private final DataOutputStream target;

    /** @param target not closed */
    SessionFrames(OutputStream target) {
        this.target = new DataOutputStream(new BufferedOutputStream(target));
    }

    /** Begins the answer to a line. */
    Line begin() {
        return new Line();
    }

    private void frame(int kind, byte[] bytes, int from, int length) throws IOException {
        target.writeByte(kind);
        target.writeInt(length);
        target.write(bytes, from, length);
        target.flush();
    }

    /** The answer to one line. What its threads print when it has ended goes nowhere. */
    final class Line {
        private boolean ended;

        /** What the line sees of the world: nothing to read, and no terminal. */
        Console console(Map<String, String> environment, Cancellation cancellation) {
            return new Console(
                    InputStream.nullInputStream(),
                    new Stream(OUT),
                    new PrintStream(new Stream(ERR), true, StandardCharsets.UTF_8),
                    environment,
                    new Console.Terminals(false, false, false),
                    Console.DEFAULT_WIDTH,
                    cancellation);
        }

        /** Says how the line ended. */
        void end(int status) {
            try {
                print(END, ByteBuffer.allocate(Integer.BYTES).putInt(status).array(), 0, Integer.BYTES);
            } catch (IOException e) {
                throw OutputClosedException.of(e);
            }
        }

        private synchronized void print(int kind, byte[] bytes, int from, int length) throws IOException {
            if (!ended) {
                ended = kind == END;
                frame(kind, bytes, from, length);
            }
        }

        private final class Stream extends OutputStream {
            private final int kind;

            Stream(int kind) {
                this.kind = kind;
            }

            @Override
            public void write(int one) throws IOException {
                print(kind, new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                print(kind, bytes, from, length);
            }
        }
    }
}
