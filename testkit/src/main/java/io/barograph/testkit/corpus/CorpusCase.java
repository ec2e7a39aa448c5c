package io.barograph.testkit.corpus;

import io.barograph.core.error.ErrorCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of a corpus file: a query and what it must answer.
 *
 * @param id {@code area/file:line}, the name by which a case is run alone and a gap is declared
 * @param sql the query's text
 * @param tables files by name, as the query calls them
 * @param header expected columns as {@code name:TYPE}, or null for an error case
 * @param rows expected rows as text (see {@link CorpusFile}), in answer order where it counts
 * @param order whether the order of rows is part of the answer
 * @param error expected code, or null for a query that answers
 * @param message text that the error's message must contain; empty for a query that answers
 * @param oracle how DuckDB is asked the same: null with the same text, a query of its own, or a reason behind
 *     {@link #NO_ORACLE} why it can not be
 * @param line of the record's first line in its file
 */
public record CorpusCase(
        String id,
        String sql,
        Map<String, String> tables,
        @Nullable String header,
        List<String> rows,
        Order order,
        @Nullable ErrorCode error,
        String message,
        @Nullable String oracle,
        int line) {
    /** Begins an {@link #oracle()} that is a reason instead of a query. */
    public static final String NO_ORACLE = "skip ";

    /** Of which rows the order counts. */
    public enum Order {
        /** It does not: the answer is a bag. */
        ANY,
        /** SQL leaves it open; an engine on one machine gives it, that of the keys. */
        BY_KEY,
        /** The query asks for it. */
        ASKED
    }

    @Override
    public String toString() {
        return id;
    }
}
