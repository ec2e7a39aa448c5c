package io.barograph.core.aggregate;

/** Values of one group, as {@link ValueCodec} holds them, in any order. Never changed: states and searches share it. */
interface ValueBlock {
    int size();

    /** The value at a position from 0. */
    long at(int position);

    /** Puts all values into an array. */
    void copyTo(long[] target, int from);

    /** Adds to a stretch those of the values that lie in it, and counts those that lie before it. */
    void take(Stretch stretch);

    /** How much memory the values take. */
    long bytes();
}
