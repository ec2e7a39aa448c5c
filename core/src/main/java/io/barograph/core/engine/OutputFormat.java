package io.barograph.core.engine;

import java.io.OutputStream;
import java.util.List;

/**
 * A form in which answers are written as bytes; found with {@link java.util.ServiceLoader}, so that a new one touches no
 * existing file. Stateless.
 */
public interface OutputFormat {
    /** Lower case, as in {@code --format csv} and {@code 'format' = 'csv'}. */
    String name();

    /** The endings of file names that mean this format, lower case, as {@code .csv}; the usual one first. */
    List<String> endings();

    /** Whether its bytes are text that can be shown on a terminal. */
    boolean isText();

    /**
     * Opens a sink that writes to a stream, which it flushes at the end and never closes. The bytes are the same at every
     * number of threads.
     */
    ResultSink open(OutputStream out);
}
