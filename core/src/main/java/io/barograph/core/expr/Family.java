package io.barograph.core.expr;

/** Functions that belong together: one chapter of the reference, one file of definitions. */
public enum Family {
    ARITHMETIC("Arithmetic"),
    COMPARISON("Comparison"),
    LOGIC("Logic"),
    CONDITIONAL("Conditional"),
    CAST("Casts"),
    MATH("Mathematics"),
    TEXT("Text"),
    TIME("Time");

    private final String title;

    Family(String title) {
        this.title = title;
    }

    /** The chapter's heading. */
    public String title() {
        return title;
    }
}
