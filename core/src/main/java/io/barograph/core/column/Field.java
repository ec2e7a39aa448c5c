package io.barograph.core.column;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A named, typed column of a {@link Schema}. Every field may hold NULL. */
public record Field(String name, Type type) {
    public Field {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }

    // Written out: a record's own equality is linked by method handles when first used, at the cost of start-up time.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Field that && type == that.type && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + type.hashCode();
    }
}
