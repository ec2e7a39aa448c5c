package io.barograph.core.fold;

import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The table functions that {@link ServiceLoader} finds. */
public final class FoldFunctions {
    private static final Map<String, FoldFunction> BY_NAME = new TreeMap<>();

    static {
        ServiceLoader.load(FoldFunction.class).forEach(function -> BY_NAME.put(function.name(), function));
    }

    private FoldFunctions() {}

    /** The function of this name, in any case; null where there is none. */
    public static @Nullable FoldFunction find(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    /** Every name. */
    public static Set<String> names() {
        return Set.copyOf(BY_NAME.keySet());
    }
}
