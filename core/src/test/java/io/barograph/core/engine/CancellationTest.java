package io.barograph.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final List<String> done = new ArrayList<>();

    @Test
    void whoWatchesIsToldOnce() {
        cancellation.whenRequested(() -> done.add("one"));
        cancellation.whenRequested(() -> done.add("other"));
        assertThat(done).isEmpty();
        cancellation.request();
        cancellation.request();
        assertThat(done).containsExactly("one", "other");
    }

    @Test
    void whoHasEndedIsNotTold() {
        Cancellation.Watch over = cancellation.whenRequested(() -> done.add("over"));
        cancellation.whenRequested(() -> done.add("at work"));
        over.close();
        cancellation.request();
        assertThat(done).containsExactly("at work");
    }

    @Test
    void whoComesTooLateIsToldAtOnce() {
        cancellation.request();
        cancellation.whenRequested(() -> done.add("late")).close();
        assertThat(done).containsExactly("late");
    }

    @Test
    void whatOneThrowsKeepsNoOtherFromBeingTold() {
        cancellation.whenRequested(() -> {
            throw new IllegalStateException("it is stopped already");
        });
        cancellation.whenRequested(() -> done.add("other"));
        cancellation.request();
        done.add("what comes next");
        cancellation.whenRequested(() -> {
            throw new LinkageError("too late");
        });
        done.add("and behind that");
        assertThat(done).containsExactly("other", "what comes next", "and behind that");
    }

    @Test
    void whoWaitsSoLongIsWokenByTheRequest() throws Exception {
        assertThat(cancellation.await(Duration.ofNanos(1))).isFalse();
        ExecutorService waiting = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> requested = waiting.submit(() -> cancellation.await(Duration.ofDays(1)));
            cancellation.request();
            assertThat(requested.get(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            waiting.shutdownNow();
        }
    }
}
