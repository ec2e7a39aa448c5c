package io.barograph.connectors.postgres;

import java.util.ArrayList;
import java.util.List;

/** Rows as PostgreSQL's array literals, one per column: {@code {1,2,NULL}}. */
final class ArrayLiterals {
    private final List<StringBuilder> columns = new ArrayList<>();
    private final int width;
    private int rows;

    ArrayLiterals(int width) {
        this.width = width;
    }

    /** Begins a row: each column's element is to be appended. */
    List<StringBuilder> nextRow() {
        if (rows == 0) {
            columns.clear();
            for (int i = 0; i < width; i++) {
                columns.add(new StringBuilder("{"));
            }
        } else {
            columns.forEach(column -> column.append(','));
        }
        rows++;
        return columns;
    }

    void add(List<String> elements) {
        List<StringBuilder> row = nextRow();
        for (int i = 0; i < width; i++) {
            row.get(i).append(elements.get(i));
        }
    }

    int rows() {
        return rows;
    }

    /** The arrays; none where there are no rows. Begins anew. */
    List<String> take() {
        if (rows == 0) {
            return List.of();
        }
        List<String> arrays = new ArrayList<>();
        columns.forEach(column -> arrays.add(column.append('}').toString()));
        columns.clear();
        rows = 0;
        return arrays;
    }
}
