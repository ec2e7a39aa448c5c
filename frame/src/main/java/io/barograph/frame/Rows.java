package io.barograph.frame;

import io.barograph.core.engine.RunSummary;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** An answer as a list of rows, which cannot be changed, and what the run that gave it did. */
public final class Rows extends AbstractList<Row> implements RandomAccess {
    private final List<Row> rows;
    private final RunSummary summary;

    Rows(List<Row> rows, RunSummary summary) {
        this.rows = rows;
        this.summary = summary;
    }

    /** What was read, and how much of it was rejected, late or undefined. */
    public RunSummary summary() {
        return summary;
    }

    @Override
    public Row get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }
}
