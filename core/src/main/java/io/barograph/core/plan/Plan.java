package io.barograph.core.plan;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.fold.FoldOperator;
import io.barograph.core.source.TableDescription;
import io.barograph.core.window.WindowSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query means: a tree of relational operators, free of engines. Immutable.
 *
 * <p>Row expressions refer to the columns of the operator's input by index.
 */
public sealed interface Plan {
    /** The columns of the rows that this node yields. */
    Schema schema();

    List<Plan> inputs();

    /**
     * Reads a table.
     *
     * @param columns indexes into the table's schema of the columns that are read, ascending
     */
    record Scan(TableDescription table, List<Integer> columns) implements Plan {
        public Scan {
            columns = List.copyOf(columns);
        }

        @Override
        public Schema schema() {
            return table.schema()
                    .select(columns.stream().mapToInt(Integer::intValue).toArray());
        }

        @Override
        public List<Plan> inputs() {
            return List.of();
        }
    }

    /** Rows written in the query itself. */
    record Values(Schema schema, List<List<Expr.Literal>> rows) implements Plan {
        public Values {
            rows = rows.stream().map(List::copyOf).toList();
        }

        @Override
        public List<Plan> inputs() {
            return List.of();
        }
    }

    /**
     * The values {@code from}, {@code from + step}, … of one column.
     *
     * @param schema a BIGINT or a TIMESTAMP, of nanoseconds
     * @param count how many; the last one fits 64 bits
     */
    record Sequence(Schema schema, long from, long step, long count) implements Plan {
        @Override
        public List<Plan> inputs() {
            return List.of();
        }
    }

    /** Rows for which the predicate is true; false and NULL drop out. */
    record Filter(Plan input, Expr predicate) implements Plan {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /** One expression per output column. */
    record Project(Plan input, List<Expr> expressions, Schema schema) implements Plan {
        public Project {
            expressions = List.copyOf(expressions);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /**
     * Appends {@code window_start} and {@code window_end}; a row is repeated for every window that it falls into. A row
     * whose time is NULL falls into none and drops out.
     *
     * @param time index of the TIMESTAMP column
     */
    record AssignWindow(Plan input, int time, WindowSpec window) implements Plan {
        @Override
        public Schema schema() {
            return WindowSpec.append(input.schema());
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /**
     * One row per distinct key; without keys exactly one row, even over empty input. The law-1 MERGE.
     *
     * @param keys indexes of the input's columns; they come first in the output, then one column per call
     */
    record Aggregate(Plan input, List<Integer> keys, List<AggregateCall> calls, Schema schema) implements Plan {
        public Aggregate {
            keys = List.copyOf(keys);
            calls = List.copyOf(calls);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /**
     * The groups of an aggregate, once more for every set of its keys: one row per distinct value of the set's keys, the
     * other keys NULL. The groups of a set come in the order of their keys, the sets in theirs; equal sets repeat. Since
     * exact states merge, a coarser set is what the groups of a finer one merge to: rows are read once.
     *
     * @param finest by all keys that stand in any set; it is the meaning of keys and calls, and need not be computed itself
     * @param sets positions among the keys, ascending in each set
     * @param schema the keys, then a BIGINT that has bit {@code keys - 1 - i} set where key i is not in the row's set, then
     *     one column per call
     */
    record GroupingSets(Aggregate finest, List<List<Integer>> sets, Schema schema) implements Plan {
        /** More keys would not fit the mask. */
        public static final int MOST_KEYS = 62;

        public GroupingSets {
            sets = sets.stream().map(List::copyOf).toList();
        }

        /** The sets over an aggregate of the same keys, which may have fewer calls. */
        public static GroupingSets of(Aggregate finest, List<List<Integer>> sets, Field mask) {
            List<Field> fields = new ArrayList<>(finest.schema().fields());
            fields.add(finest.keys().size(), mask);
            return new GroupingSets(finest, sets, new Schema(fields));
        }

        /** The bits of the keys that are not in a set. */
        public long mask(List<Integer> set) {
            int keys = finest.keys().size();
            long mask = (1L << keys) - 1;
            for (int key : set) {
                mask &= ~(1L << keys - 1 - key);
            }
            return mask;
        }

        public Field maskField() {
            return schema.field(finest.keys().size());
        }

        @Override
        public List<Plan> inputs() {
            return finest.inputs();
        }
    }

    /**
     * One row per session: a run of one key's rows each less than a gap behind the one before. Rows of one key that fall
     * into one tumbling window as long as the gap, a <em>cell</em>, are less than a gap apart; so a session is made of
     * whole cells, and its states are what the states of its cells merge to. Sessions come in the order of their keys, then
     * of time.
     *
     * @param cells over windows as long as the gap, by the keys, then {@code window_start}; its calls are those of the
     *     sessions, then the least and the greatest time, as {@link #of} makes it
     * @param gap in nanoseconds, above 0; rows exactly so far apart are two sessions
     * @param schema the keys, {@code window_start} (the first row's time), {@code window_end} (the last row's time and the
     *     gap; NULL beyond TIMESTAMP's range), then one column per call
     */
    record Sessions(Aggregate cells, long gap, Schema schema) implements Plan {
        /** The calls behind those of the sessions. */
        private static final int EDGES = 2;

        /**
         * Sessions of the rows of an aggregate's cells.
         *
         * @param groups by the keys, then the start of a cell
         * @param time index of the TIMESTAMP column in the aggregate's input
         */
        public static Sessions of(Aggregate groups, int time, long gap) {
            List<AggregateCall> calls = new ArrayList<>(groups.calls());
            List<Field> fields = new ArrayList<>(groups.schema().fields());
            for (String edge : List.of("min", "max")) {
                calls.add(new AggregateCall(edge, List.of(time), List.of(), false, -1, Type.TIMESTAMP));
                fields.add(new Field("$" + edge + "_time", Type.TIMESTAMP));
            }
            return of(new Aggregate(groups.input(), groups.keys(), calls, new Schema(fields)), gap);
        }

        /** Sessions of cells whose last two calls are the least and the greatest time. */
        public static Sessions of(Aggregate cells, long gap) {
            List<Field> all = cells.schema().fields();
            int keys = cells.keys().size() - 1;
            List<Field> fields = new ArrayList<>(all.subList(0, keys));
            fields.add(new Field("window_start", Type.TIMESTAMP));
            fields.add(new Field("window_end", Type.TIMESTAMP));
            fields.addAll(all.subList(keys + 1, all.size() - EDGES));
            return new Sessions(cells, gap, new Schema(fields));
        }

        /** How many keys sessions have beside their time. */
        public int keys() {
            return cells.keys().size() - 1;
        }

        @Override
        public List<Plan> inputs() {
            return cells.inputs();
        }
    }

    /**
     * What an operator gives as it goes along the rows of one key after another, in their order: NULL keys are one key, NaN is
     * NaN, -0.0 is 0.0. The law-2 FOLD. Rows come out in the order of the keys, ascending, NULL last; those of a key as the
     * operator gives them.
     *
     * @param keys indexes of the input's columns; empty where all rows are one key's
     * @param order of the rows of a key: what the query orders by, the event time as a rule, then every other column that it
     *     names, in schema order, ascending, NULL last. Rows that are equal in all of these are interchangeable
     * @param schema what the operator says of the input's
     */
    record Fold(Plan input, List<Integer> keys, List<SortKey> order, FoldOperator operator, Schema schema)
            implements Plan {
        public Fold {
            keys = List.copyOf(keys);
            order = List.copyOf(order);
        }

        /**
         * A fold along rows whose ties are completed.
         *
         * @param named the input's columns that the query names: where rows are equal in {@code order}, these say which is
         *     first
         */
        public static Fold of(
                Plan input, List<Integer> keys, List<SortKey> order, BitSet named, FoldOperator operator) {
            List<SortKey> complete = new ArrayList<>(order);
            named.stream()
                    .filter(column -> !keys.contains(column) && order.stream().noneMatch(key -> key.column() == column))
                    .forEach(column -> complete.add(new SortKey(column, false, false)));
            return new Fold(input, keys, complete, operator, operator.schema(input.schema()));
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /** All rows in order; ties are completed by the remaining columns, in schema order, ascending, NULL last. */
    record Sort(Plan input, List<SortKey> keys) implements Plan {
        public Sort {
            keys = List.copyOf(keys);
        }

        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /**
     * Skips {@code offset} rows, then passes {@code count}: in the order of a Sort beneath, or of the source.
     *
     * @param count rows, or {@link Long#MAX_VALUE} for all
     */
    record Limit(Plan input, long offset, long count) implements Plan {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }
    }

    /** The rows of all inputs, whose types agree by position. */
    record UnionAll(List<Plan> inputs, Schema schema) implements Plan {
        public UnionAll {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * Pairs the rows of two inputs.
     *
     * <p>Keys are equal as {@code =} says: NULL equals nothing, NaN equals NaN, -0.0 equals 0.0, a BIGINT equals a DOUBLE
     * exactly. The types of both keys of a pair are equal, or BIGINT and DOUBLE.
     *
     * @param leftKeys expressions over the left input's columns
     * @param rightKeys as many over the right input's columns; the pair at an index has to be equal
     * @param asOf where the join goes along time; or null. Only of INNER and LEFT joins; then the residual names left columns
     *     alone
     * @param residual a condition over the columns of both, left ones first, that has to be true as well; or null
     * @param schema what {@link #schemaOf} gives
     */
    record Join(
            Plan left,
            Plan right,
            JoinKind kind,
            List<Expr> leftKeys,
            List<Expr> rightKeys,
            @Nullable AsOf asOf,
            @Nullable Expr residual,
            Schema schema)
            implements Plan {
        public Join {
            leftKeys = List.copyOf(leftKeys);
            rightKeys = List.copyOf(rightKeys);
        }

        /** A join without keys: its condition is the residual. */
        public static Join on(Plan left, Plan right, JoinKind kind, @Nullable Expr condition) {
            return new Join(
                    left,
                    right,
                    kind,
                    List.of(),
                    List.of(),
                    null,
                    condition,
                    schemaOf(kind, left.schema(), right.schema()));
        }

        /** The same join of other inputs, of the same columns, and with another condition. */
        public Join over(Plan otherLeft, Plan otherRight, @Nullable Expr condition) {
            return new Join(otherLeft, otherRight, kind, leftKeys, rightKeys, asOf, condition, schema);
        }

        /** The same join, along time. */
        public Join along(AsOf other) {
            return new Join(left, right, kind, leftKeys, rightKeys, other, residual, schema);
        }

        /** Whether a host that holds one side in memory holds the left one: see {@link JoinKind#holdsLeft}; along time never. */
        boolean holdsLeft(long leftBytes, long rightBytes) {
            return asOf == null && kind.holdsLeft(leftBytes, rightBytes);
        }

        /** The columns of a join: both sides', or the left side's, {@code $matched} behind them for a MARK. */
        public static Schema schemaOf(JoinKind kind, Schema left, Schema right) {
            List<Field> fields = new ArrayList<>(left.fields());
            if (kind.yieldsPairs()) {
                fields.addAll(right.fields());
            } else if (kind == JoinKind.MARK) {
                fields.add(new Field("$matched", Type.BOOLEAN));
            }
            return new Schema(fields);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(left, right);
        }
    }

    /** A column to sort by. NaN sorts above +inf. */
    record SortKey(int column, boolean descending, boolean nullsFirst) {}
}
