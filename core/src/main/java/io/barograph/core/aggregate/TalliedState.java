package io.barograph.core.aggregate;

import io.barograph.core.column.Column;

/** A state of one argument that takes equal values at once, as often as somebody else has counted them. */
public interface TalliedState extends GroupedState {
    /**
     * Adds rows: afterwards this state is what it were had they come by {@link #add}, one by one. As it stands here, for states to which a value
     * that has come before means nothing.
     *
     * @param values dense; validities are not looked at
     * @param counts how often each value came, above 0
     * @param groups the group of each
     */
    default void addTallied(Column values, long[] counts, int[] groups, int size) {
        add(new Column[] {values}, groups, size);
    }
}
