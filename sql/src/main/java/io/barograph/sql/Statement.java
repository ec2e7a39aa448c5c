package io.barograph.sql;

import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a text asks for. */
public sealed interface Statement {
    /** Run the query, show its rows. */
    record Select(Query query) implements Statement {}

    /**
     * Show the plan.
     *
     * @param analyze whether to run it too and show what it did
     * @param target where an INSERT's rows would go, or null for a SELECT
     */
    record Explain(Query query, boolean analyze, @Nullable TableDeclaration target) implements Statement {}

    /**
     * Write the query's rows to a table: {@code INSERT INTO}, {@code COPY … TO}, {@code CREATE TABLE … AS}. The rows take
     * the place of what the table held.
     *
     * @param query its columns are those of the target
     */
    record Insert(Query query, TableDeclaration target) implements Statement {
        /** Whether it reads what a statement before it has yet to write. */
        public boolean readsPending() {
            return isPending(query);
        }
    }

    /** Forget a table or view; its files stay. */
    record Drop(String name) implements Statement {}

    /** Keep a setting. */
    record Set(String key, String value) implements Statement {}

    /**
     * Show what is declared.
     *
     * @param names of tables and views
     */
    record ShowTables(List<String> names) implements Statement {
        public ShowTables {
            names = List.copyOf(names);
        }
    }

    /** Show the columns of a query or view. */
    record DescribeQuery(Query query) implements Statement {}

    /** Whether a query reads what a statement before it has yet to write. */
    static boolean isPending(Query query) {
        return isPending(query.root()) || query.scalars().stream().anyMatch(Statement::isPending);
    }

    /** Whether a statement before this one has yet to write the table. */
    static boolean isPending(TableDescription table) {
        return table.format().equals(PendingTables.FORMAT);
    }

    private static boolean isPending(Plan plan) {
        return plan instanceof Plan.Scan scan && isPending(scan.table())
                || plan.inputs().stream().anyMatch(Statement::isPending);
    }

    /** Show a table's columns and files. */
    record Describe(TableDescription table) implements Statement {}

    /** Show a table's first look: types, ranges, gaps. */
    record Summarize(TableDescription table) implements Statement {}

    /**
     * The text only declares tables or views: a session keeps them.
     *
     * @param tables their names
     */
    record Declare(List<String> tables) implements Statement {
        public Declare {
            tables = List.copyOf(tables);
        }
    }
}
