package io.barograph.formats.text;

import java.io.Closeable;
import java.io.IOException;

/** The text of a compressed file, from its start on. */
interface CompressedText extends Closeable {
    /**
     * Reads the next bytes of the text: as many as asked for, fewer only at the end.
     *
     * @throws IOException where the file is cut or damaged, or something else follows its data
     */
    int read(byte[] target, int at, int length) throws IOException;

    /** Bytes of the file that were read so far. */
    long stored();
}
