package io.barograph.core.stage;

import io.barograph.core.column.Schema;
import io.barograph.core.expr.Expr;
import io.barograph.core.source.TableDescription;
import java.util.List;

/** Where a branch's rows come from. Immutable. */
public sealed interface StageInput extends Described {
    /** The columns that the first operator sees. */
    Schema schema();

    /** The earlier stage that is read, or -1. */
    default int earlierStage() {
        return this instanceof StageRows rows ? rows.stage() : this instanceof StageStates states ? states.stage() : -1;
    }

    /**
     * A table's rows.
     *
     * <p><b>Checkpoint.</b> Per lane: the offset where the next record begins; the greatest event time, by key where the
     * table says {@code PER}; the record ahead of it by more than {@code max-leap} that waits for the next one to confirm it;
     * whether it is idle; how many records were read, used, late, rejected and duplicate. Of a declared key, the keys seen.
     * Late and rejected records are kept before a checkpoint counts them. <b>Revisions.</b> Yields (absent, new) only: lanes
     * are append-only, and lateness is decided before the first operator.
     *
     * @param columns indexes into the table's schema, ascending
     */
    record TableRows(TableDescription table, List<Integer> columns) implements StageInput {
        public TableRows {
            columns = List.copyOf(columns);
        }

        @Override
        public Schema schema() {
            return table.schema()
                    .select(columns.stream().mapToInt(Integer::intValue).toArray());
        }

        /**
         * Without the paths and what else only says how to get at the rows: a receipt names the lanes, and the same query
         * over moved files is the same plan.
         */
        @Override
        public String text() {
            return "scan " + table.name() + " " + table.format() + " " + table.meaning() + " " + table.schema()
                    + table.timeText() + " columns " + columns;
        }
    }

    /**
     * The finished rows of an earlier stage, in its order.
     *
     * <p><b>Checkpoint.</b> None: the earlier stage's operator holds the state. <b>Revisions.</b> Passes on what that
     * operator yields.
     */
    record StageRows(int stage, Schema schema) implements StageInput {
        @Override
        public String text() {
            return "rows of stage " + stage;
        }
    }

    /**
     * The groups of an earlier merge with their states, not finished: what a coarser merge takes in.
     *
     * <p><b>Checkpoint.</b> None: the earlier merge holds the states. <b>Revisions.</b> Tells which groups have changed, come
     * and gone.
     *
     * @param schema the earlier merge's keys
     */
    record StageStates(int stage, Schema schema) implements StageInput {
        @Override
        public String text() {
            return "states of stage " + stage;
        }
    }

    /**
     * Rows that the query itself says.
     *
     * <p><b>Checkpoint.</b> Whether they were delivered. <b>Revisions.</b> Yields (absent, new) once.
     */
    sealed interface QueryRows extends StageInput {
        long rowCount();
    }

    /** Rows written one by one. */
    record LiteralRows(Schema schema, List<List<Expr.Literal>> rows) implements QueryRows {
        public LiteralRows {
            rows = rows.stream().map(List::copyOf).toList();
        }

        @Override
        public long rowCount() {
            return rows.size();
        }

        @Override
        public String text() {
            return "values " + schema + " " + rows.stream().map(StagePlan::list).toList();
        }
    }

    /**
     * The values {@code from}, {@code from + step}, … of one column.
     *
     * @param schema a BIGINT or a TIMESTAMP, of nanoseconds
     */
    record SequenceRows(Schema schema, long from, long step, long rowCount) implements QueryRows {
        @Override
        public String text() {
            return "sequence " + schema + " " + rowCount + " from " + from + " by " + step;
        }
    }
}
