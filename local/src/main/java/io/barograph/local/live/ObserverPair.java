package io.barograph.local.live;

import io.barograph.core.error.Closing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two who watch the same run. What is passed on with rows is the first one's trace. */
final class ObserverPair implements LiveObserver {
    private final LiveObserver first;
    private final LiveObserver second;

    ObserverPair(LiveObserver first, LiveObserver second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public void close() {
        Closing.all(List.of(first, second));
    }

    @Override
    public @Nullable Reading reading() {
        Reading one = first.reading();
        Reading other = second.reading();
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return (table, lane, offset, nextOffset, records, traceparent) -> {
            one.done(table, lane, offset, nextOffset, records, traceparent);
            other.done(table, lane, offset, nextOffset, records, traceparent);
        };
    }

    @Override
    public @Nullable Showing showing(String query) {
        Showing one = first.showing(query);
        Showing other = second.showing(query);
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return new Showing() {
            @Override
            public @Nullable String traceparent() {
                return one.traceparent();
            }

            @Override
            public void done(long upTo, long rows) {
                one.done(upTo, rows);
                other.done(upTo, rows);
            }
        };
    }

    @Override
    public @Nullable Saving saving(long checkpoint) {
        Saving one = first.saving(checkpoint);
        Saving other = second.saving(checkpoint);
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return new Saving() {
            @Override
            public void saved(long bytes) {
                one.saved(bytes);
                other.saved(bytes);
            }

            @Override
            public void commit(String query, Runnable commit) {
                one.commit(query, () -> other.commit(query, commit));
            }

            @Override
            public void done() {
                one.done();
                other.done();
            }
        };
    }
}
