package io.barograph.core.live;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the sinks of one run have in common, and no other run: sinks that write to one place in one transaction find it here.
 * Thread-safe.
 */
public final class SinkGroup {
    private record Key(Class<?> kind, Object name) {}

    private final Map<Key, Object> shared = new HashMap<>();

    /**
     * What is shared under a name.
     *
     * @param name compared with {@code equals}
     * @param maker makes it where nobody has asked before
     */
    public synchronized <T> T share(Class<T> kind, Object name, Supplier<T> maker) {
        return kind.cast(shared.computeIfAbsent(new Key(kind, name), key -> maker.get()));
    }
}
