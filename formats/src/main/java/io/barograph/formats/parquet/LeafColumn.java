package io.barograph.formats.parquet;

import io.barograph.core.column.Type;

/**
 * A column of one file that can be read.
 *
 * @param leaf position among the file's column chunks
 * @param type of our values
 * @param factor our unit per stored one, of types carried as long: 1,000 for microseconds
 * @param length bytes of a value where it is {@link Stored#FIXED}
 * @param optional whether rows may be without a value
 */
record LeafColumn(String name, int leaf, Stored stored, Type type, long factor, int length, boolean optional) {
    /** Whether some stored values have no counterpart in the type: their rows are rejected. */
    boolean mayExceed() {
        return !type.isDecimal()
                && (stored == Stored.UINT64
                        || stored == Stored.INT96
                        || stored == Stored.MONTHS_DAYS_MILLIS
                        || stored == Stored.INT64 && factor > 1
                        || type == Type.DATE);
    }
}
