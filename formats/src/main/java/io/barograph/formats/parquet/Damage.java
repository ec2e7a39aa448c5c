package io.barograph.formats.parquet;

/**
 * Bytes that are no Parquet, or of a kind that is not read. Thrown by decoders, which know what is wrong but not where;
 * whoever reads the file adds the place. Without a stack trace.
 */
final class Damage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whether the file may be whole: it holds what is not read. */
    private final boolean unsupported;

    Damage(String what) {
        this(what, false);
    }

    private Damage(String what, boolean unsupported) {
        super(what, null, false, false);
        this.unsupported = unsupported;
    }

    /** What is no damage: a whole file may hold it, but it is not read. */
    static Damage unsupported(String what) {
        return new Damage(what, true);
    }

    boolean isUnsupported() {
        return unsupported;
    }
}
