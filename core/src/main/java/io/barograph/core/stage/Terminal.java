package io.barograph.core.stage;

import io.barograph.core.column.Schema;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operator that ends a stage: combined where the rows are, moved by its exchange, finished there. Immutable. */
public sealed interface Terminal extends Described {
    /** How partial results come together. */
    Exchange exchange();

    /**
     * One state per key: rows are added where they are, states are merged in any order, then finished. Rows come out in
     * key order.
     *
     * <p><b>Checkpoint.</b> The states by key, in their canonical layout. <b>Revisions.</b> Takes (old, new) as retract and
     * add, yields (the group's last finished row, its new one).
     *
     * @param keys indexes of the input's columns; empty for one group that exists even over no rows
     * @param schema the keys, then one column per call
     */
    record Merge(List<Integer> keys, List<AggregateCall> calls, Schema schema) implements Terminal {
        public Merge {
            keys = List.copyOf(keys);
            calls = List.copyOf(calls);
        }

        @Override
        public Exchange exchange() {
            return keys.isEmpty() ? Exchange.GATHER : Exchange.KEYED;
        }

        @Override
        public String text() {
            return "merge by " + keys + Terminal.text(calls) + " as " + schema;
        }
    }

    private static String text(List<AggregateCall> calls) {
        StringBuilder text = new StringBuilder();
        for (AggregateCall call : calls) {
            text.append(' ').append(call.function()).append(call.distinct() ? " distinct" : "");
            text.append(call.arguments()).append(StagePlan.list(call.constants()));
            if (call.filter() >= 0) {
                text.append(" where #").append(call.filter());
            }
            text.append(':').append(call.type());
        }
        return text.toString();
    }

    /**
     * One state per key and cell, which merge in any order as those of {@link Merge}; then the cells of a key that lie less
     * than a gap apart become one session, and their states one. See {@link Plan.Sessions}. Rows come out in the order of
     * the keys, then of time. A host sends rows by all keys but the last, so that a key's cells meet.
     *
     * <p>So a key's state is a sorted list of disjoint intervals, one per cell: from the least time in it to the greatest.
     * Which rows make a session is known at the finish alone, and however rows came, the cells are the same.
     *
     * <p><b>Checkpoint.</b> The states by key and cell, in their canonical layout. <b>Revisions.</b> Takes (old, new) as
     * retract and add, each in its cell. Yields, for the sessions that hold a changed cell: (old, new) where a session
     * keeps its start, else (old, absent) for those that are no more, first, and (absent, new) for those that are new. Two
     * sessions that a row makes one are so both retracted, or the later one, where the first keeps its start.
     *
     * @param keys indexes of the input's columns: the sessions' keys, then the start of a row's cell
     * @param calls those of the sessions, then the least and the greatest time
     * @param gap in nanoseconds
     * @param cells the keys, then one column per call
     * @param schema of the sessions: the keys but the last, start, end, then the calls but the last two
     */
    record MergeSessions(List<Integer> keys, List<AggregateCall> calls, long gap, Schema cells, Schema schema)
            implements Terminal {
        public MergeSessions {
            keys = List.copyOf(keys);
            calls = List.copyOf(calls);
        }

        @Override
        public Exchange exchange() {
            return keys.size() == 1 ? Exchange.GATHER : Exchange.KEYED;
        }

        @Override
        public String text() {
            return "merge sessions with gaps of " + gap + " by " + keys + Terminal.text(calls) + " as " + schema;
        }
    }

    /**
     * The groups of a finer merge, merged to coarser ones: the states of all that agree in some of the keys become one.
     * Its stage has one branch, {@link StageInput.StageStates} without operators. Rows come out in key order.
     *
     * <p><b>Checkpoint.</b> None: its states follow from the finer merge's. <b>Revisions.</b> Yields (the group's last
     * finished row, its new one) for every group that holds a changed one.
     *
     * @param keys positions among the finer merge's keys; empty for one group that exists even where there is no finer one
     * @param schema the keys, then one column per call of the finer merge
     */
    record MergeStates(List<Integer> keys, Schema schema) implements Terminal {
        public MergeStates {
            keys = List.copyOf(keys);
        }

        @Override
        public Exchange exchange() {
            return keys.isEmpty() ? Exchange.GATHER : Exchange.KEYED;
        }

        @Override
        public String text() {
            return "merge states by " + keys + " as " + schema;
        }
    }

    /**
     * The rows of two tagged inputs, paired where they match; see {@link Plan.Join}.
     *
     * <p><b>Order.</b> A bag. A host that makes equal bytes of equal rows goes through one side in source order, takes the
     * matches of each of its rows in the other side's source order, and then that other side's rows that matched nothing.
     *
     * <p><b>Checkpoint.</b> The rows of each side that is no table at rest, by key, each with its count; of a side whose
     * unmatched rows come out, also how many rows each has matched. <b>Revisions.</b> A revision (old, new) of one side
     * yields, for every match of either, the pair's revision: as one where old and new have equal keys and both match;
     * where the count of matches of a kept row falls to 0 or rises from it, the revision between its NULL-extended row
     * and its pairs.
     *
     * @param leftBranches how many of the stage's branches, from the first, are the left input; the rest are the right one
     * @param leftKeys over the left branches' columns
     * @param rightKeys over the right branches' columns
     * @param residual over the columns of both, or null
     */
    record Join(
            int leftBranches,
            JoinKind kind,
            List<Expr> leftKeys,
            List<Expr> rightKeys,
            @Nullable Expr residual,
            Schema schema)
            implements Terminal {
        public Join {
            leftKeys = List.copyOf(leftKeys);
            rightKeys = List.copyOf(rightKeys);
        }

        /** Without keys one side goes everywhere; a host may do so as well where one side is small. */
        @Override
        public Exchange exchange() {
            return leftKeys.isEmpty() ? Exchange.BROADCAST : Exchange.KEYED;
        }

        @Override
        public String text() {
            return "join " + kind + " " + leftBranches + " on " + StagePlan.list(leftKeys) + " = "
                    + StagePlan.list(rightKeys) + (residual == null ? "" : " where " + residual) + " as " + schema;
        }
    }

    /**
     * All rows in order, or a slice of them; ties are completed by the remaining columns, ascending, NULL last.
     *
     * <p><b>Checkpoint.</b> The rows that may still come out. <b>Revisions.</b> Takes (old, new) as remove and insert, yields
     * (old, new) for every row that enters or leaves the slice.
     *
     * @param offset rows skipped
     * @param count rows passed after them, or {@link Long#MAX_VALUE} for all
     */
    record Sort(List<Plan.SortKey> keys, long offset, long count) implements Terminal {
        public Sort {
            keys = List.copyOf(keys);
        }

        /** A slice is combined to its first rows, so it is small; all rows are not. */
        @Override
        public Exchange exchange() {
            return count == Long.MAX_VALUE ? Exchange.RANGE : Exchange.GATHER;
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder("sort by");
            for (Plan.SortKey key : keys) {
                text.append(" #").append(key.column());
                text.append(key.descending() ? " desc" : " asc")
                        .append(key.nullsFirst() ? " nulls first" : " nulls last");
            }
            return text.append(" offset ")
                    .append(offset)
                    .append(" count ")
                    .append(count)
                    .toString();
        }
    }

    /**
     * A slice of the rows in source order: branches, lanes, offsets.
     *
     * <p><b>Checkpoint.</b> The number of rows passed. <b>Revisions.</b> Refused over anything but append-only lanes.
     */
    record Limit(long offset, long count) implements Terminal {
        @Override
        public Exchange exchange() {
            return Exchange.GATHER;
        }

        @Override
        public String text() {
            return "limit offset " + offset + " count " + count;
        }
    }

    /**
     * The rows, in source order: the answer, or the value of a scalar sub-query.
     *
     * <p><b>Checkpoint.</b> What the sink was given. <b>Revisions.</b> Passed to the sink as they are.
     */
    record Output() implements Terminal {
        @Override
        public Exchange exchange() {
            return Exchange.GATHER;
        }

        @Override
        public String text() {
            return "output";
        }
    }
}
