package io.barograph.formats.store;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pipes as files: what one gives is copied once, when it is first asked for, and read from the copy by its name from then on. Thread-safe. */
public interface PipeCopies {
    /** The name of standard input. */
    String STANDARD_INPUT = "-";

    /** Whether standard input is called so. */
    static boolean isStandardInput(String name) {
        return Set.of(STANDARD_INPUT, "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")
                .contains(name);
    }

    /** What a pipe gave, not compressed. */
    interface Copy {
        /** The name of the format that its first bytes are of: {@code csv}, {@code json}, {@code parquet}, {@code arrow}. */
        String format();

        /** In bytes. */
        long size();

        /** For one thread; the copy stays when it is closed. */
        StoredBytes open();
    }

    /**
     * Reads a pipe to its end, if nobody has yet.
     *
     * @param name {@link #STANDARD_INPUT}, or that of a pipe on this machine
     * @throws io.barograph.core.error.BarographException where it cannot be read as a table here, with the way out; DISK_FULL
     */
    Copy copy(String name) throws IOException;

    /** The copy that was made of a pipe; null where none was. */
    @Nullable
    Copy made(String name);
}
