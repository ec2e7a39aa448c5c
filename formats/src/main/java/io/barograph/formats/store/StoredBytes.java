package io.barograph.formats.store;

import java.io.Closeable;
import java.io.IOException;

/** The bytes of a file that is open, from any place in it. Used by one thread. */
public interface StoredBytes extends Closeable {
    /** How many there are now. */
    long size() throws IOException;

    /**
     * Reads some bytes, at least one unless none are wanted. Reading on where the read before has ended is cheapest.
     *
     * @param length at most so many
     * @return how many; -1 at the file's end
     */
    int read(long offset, byte[] target, int at, int length) throws IOException;

    /**
     * Reads as many bytes as are wanted.
     *
     * @return how many; fewer only at the file's end
     */
    default int readAll(long offset, byte[] target, int at, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int count = read(offset + done, target, at + done, length - done);
            if (count < 0) {
                break;
            }
            done += count;
        }
        return done;
    }
}
