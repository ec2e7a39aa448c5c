package io.barograph.formats.text;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;

/** Libraries outside of Java, which are unpacked and loaded when first used. */
public final class NativeCode {
    private NativeCode() {}

    /** What uses such a library first. */
    public interface Use<T> {
        T get() throws IOException;
    }

    /** @throws BarographException IO_ERROR, with the way out, where the library did not load */
    public static <T> T load(String name, Use<T> use) throws IOException {
        try {
            return use.get();
        } catch (LinkageError e) {
            throw missing(name, e);
        }
    }

    /** The error for a library that did not load. */
    public static BarographException missing(String name, LinkageError cause) {
        return new BarographException(
                ErrorCode.IO_ERROR,
                name + " cannot be used here: its native library did not load from '"
                        + System.getProperty("java.io.tmpdir")
                        + "', where it has to be unpacked; give Java a folder that"
                        + " it may write to with -Djava.io.tmpdir=FOLDER, or use files compressed with gzip",
                cause);
    }
}
