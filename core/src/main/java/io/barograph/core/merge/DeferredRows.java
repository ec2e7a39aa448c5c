package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.RowProgram;
import io.barograph.core.aggregate.totals.RowProgram.Operation;
import io.barograph.core.aggregate.totals.RowProgram.PickedRows;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.merge.RowProgramBuilder.NotOnDevice;
import io.barograph.core.stage.RowOperator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last operators in front of a merge, left to a device: rows come as they are before these, and the device filters them and computes what
 * it adds up. What is undefined of a row there, and whatever else ends it, it leaves over; then the operators themselves take it, and
 * count.
 */
public final class DeferredRows {
    /** In the place of a key's column: rows do not bring it. */
    static final int COMPUTED = -1;

    private final Schema schema;
    private final RowProgram program;
    private final int[] keyColumns;
    /** The columns of inputs, by their bits in flags. */
    private final int[] inputs;
    /** Of those the ones that travel beside the key's words. */
    private final int[] travelling;
    /** By input, the column of the chunk. */
    private final int[] chunkColumns;

    private final boolean assignsWindows;

    private DeferredRows(Planner planner, RowProgram program, int[] keyColumns) {
        this.schema = planner.schema;
        this.program = program;
        this.keyColumns = keyColumns;
        this.inputs = toArray(planner.inputs);
        this.travelling = toArray(planner.travelling);
        this.chunkColumns = toArray(planner.chunkColumns);
        this.assignsWindows = planner.assignsWindows;
    }

    private static int[] toArray(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The columns before the operators. */
    Schema schema() {
        return schema;
    }

    RowProgram program() {
        return program;
    }

    /** Where the table's keys are among these columns, or {@link #COMPUTED}; of a window's bounds, its time. */
    int[] keyColumns() {
        return keyColumns;
    }

    int[] inputs() {
        return inputs;
    }

    /** The columns that rows bring beside the words of their keys, as they come. */
    public int[] travelling() {
        return travelling.clone();
    }

    int[] chunkColumns() {
        return chunkColumns;
    }

    /** Whether the windows' assignment is among the operators: then rows come without bounds. */
    boolean assignsWindows() {
        return assignsWindows;
    }

    /**
     * What became of the attempt.
     *
     * @param rows null where a device cannot
     * @param reason then, behind "since"
     */
    public record Attempt(@Nullable DeferredRows rows, String reason) {}

    /**
     * Leaves operators to a device.
     *
     * @param schema the columns before them
     * @param operators filters, projections and, where there are {@code windows}, perhaps their assignment
     * @param keys columns behind them
     */
    static Attempt attempt(
            Schema schema,
            List<RowOperator> operators,
            List<Integer> keys,
            @Nullable WindowKeys windows,
            DevicePicks picks,
            DeviceKeys words) {
        try {
            return new Attempt(new Planner(schema).plan(operators, keys, windows, picks, words), "");
        } catch (NotOnDevice reason) {
            return new Attempt(null, String.valueOf(reason.getMessage()));
        }
    }

    /** Follows columns from operator to operator. */
    private static final class Planner {
        /**
         * What a column is.
         *
         * @param column of the rows as they come, or -1
         * @param register that it was computed in, or -1
         */
        private record Source(int column, int register) {}

        private final Schema schema;
        private final RowProgramBuilder builder = new RowProgramBuilder();
        private final RowExpressions expressions = new RowExpressions(builder, this::register);
        private final List<Integer> inputs = new ArrayList<>();
        private final List<Integer> travelling = new ArrayList<>();
        private final List<Integer> chunkColumns = new ArrayList<>();
        /** The key's words that are columns as they come, -1 where they are none. */
        private int[] wordColumns = {};

        private List<Source> columns = new ArrayList<>();
        private boolean assignsWindows;

        Planner(Schema schema) {
            this.schema = schema;
            for (int column = 0; column < schema.size(); column++) {
                columns.add(new Source(column, -1));
            }
        }

        DeferredRows plan(
                List<RowOperator> operators,
                List<Integer> keys,
                @Nullable WindowKeys windows,
                DevicePicks picks,
                DeviceKeys words)
                throws NotOnDevice {
            int[] keyColumns = keyColumns(operators, keys);
            wordColumns = new int[words.count()];
            for (int word = 0; word < wordColumns.length; word++) {
                int key = words.encoderWord(word);
                boolean isWord = key < keys.size()
                        && keyColumns[key] != COMPUTED
                        && RowExpressions.isWhole(schema.type(keyColumns[key]));
                wordColumns[word] = isWord ? keyColumns[key] : -1;
            }
            boolean computes = false;
            for (RowOperator operator : operators) {
                computes |= follow(operator, windows);
            }
            if (!computes) {
                throw new NotOnDevice("there are none");
            }
            List<Integer> values = new ArrayList<>();
            for (int value = 0; value < picks.columns(); value++) {
                int register = register(picks.arguments().get(value));
                values.add(picks.isUpper(value) ? expressions.upperWord(register) : register);
            }
            List<PickedRows> picked = new ArrayList<>();
            for (int pick = 0; pick < picks.shapes().size(); pick++) {
                long present = 0;
                for (int argument : picks.arguments(pick)) {
                    present |= 1L << register(argument);
                }
                int filter = picks.filter(pick);
                picked.add(new PickedRows(present, filter < 0 ? RowProgram.NONE : register(filter)));
            }
            RowProgram.ComputedKeys computed =
                    computedKeys(operators.get(operators.size() - 1).schema(), keys, keyColumns, words);
            return new DeferredRows(
                    this,
                    new RowProgram(travelling.size(), builder.instructions(), values, picked, computed),
                    keyColumns);
        }

        /** @param behind the columns behind all operators */
        private RowProgram.ComputedKeys computedKeys(
                Schema behind, List<Integer> keys, int[] keyColumns, DeviceKeys words) throws NotOnDevice {
            List<RowProgram.KeyWord> computed = new ArrayList<>();
            int nulls = 0;
            for (int word = 0; word < words.count(); word++) {
                int key = words.encoderWord(word);
                nulls = key == keys.size() ? word : nulls;
                if (key < keys.size() && keyColumns[key] == COMPUTED) {
                    Type type = behind.type(keys.get(key));
                    if (!RowExpressions.isWord(type) && type != Type.BOOLEAN) {
                        throw new NotOnDevice("rows are grouped by an expression of " + type);
                    }
                    if (words.time() != null && words.time().word() == word) {
                        throw new NotOnDevice("windows are of times that an expression makes");
                    }
                    int register = register(keys.get(key));
                    int ordered = type == Type.DOUBLE ? builder.add(Operation.ORDERED_DOUBLE, register) : register;
                    computed.add(new RowProgram.KeyWord(word, ordered, key));
                }
            }
            if (!computed.isEmpty() && keys.size() > Long.SIZE) {
                throw new NotOnDevice(
                        "rows are grouped by more than " + Long.SIZE + " columns, expressions among them");
            }
            return new RowProgram.ComputedKeys(computed, nulls);
        }

        /** Which columns keys are, as rows come, where they pass all operators as they are. */
        private static int[] keyColumns(List<RowOperator> operators, List<Integer> keys) {
            int[] found = toArray(keys);
            for (int i = operators.size() - 1; i >= 0; i--) {
                for (int key = 0; key < found.length; key++) {
                    found[key] = found[key] == COMPUTED ? COMPUTED : before(operators.get(i), found[key]);
                }
            }
            return found;
        }

        private static int before(RowOperator operator, int column) {
            if (operator instanceof RowOperator.AssignWindow assign) {
                return column >= assign.schema().size() - 2 ? assign.time() : column;
            } else if (operator instanceof RowOperator.Project project) {
                return project.expressions().get(column) instanceof Expr.ColumnRef reference
                        ? reference.index()
                        : COMPUTED;
            }
            return column;
        }

        /** Returns whether it filters or computes. */
        private boolean follow(RowOperator operator, @Nullable WindowKeys windows) throws NotOnDevice {
            if (operator instanceof RowOperator.Filter filter) {
                builder.add(Operation.KEEP, expressions.compile(filter.predicate()));
                return true;
            }
            if (operator instanceof RowOperator.AssignWindow assign) {
                if (windows == null) {
                    throw new NotOnDevice("the CPU finds windows behind them");
                }
                if (windows.panes().mayHaveGaps()) {
                    throw new NotOnDevice("rows may stand between windows");
                }
                assignsWindows = true;
                int time = register(assign.time());
                builder.add(Operation.WITHIN, time, time, windows.panes().margin());
                // Nobody but keys looks at bounds: what they are here is of no meaning.
                columns = new ArrayList<>(columns);
                columns.add(columns.get(assign.time()));
                columns.add(columns.get(assign.time()));
                return false;
            }
            boolean computes = false;
            List<Source> behind = new ArrayList<>();
            for (Expr expression : ((RowOperator.Project) operator).expressions()) {
                if (expression instanceof Expr.ColumnRef reference) {
                    behind.add(columns.get(reference.index()));
                } else {
                    behind.add(new Source(-1, expressions.compile(expression)));
                    computes |= !(expression instanceof Expr.Literal);
                }
            }
            columns = behind;
            return computes;
        }

        private int register(int column) throws NotOnDevice {
            Source source = columns.get(column);
            return source.column < 0 ? source.register : input(source.column);
        }

        private int input(int column) throws NotOnDevice {
            if (!RowExpressions.isWord(schema.type(column))) {
                throw new NotOnDevice("a GPU computes with numbers and times, and " + schema.name(column) + " is "
                        + schema.type(column));
            }
            if (!inputs.contains(column)) {
                inputs.add(column);
                int at = -1;
                for (int word = 0; word < wordColumns.length; word++) {
                    at = wordColumns[word] == column ? word : at;
                }
                if (at < 0) {
                    travelling.add(column);
                    at = wordColumns.length + travelling.size() - 1;
                }
                if (at > RowProgram.NONE) {
                    throw new NotOnDevice("a row would have more than " + RowProgram.NONE + " words");
                }
                chunkColumns.add(at);
            }
            int input = inputs.indexOf(column);
            return builder.add(Operation.INPUT, chunkColumns.get(input), input, 0);
        }
    }
}
