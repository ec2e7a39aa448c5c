package io.barograph.formats.text;

/** How the fields of a column become values: its type, and for times the way they are written. */
public final class ColumnKind {
    public static final int BIGINT = 0;
    public static final int DOUBLE = 1;
    /** Calendar time. */
    public static final int TIMESTAMP = 2;
    /** A count of seconds, or of thousandths of them, since 1970. */
    public static final int EPOCH = 3;

    public static final int VARCHAR = 4;
    /** VARCHAR that nobody asked for: checked, not kept. */
    public static final int UNREAD_TEXT = 5;

    public static final int BOOLEAN = 6;
    public static final int DATE = 7;
    public static final int DECIMAL = 8;
    public static final int INTERVAL = 9;

    private ColumnKind() {}
}
