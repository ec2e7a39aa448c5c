package io.barograph.core.merge;

import io.barograph.core.window.Panes;
import io.barograph.core.window.WindowSpec;
import java.util.Collections;
import java.util.List;

/**
 * Keys of a merge that are bounds of windows which nobody has assigned yet: rows bring a time in place of them. Whoever finds their groups
 * rounds it down to its pane, and what is added up of a pane goes into all windows that it is part of.
 *
 * @param starts the keys that a window starts at, by their positions among the keys; there is one of these, or of the ends
 * @param ends those that it ends at
 * @param window has {@link Panes}; they hold the time of each row, which falls into one
 */
public record WindowKeys(List<Integer> starts, List<Integer> ends, WindowSpec window) {
    public WindowKeys {
        starts = List.copyOf(starts);
        ends = List.copyOf(ends);
        if (starts.isEmpty() && ends.isEmpty()) {
            throw new IllegalArgumentException("no bounds");
        }
    }

    /** The windows' panes, for one thread. */
    public Panes panes() {
        return Panes.of(window);
    }

    /** The key in whose place a time travels; of the others nothing does. */
    int time() {
        return Collections.min(starts.isEmpty() ? ends : starts);
    }
}
