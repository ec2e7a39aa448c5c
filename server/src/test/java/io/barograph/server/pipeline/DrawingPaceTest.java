package io.barograph.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DrawingPaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);

    /** Pictures in ten seconds of ticks, each of which finds rows that have changed; every other one is late. */
    private static int drawn(long work, long late) {
        DrawingPace pace = new DrawingPace();
        int drawn = 0;
        for (long tick = 0; tick < 10 * SECOND; tick += TICK) {
            // The clock runs over meanwhile.
            long now = Long.MAX_VALUE - SECOND + tick + (tick / TICK % 2 == 0 ? 0 : late);
            if (pace.isDue(now)) {
                pace.drawn(now, work);
                drawn++;
            }
        }
        return drawn;
    }

    @Test
    void picturesComeTenTimesASecondAlsoWhereTicksAreLate() {
        assertThat(drawn(TimeUnit.MILLISECONDS.toNanos(4), 0)).isEqualTo(100);
        assertThat(drawn(TimeUnit.MILLISECONDS.toNanos(4), TimeUnit.MILLISECONDS.toNanos(9)))
                .isEqualTo(100);
    }

    @Test
    void dearPicturesTakeAFifthOfACore() {
        assertThat(drawn(TimeUnit.MILLISECONDS.toNanos(40), 0)).isEqualTo(50);
        assertThat(drawn(SECOND, 0)).isEqualTo(2);
    }
}
