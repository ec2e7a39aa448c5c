package io.barograph.core.expr;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A LIKE pattern: {@code %} stands for any text, {@code _} for any one code point, everything else for itself; a wildcard
 * behind the escape character stands for itself too.
 */
final class LikePattern {
    private static final short ANY_TEXT = -1;
    private static final short ANY_ONE = -2;

    /** Bytes as 0 to 255, or wildcards. */
    private final short[] tokens;

    private LikePattern(short[] tokens) {
        this.tokens = tokens;
    }

    /**
     * Compiles a pattern.
     *
     * @param escape one code point, or empty for none
     * @return null where the escape is longer, or the pattern ends behind it
     */
    static @Nullable LikePattern compile(byte[] pattern, byte[] escape) {
        if (Utf8.length(escape, 0, escape.length) > 1) {
            return null;
        }
        short[] tokens = new short[pattern.length];
        int count = 0;
        for (int at = 0; at < pattern.length; ) {
            boolean escaped = escape.length > 0
                    && at + escape.length <= pattern.length
                    && Arrays.equals(pattern, at, at + escape.length, escape, 0, escape.length);
            if (escaped) {
                at += escape.length;
                if (at == pattern.length) {
                    return null;
                }
            } else if (pattern[at] == '%' || pattern[at] == '_') {
                tokens[count++] = pattern[at++] == '%' ? ANY_TEXT : ANY_ONE;
                continue;
            }
            int end = Utf8.next(pattern, at, pattern.length);
            while (at < end) {
                tokens[count++] = (short) (pattern[at++] & 0xFF);
            }
        }
        return new LikePattern(Arrays.copyOf(tokens, count));
    }

    /** Whether a whole range matches. After a mismatch the last {@code %} takes one code point more: O(text × pattern). */
    boolean matches(byte[] bytes, int from, int to) {
        int at = from;
        int token = 0;
        int resumeToken = -1;
        int resumeAt = 0;
        while (true) {
            if (token < tokens.length && tokens[token] == ANY_TEXT) {
                resumeToken = ++token;
                resumeAt = at;
            } else if (at == to && token == tokens.length) {
                return true;
            } else if (at < to && token < tokens.length && tokens[token] == ANY_ONE) {
                at = Utf8.next(bytes, at, to);
                token++;
            } else if (at < to && token < tokens.length && tokens[token] == (bytes[at] & 0xFF)) {
                at++;
                token++;
            } else if (resumeToken >= 0 && resumeAt < to) {
                resumeAt = Utf8.next(bytes, resumeAt, to);
                at = resumeAt;
                token = resumeToken;
            } else {
                return false;
            }
        }
    }
}
