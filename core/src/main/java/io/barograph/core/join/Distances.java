package io.barograph.core.join;

import io.barograph.core.column.Type;

/** How far values are apart that {@link OrderedValues} has made longs of. */
final class Distances {
    private final boolean doubles;

    Distances(Type type) {
        doubles = type == Type.DOUBLE;
    }

    /** Whether two values are at most so far apart, in units of their longs; not for DOUBLEs. */
    static boolean isWithin(long earlier, long later, long most) {
        return Long.compareUnsigned(later - earlier, most) <= 0;
    }

    /** Whether the earlier of two values is as near to one between them as the later one, or nearer. */
    boolean isEarlierNear(long earlier, long value, long later) {
        if (!doubles) {
            return Long.compareUnsigned(value - earlier, later - value) <= 0;
        }
        double middle = OrderedValues.decode(value);
        return middle - OrderedValues.decode(earlier) <= OrderedValues.decode(later) - middle;
    }
}
