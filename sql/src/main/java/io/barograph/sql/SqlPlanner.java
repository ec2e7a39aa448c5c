package io.barograph.sql;

import io.barograph.core.source.Catalog;

/** The door to this module: SQL text in, what it asks for out. */
public final class SqlPlanner {
    private SqlPlanner() {}

    /**
     * Reads a text: any number of {@code CREATE TABLE … WITH (…)}, then at most one query, EXPLAIN, DESCRIBE or SUMMARIZE,
     * separated by semicolons. The same text over the same tables gives the same plan.
     *
     * @param catalog asked once for every table that the text names
     * @throws io.barograph.core.error.BarographException of a USER category, with the line and column of the text, where
     *     the text is wrong or asks for what is not supported; the catalog's own errors carry the place of the table's name
     */
    public static Statement plan(String text, Catalog catalog) {
        return new StatementParser(new SourceText(text), new Tables(catalog)).parse();
    }
}
