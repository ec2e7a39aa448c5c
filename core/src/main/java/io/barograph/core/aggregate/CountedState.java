package io.barograph.core.aggregate;

/** A state that knows how many rows each group took in, and so answers {@code count(x)} on the side. */
public interface CountedState extends GroupedState {
    /** The rows added to a group. */
    long count(int group);
}
