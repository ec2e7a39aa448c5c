package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.regex.LinearPattern;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What functions of regular expressions do to one row. A pattern is read again only where it differs from the row's before. */
final class Regexes {
    private static final int PATTERN = 1;
    private static final String OPTIONS = "[cgis]*";

    private final boolean whole;
    private String pattern = "";
    private String options = "";
    private boolean everywhere;
    private @Nullable LinearPattern compiled;
    private boolean begun;

    /** @param whole whether the pattern has to match the whole text */
    Regexes(boolean whole) {
        this.whole = whole;
    }

    /** Judges a pattern, which is the second argument, and the options behind it. */
    static LiteralJudge judge(int optionsAt) {
        return arguments -> {
            String pattern = LiteralJudge.text(arguments, PATTERN);
            String fault = pattern == null ? null : LinearPattern.fault(pattern);
            if (fault != null) {
                return new LiteralFault(PATTERN, "'" + pattern + "' is no pattern of RE2's: " + fault);
            }
            String options = LiteralJudge.text(arguments, optionsAt);
            return options == null || options.matches(OPTIONS)
                    ? null
                    : new LiteralFault(
                            optionsAt,
                            "'" + options
                                    + "' are no options of a pattern; there are i (any case), s (a dot is a line feed, too), g (every match) and c (case matters)");
        };
    }

    static Kernel matches(boolean whole) {
        return new Kernel() {
            private final Regexes regexes = new Regexes(whole);
            private final boolean[] out = new boolean[Batch.CAPACITY];
            private final TextRow row = new TextRow();

            @Override
            public BooleanColumn apply(Column[] arguments, int size, ResultValidity result) {
                row.begin(arguments);
                for (int i = 0; i < size; i++) {
                    if (result.inputsPresent(i)) {
                        row.moveTo(i);
                        LinearPattern found = regexes.pattern(row, 2);
                        if (found == null) {
                            result.undefined(i);
                        } else {
                            out[i] = found.find(row.string(0), 0) != null;
                        }
                    }
                }
                return new BooleanColumn(out, result.validity());
            }
        };
    }

    /** What the first match, or the group of it that the third argument names, is; empty where there is none. */
    boolean extract(TextRow row, TextBuffer out) {
        LinearPattern found = pattern(row, 3);
        long group = row.size() > 2 ? row.number(2) : 0;
        if (found == null || group < 0 || group > found.groups()) {
            return false;
        }
        String text = row.string(0);
        int[] places = found.find(text, 0);
        append(text, places, (int) group, out);
        return true;
    }

    /** With the first match, or every one, replaced by the third text, in which {@code \1} is a group. */
    boolean replace(TextRow row, TextBuffer out) {
        LinearPattern found = pattern(row, 3);
        if (found == null) {
            return false;
        }
        String text = row.string(0);
        String replacement = row.string(2);
        int copied = 0;
        int from = 0;
        for (int[] places = found.find(text, 0); places != null; places = next(found, text, from)) {
            boolean isEmpty = places[0] == places[1];
            // An empty match right behind another is none.
            if (!isEmpty || places[0] == 0 || places[0] > copied) {
                out.append(text.substring(copied, places[0]));
                append(text, places, replacement, out);
                copied = places[1];
            }
            if (!everywhere) {
                break;
            }
            from = isEmpty ? behind(text, places[1]) : places[1];
        }
        out.append(text.substring(copied));
        return true;
    }

    private static int @Nullable [] next(LinearPattern found, String text, int from) {
        return from > text.length() ? null : found.find(text, from);
    }

    private static int behind(String text, int at) {
        return at + (at < text.length() ? Character.charCount(text.codePointAt(at)) : 1);
    }

    private static void append(String text, int[] places, String replacement, TextBuffer out) {
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            if (c != '\\' || i + 1 == replacement.length()) {
                int end = i + Character.charCount(replacement.codePointAt(i));
                out.append(replacement.substring(i, end));
                i = end - 1;
            } else {
                char escaped = replacement.charAt(++i);
                if (escaped >= '0' && escaped <= '9') {
                    append(text, places, escaped - '0', out);
                } else {
                    out.append(String.valueOf(escaped));
                }
            }
        }
    }

    private static void append(String text, int @Nullable [] places, int group, TextBuffer out) {
        if (places != null && 2 * group < places.length && places[2 * group] >= 0) {
            out.append(text.substring(places[2 * group], places[2 * group + 1]));
        }
    }

    /** The row's pattern; null where it is none, or the options are not known. */
    private @Nullable LinearPattern pattern(TextRow row, int optionsAt) {
        String newPattern = row.string(PATTERN);
        String newOptions = row.size() > optionsAt ? row.string(optionsAt) : "";
        if (!begun || !newPattern.equals(pattern) || !newOptions.equals(options)) {
            begun = true;
            pattern = newPattern;
            options = newOptions;
            everywhere = options.indexOf('g') >= 0;
            compiled = options.matches(OPTIONS) ? compile() : null;
        }
        return compiled;
    }

    private @Nullable LinearPattern compile() {
        LinearPattern alone = compile(pattern);
        // Only what is a pattern by itself may stand in parentheses, or its own would pair with these.
        return whole && alone != null ? compile("^(?:" + pattern + ")$") : alone;
    }

    private @Nullable LinearPattern compile(String text) {
        IntUnaryOperator otherCase = options.indexOf('i') >= 0 ? Regexes::otherCase : IntUnaryOperator.identity();
        return LinearPattern.compile(text, options.indexOf('s') >= 0, otherCase);
    }

    private static int otherCase(int codePoint) {
        int lower = CaseMapping.map(codePoint, false);
        return lower != codePoint ? lower : CaseMapping.map(codePoint, true);
    }
}
