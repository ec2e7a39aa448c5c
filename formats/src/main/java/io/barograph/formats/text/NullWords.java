package io.barograph.formats.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words that stand for NULL in a column. */
public final class NullWords {
    /**
     * As pandas has them, and the marks of archives and loggers that no number looks like. In text only the plain ones: a
     * station may be called {@code None}.
     */
    public static final List<String> DEFAULT_IN_TEXT = List.of("NA", "NaN", "null", "NULL");

    public static final List<String> DEFAULT_IN_OTHERS = List.of(
            "NA", "N/A", "#N/A", "#NA", "<NA>", "n/a", "NaN", "nan", "-NaN", "-nan", "null", "NULL", "Null", "None",
            "\\N", "?", "-", "--", "***");

    private final byte[][] words;
    /** Bit k set: some word has k bytes. */
    private long lengths;

    private NullWords(List<String> words) {
        this.words = words.stream()
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        for (byte[] word : this.words) {
            lengths |= 1L << Math.min(63, word.length);
        }
    }

    public static NullWords inText(@Nullable List<String> given) {
        return new NullWords(given == null ? DEFAULT_IN_TEXT : given);
    }

    public static NullWords inOthers(@Nullable List<String> given) {
        return new NullWords(given == null ? DEFAULT_IN_OTHERS : given);
    }

    public boolean contains(byte[] source, int offset, int length) {
        if ((lengths >>> Math.min(63, length) & 1) == 0) {
            return false;
        }
        for (byte[] word : words) {
            if (Arrays.equals(word, 0, word.length, source, offset, offset + length)) {
                return true;
            }
        }
        return false;
    }
}
