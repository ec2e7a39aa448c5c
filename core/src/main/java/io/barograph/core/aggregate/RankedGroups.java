package io.barograph.core.aggregate;

/** Groups of values of which each is found by its rank, without a group's values lying together: the moving frames of rows. */
public interface RankedGroups {
    /** How many values a group has. */
    int size(int group);

    /** The value of a rank, from 0, among a group's values in ascending order: a long of a {@link ValueCodec}. */
    long at(int group, int rank);

    /** Adds a value, a long of a {@link ValueCodec}, to a group. */
    void add(int group, long value);
}
