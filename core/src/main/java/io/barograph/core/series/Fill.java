package io.barograph.core.series;

import io.barograph.core.column.Type;
import io.barograph.core.error.NearNames;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What stands at a point of the grid in one column. */
sealed interface Fill {
    /** A way that has a name in SQL. */
    enum Method implements Fill {
        /** The last reading at or before the point. */
        PREV,
        /** The next reading at or behind the point. */
        NEXT,
        /** The line between both, in DOUBLE. */
        LINEAR,
        /** A reading at the point, else NULL. */
        NULL;

        /** The method of a word, in any case; empty where it is none. */
        static Optional<Method> named(String word) {
            for (Method method : values()) {
                if (method.name().equalsIgnoreCase(word)) {
                    return Optional.of(method);
                }
            }
            return Optional.empty();
        }

        /** The names of methods that somebody may have meant by a word. */
        static List<String> near(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "locf", "ffill", "pad" -> List.of(PREV.toString());
                case "bfill", "backfill", "nocb" -> List.of(NEXT.toString());
                case "interpolate" -> List.of(LINEAR.toString());
                default ->
                    NearNames.of(
                            word, Arrays.stream(values()).map(Method::toString).toList());
            };
        }

        @Override
        public Type type(Type input) {
            return this == LINEAR ? Type.DOUBLE : input;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A reading at the point, else a number.
     *
     * @param number Long or Double
     */
    record Constant(Number number) implements Fill {
        @Override
        public String toString() {
            return number.toString();
        }
    }

    /** Columns without readings of their own. */
    enum Place implements Fill {
        /** The key's value. */
        KEY,
        /** The point itself. */
        POINT,
        /** The point behind it. */
        NEXT_POINT
    }

    /** The type of a column of this type, filled. */
    default Type type(Type input) {
        return input;
    }
}
