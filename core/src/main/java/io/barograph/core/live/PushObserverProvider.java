package io.barograph.core.live;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives observers to tables that records are pushed to; found with {@link java.util.ServiceLoader}. */
public interface PushObserverProvider {
    /**
     * An observer, which the table closes.
     *
     * @param environment the process's variables
     * @return null where the environment asks for none
     * @throws io.barograph.core.error.BarographException {@code INVALID_OPTION} where what it asks for is not possible
     */
    @Nullable
    PushObserver openPushes(Map<String, String> environment);
}
