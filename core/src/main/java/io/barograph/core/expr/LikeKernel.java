package io.barograph.core.expr;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.VarcharColumn;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code LIKE}. The pattern is compiled when it differs from the row's before. */
final class LikeKernel implements Kernel {
    private final boolean negated;
    private final boolean[] out = new boolean[Batch.CAPACITY];
    private byte @Nullable [] pattern;
    private byte[] escape = {};
    private @Nullable LikePattern compiled;

    LikeKernel(boolean negated) {
        this.negated = negated;
    }

    /** Judges the pattern and the escape behind it. */
    static @Nullable LiteralFault fault(List<Expr> arguments) {
        String escape = LiteralJudge.text(arguments, 2);
        if (escape != null && escape.codePointCount(0, escape.length()) > 1) {
            return new LiteralFault(2, "ESCAPE takes one character; this is '" + escape + "'");
        }
        String pattern = LiteralJudge.text(arguments, 1);
        boolean isRight = pattern == null
                || escape == null
                || LikePattern.compile(pattern.getBytes(UTF_8), escape.getBytes(UTF_8)) != null;
        return isRight
                ? null
                : new LiteralFault(
                        1,
                        "the pattern '" + pattern + "' ends behind its escape '" + escape
                                + "'; write it twice for itself");
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        VarcharColumn texts = (VarcharColumn) arguments[0];
        Dictionary dictionary = texts.dictionary();
        for (int i = 0; i < size; i++) {
            if (!result.inputsPresent(i)) {
                continue;
            }
            LikePattern like = pattern(arguments, i);
            if (like == null) {
                result.undefined(i);
            } else {
                int from = dictionary.offset(texts.codes()[i]);
                out[i] = like.matches(dictionary.bytes(), from, from + dictionary.length(texts.codes()[i])) ^ negated;
            }
        }
        return new BooleanColumn(out, result.validity());
    }

    private @Nullable LikePattern pattern(Column[] arguments, int position) {
        byte[] newPattern = bytes((VarcharColumn) arguments[1], position, pattern);
        byte[] newEscape = arguments.length < 3 ? escape : bytes((VarcharColumn) arguments[2], position, escape);
        if (newPattern != pattern || newEscape != escape) {
            pattern = newPattern;
            escape = newEscape;
            compiled = LikePattern.compile(newPattern, newEscape);
        }
        return compiled;
    }

    /** A column's text: the array known already where it is the same. */
    private static byte[] bytes(VarcharColumn column, int position, byte @Nullable [] known) {
        Dictionary dictionary = column.dictionary();
        int from = dictionary.offset(column.codes()[position]);
        int to = from + dictionary.length(column.codes()[position]);
        return known != null && Arrays.equals(dictionary.bytes(), from, to, known, 0, known.length)
                ? known
                : Arrays.copyOfRange(dictionary.bytes(), from, to);
    }
}
