package io.barograph.frame;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arguments of verbs, none of which may be null: messages name the verb and the argument. */
final class Given {
    private Given() {}

    /** @throws BarographException INVALID_ARGUMENT where the value is null */
    static <T> T one(String verb, String argument, @Nullable T value) {
        if (value == null) {
            throw new BarographException(ErrorCode.INVALID_ARGUMENT, verb + ": " + argument + " is null");
        }
        return value;
    }

    /** @throws BarographException INVALID_ARGUMENT where there are none at all, or one of them is null */
    static List<String> all(String verb, String argument, String @Nullable ... values) {
        String[] given = one(verb, argument, values);
        for (int i = 0; i < given.length; i++) {
            one(verb, argument + "[" + i + "]", given[i]);
        }
        return List.of(given);
    }
}
