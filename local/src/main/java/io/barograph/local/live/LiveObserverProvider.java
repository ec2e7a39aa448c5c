package io.barograph.local.live;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives observers to live runs; found with {@link java.util.ServiceLoader}. */
public interface LiveObserverProvider {
    /**
     * An observer of a run, which closes it.
     *
     * @param pipeline its name
     * @param environment the process's variables
     * @return null where the environment asks for none
     * @throws io.barograph.core.error.BarographException {@code INVALID_OPTION} where what it asks for is not possible
     */
    @Nullable
    LiveObserver open(String pipeline, Map<String, String> environment);
}
