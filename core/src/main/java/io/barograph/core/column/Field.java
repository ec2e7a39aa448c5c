package io.barograph.core.column;

import java.util.Objects;

/** A named, typed column of a {@link Schema}. Every field may hold NULL. */
public record Field(String name, Type type) {
    public Field {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
