package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StatusWatchTest {
    private static final LiveStatus LAST = new LiveStatus(
            7_000_000_000L,
            List.of(),
            List.of(),
            List.of(),
            3,
            1_000_000_000L,
            5,
            4,
            6,
            8,
            Map.of(),
            LiveStatus.Waits.NONE,
            null,
            null);

    @Test
    void aPublisherThatWaitsIsSpokenFor() throws InterruptedException {
        LiveStatus.Waits away = new LiveStatus.Waits("the database is away", List.of(), List.of());
        BlockingQueue<LiveStatus> told = new LinkedBlockingQueue<>();
        try (StatusWatch watch = new StatusWatch(told::add, () -> away)) {
            watch.tell(LAST);
            assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(LAST);
            LiveStatus later = told.poll(60, TimeUnit.SECONDS);
            assertThat(later.health()).isEqualTo("the database is away");
            assertThat(later.elapsedNanos()).isGreaterThanOrEqualTo(8_000_000_000L);
            assertThat(later.checkpointAgeNanos() - later.elapsedNanos()).isEqualTo(-6_000_000_000L);
            assertThat(later.checkpoint()).isEqualTo(3);
        }
        told.clear();
        assertThat(told.poll(1_500, TimeUnit.MILLISECONDS)).isNull();
    }
}
