package io.barograph.frame;

/** Which rows a join yields. */
public enum JoinKind {
    /** Every pair of rows that match. */
    INNER("JOIN"),
    /** And the left rows without a match, NULL on the right. */
    LEFT("LEFT JOIN"),
    /** And the right rows without a match, NULL on the left. */
    RIGHT("RIGHT JOIN"),
    /** And both. */
    FULL("FULL JOIN"),
    /** The left rows that have a match, once each, and no column of the right. */
    SEMI("SEMI JOIN"),
    /** The left rows that have none. */
    ANTI("ANTI JOIN");

    private final String sql;

    JoinKind(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }
}
