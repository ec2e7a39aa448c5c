package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.stage.StageInput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountingRowsTest {
    private static CountingRows rows(long from, long step, long count) {
        return new CountingRows(new StageInput.SequenceRows(Schema.of(new Field("n", Type.BIGINT)), from, step, count));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0", "7, 3, 1", "-5, -2, 2048", "1, 1, 2049", "0, 1, 1048576", "9, 7, 3000000"})
    void thePiecesOneAfterTheOtherAreAllValues(long from, long step, long count) {
        CountingRows rows = rows(from, step, count);
        FinishedRows.Reader reader = rows.newReader();
        long next = from;
        long seen = 0;
        for (int piece = 0; piece < rows.pieces(); piece++) {
            reader.begin(piece);
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                assertThat(batch.size()).isBetween(1, Batch.CAPACITY);
                for (int i = 0; i < batch.size(); i++) {
                    assertThat(((LongColumn) batch.column(0)).value(i)).isEqualTo(next);
                    next += step;
                }
                seen += batch.size();
            }
        }

        assertThat(seen).isEqualTo(count).isEqualTo(rows.size());
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807, 0, 1", "9223372036854775806, 1, 1", "4294967297, -9223372036854775808, 2147483647"
    })
    void theLastPieceOfTheLongestEndsWithTheLastValue(long count, long from, long step) {
        CountingRows rows = rows(from, step, count);
        FinishedRows.Reader reader = rows.newReader();
        reader.begin(rows.pieces() - 1);

        assertThat(rows.pieces()).isLessThanOrEqualTo(4097);
        assertThat(reader.next()).isNotNull();
        assertThat(rows.memoryBytes()).isZero();
    }
}
