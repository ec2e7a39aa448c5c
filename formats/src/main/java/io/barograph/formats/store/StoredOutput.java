package io.barograph.formats.store;

import java.io.IOException;
import java.io.OutputStream;

/** A file that is written. Not buffered; closed twice, it is closed. */
public abstract class StoredOutput extends OutputStream {
    /** What was written stays from here on, whatever fails. */
    public abstract void force() throws IOException;
}
