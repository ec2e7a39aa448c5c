package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.decimal.Int128;
import io.barograph.core.expr.Expr;
import io.barograph.core.stage.StageInput;
import io.barograph.local.spill.SpillSpace;
import java.math.BigDecimal;
import java.util.List;

/** Rows that a query itself says, as columns. */
final class LiteralBatches {
    private LiteralBatches() {}

    static FinishedRows rows(StageInput.QueryRows said, MemoryAccount memory, SpillSpace space) {
        return said instanceof StageInput.SequenceRows sequence
                ? new CountingRows(sequence)
                : stored((StageInput.LiteralRows) said, memory, space);
    }

    private static FinishedRows stored(StageInput.LiteralRows literals, MemoryAccount memory, SpillSpace space) {
        StoredRows stored = new StoredRows(literals.schema(), memory, space);
        List<List<Expr.Literal>> rows = literals.rows();
        for (int from = 0; from < rows.size(); from += Batch.CAPACITY) {
            List<List<Expr.Literal>> some = rows.subList(from, Math.min(rows.size(), from + Batch.CAPACITY));
            Column[] columns = new Column[literals.schema().size()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = column(literals.schema().type(i), some, i);
            }
            stored.accept(new Batch(columns, some.size()));
        }
        return stored;
    }

    private static Column column(Type type, List<List<Expr.Literal>> rows, int index) {
        int size = rows.size();
        long[] words = Validity.allPresent(size);
        Dictionary dictionary = new Dictionary();
        long[] longs = new long[size];
        long[] high = new long[size];
        Int128 register = new Int128();
        double[] doubles = new double[size];
        boolean[] booleans = new boolean[size];
        int[] codes = new int[size];
        for (int i = 0; i < size; i++) {
            Object value = rows.get(i).get(index).value();
            if (value == null) {
                Validity.setNull(words, i);
            } else if (value instanceof Long number) {
                longs[i] = number;
            } else if (value instanceof BigDecimal number) {
                register.set(number, type.scale());
                high[i] = register.high();
                longs[i] = register.low();
            } else if (value instanceof Double number) {
                doubles[i] = number;
            } else if (value instanceof Boolean truth) {
                booleans[i] = truth;
            } else {
                codes[i] = dictionary.intern((String) value);
            }
        }
        Validity validity = Validity.of(words);
        return switch (type.kind()) {
            case BOOLEAN -> new BooleanColumn(booleans, validity);
            case DOUBLE -> new DoubleColumn(doubles, validity);
            case VARCHAR -> new VarcharColumn(codes, dictionary, validity);
            case DECIMAL -> new DecimalColumn(type, high, longs, validity);
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> new LongColumn(type, longs, validity);
        };
    }
}
