package io.barograph.sql;

import io.barograph.core.plan.Query;
import io.barograph.core.source.TableDescription;
import java.util.List;

/** What a text asks for. */
public sealed interface Statement {
    /** Run the query, show its rows. */
    record Select(Query query) implements Statement {}

    /**
     * Show the plan.
     *
     * @param analyze whether to run it too and show what it did
     */
    record Explain(Query query, boolean analyze) implements Statement {}

    /** Show a table's columns and files. */
    record Describe(TableDescription table) implements Statement {}

    /** Show a table's first look: types, ranges, gaps. */
    record Summarize(TableDescription table) implements Statement {}

    /**
     * The text only declares tables. A shell keeps it and puts it before the texts that follow.
     *
     * @param tables their names
     */
    record Declare(List<String> tables) implements Statement {
        public Declare {
            tables = List.copyOf(tables);
        }
    }
}
