package io.barograph.formats.parquet;

/**
 * Bytes that are no Parquet. Thrown by decoders, which know what is wrong but not where; whoever reads the file adds the
 * place. Without a stack trace.
 */
final class Damage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Damage(String what) {
        super(what, null, false, false);
    }
}
