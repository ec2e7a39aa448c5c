package io.barograph.frame;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.engine.ResultSink;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands batches on as rows of Java values. */
final class RowSink implements ResultSink {
    private static final long SECOND = 1_000_000_000L;

    private final Consumer<Row> consumer;
    private Schema schema = Schema.of();

    RowSink(Consumer<Row> consumer) {
        this.consumer = consumer;
    }

    @Override
    public void begin(Schema answer) {
        schema = answer;
    }

    @Override
    public void accept(Batch batch) {
        for (int row = 0; row < batch.size(); row++) {
            @Nullable Object[] values = new Object[schema.size()];
            for (int column = 0; column < values.length; column++) {
                values[column] = value(batch.column(column), row);
            }
            consumer.accept(new Row(schema, values));
        }
    }

    @Override
    public void end() {}

    private static @Nullable Object value(Column column, int row) {
        Object value = column.value(row);
        if (value instanceof Long number) {
            if (column.type() == Type.TIMESTAMP) {
                return Instant.ofEpochSecond(Math.floorDiv(number, SECOND), Math.floorMod(number, SECOND));
            } else if (column.type() == Type.INTERVAL) {
                return Duration.ofNanos(number);
            } else if (column.type() == Type.DATE) {
                return LocalDate.ofEpochDay(number);
            }
        }
        return value;
    }
}
