package io.barograph.formats.csv;

/** How the fields of a column become values: its type, and for times the way they are written. */
final class ColumnKind {
    static final int BIGINT = 0;
    static final int DOUBLE = 1;
    /** Calendar time. */
    static final int TIMESTAMP = 2;
    /** A count of seconds, or of thousandths of them, since 1970. */
    static final int EPOCH = 3;

    static final int VARCHAR = 4;
    /** VARCHAR that nobody asked for: checked, not kept. */
    static final int UNREAD_TEXT = 5;

    static final int BOOLEAN = 6;

    private ColumnKind() {}
}
