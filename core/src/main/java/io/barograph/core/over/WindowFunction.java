package io.barograph.core.over;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The functions that are nothing without OVER. Every aggregate is a window function, too. */
public enum WindowFunction {
    /** The row's number, from 1. */
    ROW_NUMBER("row_number()"),
    /** The number of the first of the row's peers. */
    RANK("rank()"),
    /** How many groups of peers there are up to the row's. */
    DENSE_RANK("dense_rank()"),
    /** {@code (rank - 1) / (rows - 1)}. */
    PERCENT_RANK("percent_rank()"),
    /** The share of rows up to the row's last peer. */
    CUME_DIST("cume_dist()"),
    /** Which of so many buckets, as even as can be, the row falls into. */
    NTILE("ntile(buckets)"),
    /** The value so many rows before. */
    LAG("lag(x [, rows [, default]])"),
    /** The value so many rows behind. */
    LEAD("lead(x [, rows [, default]])"),
    /** The value of the frame's first row. */
    FIRST_VALUE("first_value(x)"),
    /** The value of the frame's last row. */
    LAST_VALUE("last_value(x)"),
    /** The value of the frame's nth row, from 1. */
    NTH_VALUE("nth_value(x, n)");

    private final String usage;

    WindowFunction(String usage) {
        this.usage = usage;
    }

    /** How it is called. */
    public String usage() {
        return usage;
    }

    /** The name in SQL, lower case. */
    public String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it has a first argument whose values it passes on. */
    public boolean passesValues() {
        return ordinal() >= LAG.ordinal();
    }

    /** Whether its results are known when all rows of a key are. */
    boolean needsAllRows() {
        return this == PERCENT_RANK || this == CUME_DIST || this == NTILE;
    }

    /** Whether it looks at the rows of a frame. */
    public boolean usesFrame() {
        return ordinal() >= FIRST_VALUE.ordinal();
    }

    /** The function of a name, in any case. */
    public static Optional<WindowFunction> find(String name) {
        return Arrays.stream(values())
                .filter(function -> function.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** All names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(WindowFunction::sqlName).toList();
    }
}
