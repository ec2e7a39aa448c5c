package io.barograph.core.column;

/** Which positions a condition keeps. */
public final class Selection {
    private Selection() {}

    /**
     * Writes the positions at which a condition is true (neither false nor NULL), ascending.
     *
     * @param positions at least {@code size} long
     * @return how many there are
     */
    public static int whereTrue(BooleanColumn condition, int size, int[] positions) {
        boolean[] values = condition.values();
        Validity validity = condition.validity();
        int count = 0;
        long[] words = validity.words();
        if (words != null) {
            for (int i = 0; i < size; i++) {
                positions[count] = i;
                count += values[i] & (words[i >> 6] >>> i & 1) != 0 ? 1 : 0;
            }
        } else {
            for (int i = 0; i < size; i++) {
                positions[count] = i;
                count += values[i] ? 1 : 0;
            }
        }
        return count;
    }
}
