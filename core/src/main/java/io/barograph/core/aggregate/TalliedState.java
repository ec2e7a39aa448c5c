package io.barograph.core.aggregate;

import io.barograph.core.column.Column;

/** A state that takes equal rows at once, as often as somebody else has counted them. */
public interface TalliedState extends GroupedState {
    /**
     * Adds rows: afterwards this state is what it were had they come by {@link #add}, one by one. As it stands here, for states to which a row
     * that has come before means nothing.
     *
     * @param arguments dense; validities are not looked at
     * @param counts how often each row came, above 0
     * @param groups the group of each
     */
    default void addTallied(Column[] arguments, long[] counts, int[] groups, int size) {
        add(arguments, groups, size);
    }
}
