package io.barograph.core.aggregate.totals;

import io.barograph.core.aggregate.GroupedState;
import org.jspecify.annotations.Nullable;

/** A state that can take over totals of rows which were added up elsewhere, as by a device. */
public interface TotalsState extends GroupedState {
    /** What it needs of the rows of a group, values by argument; null where this one takes no totals, for its type or for what it counts. */
    @Nullable
    TotalsShape totals();

    /**
     * Takes over totals; afterwards this state is what it were had the rows come by {@link #add}.
     *
     * @param totals of a shape that has what {@link #totals} says
     * @param groups which of them takes the totals at each place; all are valid
     * @param count how many
     */
    void addTotals(GroupTotals totals, int[] groups, int count);
}
