package io.barograph.core.over;

/**
 * Which rows around a row a call of a window function looks at.
 *
 * @param unit what bounds count
 * @param start the first row of the frame
 * @param end its last row
 * @param exclusion which rows between them are left out
 */
public record Frame(Unit unit, Bound start, Bound end, Exclusion exclusion) {
    /** What bounds count. */
    public enum Unit {
        /** Rows. */
        ROWS,
        /** Groups of peers. */
        GROUPS,
        /** How far the value that rows are ordered by lies from the row's; rows with an equal one are its peers. */
        RANGE
    }

    /** Which rows, around the row itself, are no part of the frame. */
    public enum Exclusion {
        /** All rows belong to it. */
        NO_OTHERS,
        /** The row itself is left out. */
        CURRENT_ROW,
        /** The row and its peers are left out. */
        GROUP,
        /** The row's peers are left out, and the row is not. */
        TIES;

        /** The words of SQL behind EXCLUDE. */
        String words() {
            return name().replace('_', ' ');
        }
    }

    /** A frame that no row is left out of. */
    public Frame(Unit unit, Bound start, Bound end) {
        this(unit, start, end, Exclusion.NO_OTHERS);
    }

    /** All rows of the key. */
    public static final Frame ALL = new Frame(Unit.ROWS, Bound.FIRST, Bound.LAST);

    /** From the first row to the row's last peer: what SQL takes where the text says nothing else. */
    public static final Frame UP_TO_PEERS = new Frame(Unit.RANGE, Bound.FIRST, Bound.CURRENT);

    /** From the first row to the row. */
    public static final Frame UP_TO_ROW = new Frame(Unit.ROWS, Bound.FIRST, Bound.CURRENT);

    /**
     * One end of a frame.
     *
     * @param kind where it lies
     * @param offset for OFFSET: how far behind the row, negative before it. Rows, or what the order's value is counted in
     *     (nanoseconds for times, whole days for DATE, units of the last place for DECIMAL); the bits of a double where that is
     *     a DOUBLE. For MONTHS how many months
     */
    public record Bound(Kind kind, long offset) {
        /** Where a bound lies. */
        public enum Kind {
            /** At the key's first row. */
            FIRST,
            /** So far from the row. */
            OFFSET,
            /**
             * So many months of the calendar from the row's DATE. Not of a TIMESTAMP: bounds would not grow along the rows, since
             * the last day of a shorter month would be gone through several times.
             */
            MONTHS,
            /** At the key's last row. */
            LAST
        }

        public static final Bound FIRST = new Bound(Kind.FIRST, 0);
        public static final Bound LAST = new Bound(Kind.LAST, 0);
        /** At the row; of RANGE and GROUPS, at its first or last peer. */
        public static final Bound CURRENT = new Bound(Kind.OFFSET, 0);

        boolean isOffset() {
            return kind == Kind.OFFSET || kind == Kind.MONTHS;
        }

        @Override
        public String toString() {
            return isOffset() ? offset + (kind == Kind.MONTHS ? " months" : "") : kind.name();
        }
    }

    @Override
    public String toString() {
        String bounds = unit + " " + start + " to " + end;
        return exclusion == Exclusion.NO_OTHERS ? bounds : bounds + " exclude " + exclusion.words();
    }
}
