package io.barograph.cli.summarize;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.engine.ResultSink;
import io.barograph.sql.ColumnStatistic;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All values of a table that is small enough to keep them, and what they say exactly: quantiles (the value of rank
 * ⌈q·n⌉) and distinct counts. A sink of the rows that {@link #sql} asks for.
 */
public final class ColumnValues implements ResultSink {
    /** A column of the table, its values as they come. */
    private abstract static class Values {
        final int column;

        Values(int column) {
            this.column = column;
        }

        abstract void add(Column values, int size);

        /** About how many numbers take the room of the values, by what a profile knows already. */
        long size(ColumnProfile profile) {
            return profile.rows();
        }

        /** Tells the profile what the values say; they may be sorted by it. */
        abstract void refine(ColumnProfile profile);

        static long distinct(int count, java.util.function.IntPredicate differsFromTheOneBefore) {
            long distinct = Math.min(count, 1);
            for (int i = 1; i < count; i++) {
                distinct += differsFromTheOneBefore.test(i) ? 1 : 0;
            }
            return distinct;
        }

        static int rank(double fraction, int count) {
            return Math.max(1, (int) Math.ceil(fraction * count));
        }
    }

    private static final class Doubles extends Values {
        private double[] kept = new double[1024];
        private int count;

        Doubles(int column) {
            super(column);
        }

        @Override
        void add(Column values, int size) {
            double[] from = ((DoubleColumn) values).values();
            kept = count + size > kept.length ? Arrays.copyOf(kept, Math.max(count + size, 2 * count)) : kept;
            for (int row = 0; row < size; row++) {
                if (values.validity().isPresent(row)) {
                    kept[count++] = from[row] + 0.0; // -0.0 is 0.0
                }
            }
        }

        @Override
        void refine(ColumnProfile profile) {
            Arrays.sort(kept, 0, count);
            profile.set(
                    column, ColumnStatistic.DISTINCT, distinct(count, i -> Double.compare(kept[i - 1], kept[i]) != 0));
            for (ColumnStatistic quantile : ColumnStatistic.QUANTILES) {
                if (count > 0) {
                    profile.set(column, quantile, kept[rank(quantile.fraction(), count) - 1]);
                }
            }
        }
    }

    private static final class Longs extends Values {
        private final boolean numbers;
        private long[] kept = new long[1024];
        private int count;

        Longs(int column, boolean numbers) {
            super(column);
            this.numbers = numbers;
        }

        @Override
        void add(Column values, int size) {
            long[] from = ((LongColumn) values).values();
            kept = count + size > kept.length ? Arrays.copyOf(kept, Math.max(count + size, 2 * count)) : kept;
            for (int row = 0; row < size; row++) {
                if (values.validity().isPresent(row)) {
                    kept[count++] = from[row];
                }
            }
        }

        @Override
        void refine(ColumnProfile profile) {
            Arrays.sort(kept, 0, count);
            profile.set(column, ColumnStatistic.DISTINCT, distinct(count, i -> kept[i - 1] != kept[i]));
            for (ColumnStatistic quantile : ColumnStatistic.QUANTILES) {
                if (count > 0 && numbers) {
                    profile.set(column, quantile, kept[rank(quantile.fraction(), count) - 1]);
                }
            }
        }
    }

    private static final class Decimals extends Values {
        /** An object of a number, its digits apart where they are many, takes the room of so many numbers. */
        private static final long NUMBERS_PER_DECIMAL = 16;

        private final List<BigDecimal> kept = new ArrayList<>();

        Decimals(int column) {
            super(column);
        }

        @Override
        long size(ColumnProfile profile) {
            return NUMBERS_PER_DECIMAL * profile.rows();
        }

        @Override
        void add(Column values, int size) {
            for (int row = 0; row < size; row++) {
                if (values.value(row) instanceof BigDecimal number) {
                    kept.add(number);
                }
            }
        }

        @Override
        void refine(ColumnProfile profile) {
            kept.sort(null);
            // All are of the column's scale: equal numbers are equal objects.
            profile.set(
                    column,
                    ColumnStatistic.DISTINCT,
                    distinct(kept.size(), i -> !kept.get(i).equals(kept.get(i - 1))));
            for (ColumnStatistic quantile : ColumnStatistic.QUANTILES) {
                if (!kept.isEmpty()) {
                    profile.set(column, quantile, kept.get(rank(quantile.fraction(), kept.size()) - 1));
                }
            }
        }
    }

    private static final class Texts extends Values {
        /** A text and its place in a set take the room of so many numbers. */
        private static final long NUMBERS_PER_TEXT = 16;

        private final Set<String> kept = new HashSet<>();
        private final Map<Dictionary, BitSet> seen = new IdentityHashMap<>();

        Texts(int column) {
            super(column);
        }

        @Override
        long size(ColumnProfile profile) {
            return profile.rows() / Byte.SIZE + NUMBERS_PER_TEXT * profile.count(column, ColumnStatistic.DISTINCT);
        }

        @Override
        void add(Column values, int size) {
            VarcharColumn texts = (VarcharColumn) values;
            BitSet codes = seen.computeIfAbsent(texts.dictionary(), dictionary -> new BitSet());
            for (int row = 0; row < size; row++) {
                int code = texts.codes()[row];
                if (values.validity().isPresent(row) && !codes.get(code)) {
                    codes.set(code);
                    kept.add(texts.dictionary().string(code));
                }
            }
        }

        @Override
        void refine(ColumnProfile profile) {
            profile.set(column, ColumnStatistic.DISTINCT, (long) kept.size());
        }
    }

    private final Schema table;
    private final List<Values> columns = new ArrayList<>();

    /** @param table the schema whose columns are kept */
    public ColumnValues(Schema table) {
        this.table = table;
        for (int column = 0; column < table.size(); column++) {
            Type type = table.type(column);
            if (type == Type.DOUBLE) {
                columns.add(new Doubles(column));
            } else if (type == Type.BIGINT || type == Type.TIMESTAMP) {
                columns.add(new Longs(column, type == Type.BIGINT));
            } else if (type.isDecimal()) {
                columns.add(new Decimals(column));
            } else if (type == Type.VARCHAR) {
                columns.add(new Texts(column));
            }
        }
    }

    /** The query over a table of this name; empty where no column has values worth keeping. */
    public String sql(String tableName) {
        List<String> names = columns.stream()
                .map(kept -> ColumnProfile.quoted(table.name(kept.column)))
                .toList();
        return names.isEmpty() ? "" : "SELECT " + String.join(", ", names) + " FROM " + tableName;
    }

    /** About how many numbers take the room of what would be kept, by what a profile knows already. */
    public long size(ColumnProfile profile) {
        return columns.stream().mapToLong(values -> values.size(profile)).sum();
    }

    @Override
    public void begin(Schema schema) {}

    @Override
    public void accept(Batch batch) {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).add(batch.column(i), batch.size());
        }
    }

    @Override
    public void end() {}

    /** Puts exact values where a profile has approximate ones. */
    public void refine(ColumnProfile profile) {
        columns.forEach(values -> values.refine(profile));
    }
}
