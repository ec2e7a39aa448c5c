package io.barograph.bench.intake;

import java.io.Closeable;
import java.io.IOException;

/** A sender. Used by one thread. */
interface Load extends Closeable {
    /** A reading, with its line end. */
    String ROW = "2023-01-01 00:00:00.010,42,24.5012,51.2034,1013.25010\n";

    /**
     * Sends, and waits until it is acknowledged.
     *
     * @return the records that were
     */
    int send() throws IOException;
}
