package io.barograph.core.aggregate;

import io.barograph.core.column.Column;
import io.barograph.core.column.Validity;
import org.jspecify.annotations.Nullable;

/** A column of results in the making, as longs of a {@link ValueCodec}. */
final class ResultColumn {
    private final long[] values;
    private long @Nullable [] present;

    ResultColumn(int size) {
        values = new long[size];
    }

    /** The values, to be filled; 0 where NULL. */
    long[] values() {
        return values;
    }

    void setNull(int position) {
        if (present == null) {
            present = Validity.allPresent(values.length);
        }
        Validity.setNull(present, position);
    }

    Column decode(ValueCodec codec) {
        return codec.decode(values, values.length, present == null ? Validity.ALL : Validity.of(present));
    }
}
