package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import org.junit.jupiter.api.Test;

class InterruptibleSenderTest {
    private static final Batch ROWS = new Batch(new Column[0], 3);

    /** Counts rows. */
    private static final class Counting implements Sender {
        long rows;

        @Override
        public void accept(Batch batch) {
            rows += batch.size();
        }

        @Override
        public void finish() {}

        @Override
        public long memoryBytes() {
            return 0;
        }

        @Override
        public long items() {
            return rows;
        }

        @Override
        public void spill() {}
    }

    @Test
    void aTaskEndsAtTheBatchBehindItsInterrupt() {
        Counting counting = new Counting();
        Sender sender = new InterruptibleSender(counting);
        sender.accept(ROWS);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> sender.accept(ROWS))
                    .isInstanceOfSatisfying(
                            BarographException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.CANCELLED));
        } finally {
            assertThat(Thread.interrupted())
                    .as("whoever interrupted it may look for it")
                    .isTrue();
        }
        assertThat(counting.rows).isEqualTo(3);
        assertThat(sender.items()).isEqualTo(3);
    }
}
