package io.barograph.formats.output;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluator;
import io.barograph.core.expr.Evaluators;
import io.barograph.core.expr.Expr;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Divides rows by the values of some columns into the folders of Hive's layout, {@code dt=2023-01-01/site=north}: these columns
 * stand in the folders' names and not in the files. Used by one thread.
 */
public final class PartitionRouter {
    /** Folders that are written to at once. */
    public static final int MOST_PARTITIONS = 1000;

    private static final String NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__";
    private static final String UNSAFE = "\"#%'*/:=?\\{}[]^<>|";

    private final Evaluator[] keys;
    private final String[] names;
    private final int[] kept;
    private final Schema rest;
    private final BatchCompactor compactor;
    private final Map<String, Positions> positions = new LinkedHashMap<>();

    /** A batch's rows of one partition. */
    private static final class Positions {
        final int[] rows;
        int count;

        Positions(int capacity) {
            rows = new int[capacity];
        }
    }

    /** Takes rows of one partition. */
    @FunctionalInterface
    public interface Target {
        /**
         * @param partition its folder, relative, with {@code /} between keys; empty where there are none
         * @param rows of the columns that are no keys; valid until return
         */
        void accept(String partition, Batch rows);
    }

    /**
     * @param partitionedBy names of columns; may be empty
     * @throws BarographException INVALID_ARGUMENT where no column is left for the files
     */
    public PartitionRouter(String folder, Schema schema, List<String> partitionedBy) {
        names = partitionedBy.toArray(String[]::new);
        kept = IntStream.range(0, schema.size())
                .filter(column -> !partitionedBy.contains(schema.name(column)))
                .toArray();
        if (kept.length == 0) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "PARTITIONED BY takes every column of " + folder + ": none is left for the files");
        }
        rest = schema.select(kept);
        compactor = BatchCompactor.of(rest);
        EvaluationContext context = new EvaluationContext(List.of(), false);
        keys = partitionedBy.stream()
                .map(name -> Evaluators.compile(text(schema, name), schema, context))
                .toArray(Evaluator[]::new);
    }

    private static Expr text(Schema schema, String name) {
        Field field = schema.field(schema.indexOf(name));
        Expr column = new Expr.ColumnRef(schema.indexOf(name), field.type());
        return field.type() == Type.VARCHAR ? column : new Expr.Call("cast", List.of(column), Type.VARCHAR);
    }

    /** The columns that are no keys. */
    public Schema rest() {
        return rest;
    }

    /** Hands a batch's rows over, partition by partition in the order of their first rows; within one, in their order. */
    public void route(Batch batch, Target target) {
        if (names.length == 0) {
            target.accept("", batch);
            return;
        }
        positions.clear();
        VarcharColumn[] values = new VarcharColumn[keys.length];
        for (int key = 0; key < keys.length; key++) {
            values[key] = (VarcharColumn) keys[key].evaluate(batch);
        }
        Positions part = new Positions(0);
        for (int row = 0; row < batch.size(); row++) {
            if (row == 0 || !isSame(values, row)) {
                part = positions.computeIfAbsent(name(values, row), one -> new Positions(batch.size()));
            }
            part.rows[part.count++] = row;
        }
        Column[] columns = Arrays.stream(kept).mapToObj(batch::column).toArray(Column[]::new);
        Batch all = new Batch(columns, batch.size());
        positions.forEach((partition, rows) -> target.accept(partition, compactor.compact(all, rows.rows, rows.count)));
    }

    private static boolean isSame(VarcharColumn[] values, int row) {
        for (VarcharColumn column : values) {
            boolean isNull = column.validity().isNull(row);
            if (isNull != column.validity().isNull(row - 1)
                    || !isNull && column.codes()[row] != column.codes()[row - 1]) {
                return false;
            }
        }
        return true;
    }

    private String name(VarcharColumn[] values, int row) {
        StringBuilder path = new StringBuilder();
        for (int key = 0; key < names.length; key++) {
            Object value = values[key].value(row);
            path.append(key == 0 ? "" : "/").append(escaped(names[key])).append('=');
            path.append(value == null || value.equals("") ? NULL_PARTITION : escaped((String) value));
        }
        return path.toString();
    }

    /** What to say where there are more than {@link #MOST_PARTITIONS}. */
    public static BarographException tooMany(String folder, String latest) {
        return new BarographException(
                ErrorCode.INVALID_ARGUMENT,
                "the answer has more than " + MOST_PARTITIONS + " partitions for " + folder + ", the latest " + latest
                        + "; partition by fewer or coarser columns, such as the day");
    }

    /** As Hive escapes what a folder's name cannot hold, {@code %2F} for a slash; a name of dots alone is no way out. */
    public static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        boolean dots = value.chars().allMatch(c -> c == '.');
        for (byte unit : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (unit & 0xFF);
            if (c < 0x20 || c >= 0x7F && c < 0x80 || UNSAFE.indexOf(c) >= 0 || dots) {
                text.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            } else {
                text.append(c);
            }
        }
        // Bytes above ASCII stand as they are: the name is UTF-8 again.
        return new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
