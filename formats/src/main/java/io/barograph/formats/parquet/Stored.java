package io.barograph.formats.parquet;

/** How a column's values stand in a file. */
enum Stored {
    BOOLEAN(0),
    INT32(4),
    UINT32(4),
    INT64(8),
    UINT64(8),
    /** Nanoseconds of a day and a Julian day. */
    INT96(12),
    FLOAT(4),
    DOUBLE(8),
    /** IEEE 754 binary16. */
    HALF(2),
    /** Bytes with their length before them. */
    BYTES(0),
    /** So many bytes as the column says. */
    FIXED(0),
    /** Sixteen bytes in the order in which a UUID is written. */
    UUID(16),
    /** Months, days and milliseconds. */
    MONTHS_DAYS_MILLIS(12);

    private final int width;

    Stored(int width) {
        this.width = width;
    }

    /** Bytes of a value in PLAIN encoding; 0 where they vary or are no whole bytes. */
    int width() {
        return width;
    }
}
