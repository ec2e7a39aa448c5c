package io.barograph.core.stage;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.fold.FoldOperator;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.AsOf;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operator that ends a stage: combined where the rows are, moved by its exchange, finished there. Immutable. The words
 * of the contracts are explained with the package.
 */
public sealed interface Terminal extends Described {
    /** How partial results come together. */
    Exchange exchange();

    /**
     * One state per key: rows are added where they are, states are merged in any order, then finished. Rows come out in
     * key order.
     *
     * <p><b>Checkpoint.</b> By key: the states in their canonical layout, and whether the group is published, which idle
     * lanes make a matter of time. <b>Revisions.</b> Takes new rows as add and old ones as retract; yields (the group's last
     * finished row, its new one), nothing where both are equal. Where the input revises, two more things are kept and
     * saved: how many rows a group has, since one without any yields (its last row, absent), unless there are no keys; and
     * for every call whose state is not {@link io.barograph.core.aggregate.GroupedState.Invertible} (extremes, first and
     * last, quantiles, estimates, DISTINCT) the group's arguments, each with its count, from which the state is made anew
     * when one of them goes.
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
     * <p><b>Checkpoint.</b> As of {@link Merge}, by key and cell; published is a session, so that is saved with its first
     * cell. A session is ripe when the watermark has passed its end, the last row's time and the gap; a cell retires when
     * nothing can be less than a gap from it any more. <b>Revisions.</b> Takes them as {@link Merge} does, each in its cell;
     * the least and the greatest time are extremes, too. Yields, for the sessions that hold a changed cell: (old, new) where a session
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

        /** The merge of the cells. */
        public Merge ofCells() {
            return new Merge(keys, calls, cells);
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
     * <p><b>Checkpoint.</b> Which groups are published; the states follow from the finer merge's. <b>Revisions.</b> Yields
     * (the group's last finished row, its new one) for every group that holds a changed one: merged anew from all finer
     * groups in it, since states add and do not subtract; (its last row, absent) where the last finer group has gone.
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
     * unmatched rows come out, and of the left side of semi, anti and mark joins, also how many rows each has matched. A
     * table at rest is read again at a restart; which files it was, with their sizes, is saved, so that a change is
     * noticed. Where no side revises and the one that is held is at rest, nothing is kept. <b>Revisions.</b> A revision
     * (old, new) of one side yields, for every match of either, the pair's revision: as one where old and new have equal
     * keys and both match; where the count of matches of a kept row falls to 0 or rises from it, the revision between its
     * NULL-extended row and its pairs. At the same points a left row of a semi or anti join comes or goes, and the mark of
     * a mark join turns. <b>Retirement.</b> Rows go with their window where a window's start or end is among the keys;
     * others stay.
     *
     * @param leftBranches how many of the stage's branches, from the first, are the left input; the rest are the right one
     * @param leftKeys over the left branches' columns
     * @param rightKeys over the right branches' columns
     * @param asOf over the columns of each, or null; then the order in which rows come counts for nothing, and a host may as
     *     well go along the rows of both sides in the order of their times, remembering the last right one
     * @param residual over the columns of both, or null
     */
    record Join(
            int leftBranches,
            JoinKind kind,
            List<Expr> leftKeys,
            List<Expr> rightKeys,
            @Nullable AsOf asOf,
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
                    + StagePlan.list(rightKeys) + (asOf == null ? "" : " as of " + asOf)
                    + (residual == null ? "" : " where " + residual) + " as " + schema;
        }

        /** Whether a host that holds one side in memory holds the left one: see {@link JoinKind#holdsLeft}; along time never. */
        public boolean holdsLeft(long leftBytes, long rightBytes) {
            return asOf == null && kind.holdsLeft(leftBytes, rightBytes);
        }
    }

    /**
     * What an operator gives along the rows of one key after another; see {@link Plan.Fold}. Rows are moved by their key as
     * they are, and brought into order where the key is. They come out in the order of the keys, ascending, NULL last.
     *
     * <p><b>Checkpoint.</b> By key: the fold's canonical state ({@link io.barograph.core.fold.Fold#write}) up to the rows
     * that are final, and the rows behind that, in order. A row is final once the watermark of every lane that may carry its
     * key has passed its time; the fold goes along final rows alone, and is told the time that has passed
     * ({@link io.barograph.core.fold.Fold#advance}). <b>Revisions.</b> Takes new rows as insert and old ones as remove; where
     * one lies before rows that the fold has gone along, the key is folded again from the last state that was written before
     * it, and for each row that comes out otherwise than it did, (old, new) is yielded, one side absent where there are
     * more or fewer rows. <b>Retirement.</b> A key's state stays; rows and older states go once {@code accept} has passed
     * them.
     *
     * @param keys indexes of the input's columns; empty for one key of all rows
     * @param order complete: rows that are equal in it are interchangeable
     * @param schema of the rows that come out
     */
    record Fold(List<Integer> keys, List<Plan.SortKey> order, FoldOperator operator, Schema schema)
            implements Terminal {
        public Fold {
            keys = List.copyOf(keys);
            order = List.copyOf(order);
        }

        /**
         * The column of times that the rows of a key grow along; -1 where there is none. When a key ends, folds are told that time has
         * come as far as the latest row of all keys.
         */
        public int time(Schema input) {
            boolean isTime = !order.isEmpty()
                    && !order.get(0).descending()
                    && input.type(order.get(0).column()) == Type.TIMESTAMP;
            return isTime ? order.get(0).column() : -1;
        }

        @Override
        public Exchange exchange() {
            return keys.isEmpty() ? Exchange.GATHER : Exchange.KEYED;
        }

        @Override
        public String text() {
            return "fold by " + keys + Terminal.order(order) + " " + operator.text() + " as " + schema;
        }
    }

    private static String order(List<Plan.SortKey> keys) {
        StringBuilder text = new StringBuilder();
        for (Plan.SortKey key : keys) {
            text.append(" #").append(key.column());
            text.append(key.descending() ? " desc" : " asc").append(key.nullsFirst() ? " nulls first" : " nulls last");
        }
        return text.toString();
    }

    /**
     * All rows in order, or a slice of them; ties are completed by the remaining columns, ascending, NULL last.
     *
     * <p><b>Checkpoint.</b> Of a slice: the rows that may still come out, which are the first ones unless the input revises,
     * else all. <b>Revisions.</b> A slice takes (old, new) as remove and insert, and yields a pair for every row that enters
     * or leaves it, the one that leaves first. All rows in order have no last one while inputs go on: they pass unsorted,
     * nothing is saved, and whoever shows them as a table sorts.
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
            return "sort by" + Terminal.order(keys) + " offset " + offset + " count " + count;
        }
    }

    /**
     * A slice of the rows in source order: branches, lanes, offsets.
     *
     * <p><b>Checkpoint.</b> The number of rows passed. <b>Revisions.</b> Refused where the input revises, and over more than
     * one lane that does not end: which rows are first would depend on when they came.
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
     * <p><b>Checkpoint.</b> The sink's own: which checkpoint's rows it has made visible. <b>Revisions.</b> Passed to the sink
     * as they are; the rows of two pairs with one key stay in order.
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
