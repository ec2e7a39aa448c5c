package io.barograph.cli.render;

import java.util.Locale;

/** Numbers of things in words: {@code 1 row}, {@code 1,234 rows}. */
public final class Counted {
    private Counted() {}

    /** @param noun in the singular, of which the plural ends with an s */
    public static String of(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
