package io.barograph.core.merge;

import io.barograph.core.aggregate.DictionaryMapping;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import org.jspecify.annotations.Nullable;

/** One column of results put together from columns of several tables, each of which knows some positions. */
final class ResultAssembly {
    private final Type type;
    /** Values carried as longs; of a DECIMAL the lower halves. */
    private final long[] longs;

    private final long[] highs;
    private final double[] doubles;
    private final boolean[] booleans;
    private final int[] codes;
    private final Dictionary dictionary;
    private final DictionaryMapping mapping;
    private final int size;
    private long @Nullable [] present;

    /** @param dictionary receives the texts of a VARCHAR column */
    ResultAssembly(Type type, int size, Dictionary dictionary) {
        this.type = type;
        this.size = size;
        this.dictionary = dictionary;
        this.mapping = new DictionaryMapping(dictionary);
        this.highs = new long[type.isDecimal() ? size : 0];
        this.longs = new long[type.isLong() || type.isDecimal() ? size : 0];
        this.doubles = new double[type == Type.DOUBLE ? size : 0];
        this.booleans = new boolean[type == Type.BOOLEAN ? size : 0];
        this.codes = new int[type == Type.VARCHAR ? size : 0];
    }

    /** Puts value i of the part at {@code positions[i]}, for i below count. */
    void put(Column part, int[] positions, int count) {
        if (part instanceof LongColumn column) {
            for (int i = 0; i < count; i++) {
                longs[positions[i]] = column.values()[i];
            }
        } else if (part instanceof DecimalColumn column) {
            for (int i = 0; i < count; i++) {
                highs[positions[i]] = column.high()[i];
                longs[positions[i]] = column.low()[i];
            }
        } else if (part instanceof DoubleColumn column) {
            for (int i = 0; i < count; i++) {
                doubles[positions[i]] = column.values()[i];
            }
        } else if (part instanceof BooleanColumn column) {
            for (int i = 0; i < count; i++) {
                booleans[positions[i]] = column.values()[i];
            }
        } else if (part instanceof VarcharColumn column) {
            mapping.from(column.dictionary());
            for (int i = 0; i < count; i++) {
                codes[positions[i]] = column.validity().isPresent(i) ? mapping.code(column.codes()[i]) : 0;
            }
        }
        putNulls(part.validity(), positions, count);
    }

    private void putNulls(Validity validity, int[] positions, int count) {
        if (!validity.hasNulls()) {
            return;
        }
        if (present == null) {
            present = Validity.allPresent(size);
        }
        for (int i = 0; i < count; i++) {
            if (validity.isNull(i)) {
                Validity.setNull(present, positions[i]);
            }
        }
    }

    Column finish() {
        Validity validity = present == null ? Validity.ALL : Validity.of(present);
        return switch (type.kind()) {
            case DECIMAL -> new DecimalColumn(type, highs, longs, validity);
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> new LongColumn(type, longs, validity);
            case DOUBLE -> new DoubleColumn(doubles, validity);
            case BOOLEAN -> new BooleanColumn(booleans, validity);
            case VARCHAR -> new VarcharColumn(codes, dictionary, validity);
        };
    }
}
