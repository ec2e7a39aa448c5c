package io.barograph.server.pipeline;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.live.Breaker;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The live side of tables, where what a pipeline writes is shown to whoever looks at it, too. For one run. */
final class ResultSinks implements LiveCatalog {
    /** Places that are a screen: the service has none but its clients'. */
    private static final Set<String> SCREENS = Set.of("console", "print");

    private final LiveCatalog connectors;
    private final Map<TableDeclaration, ResultFeed> feeds;
    /** How many INSERTs write into each; all are opened before any goes on. */
    private final Map<ResultFeed, Integer> writers = new HashMap<>();

    /** @param feeds by what is written; what is not among them is shown to nobody */
    ResultSinks(LiveCatalog connectors, Map<TableDeclaration, ResultFeed> feeds) {
        this.connectors = connectors;
        this.feeds = feeds;
    }

    @Override
    public boolean isLive(TableDescription description) {
        return connectors.isLive(description);
    }

    @Override
    public LiveTable open(TableDescription description) {
        return connectors.open(description);
    }

    @Override
    public String ending(TableDescription description) {
        return connectors.ending(description);
    }

    @Override
    public boolean isAside(TableDeclaration target, String option) {
        return connectors.isAside(target, option);
    }

    @Override
    public LiveSink openSink(SinkRequest request) {
        ResultFeed feed = feeds.get(request.target());
        String connector =
                request.target().options().getOrDefault("connector", "").toLowerCase(Locale.ROOT);
        LiveSink place = SCREENS.contains(connector) ? new ResultsConnector.Nowhere() : connectors.openSink(request);
        if (feed == null) {
            return place;
        }
        feed.open(request);
        writers.merge(feed, 1, Integer::sum);
        return new ShownSink(place, feed);
    }

    /** A place whose rows are shown, too: in the order in which it takes them, so that they are encoded by one thread. */
    private final class ShownSink implements LiveSink {
        private final LiveSink place;
        private final ResultFeed feed;
        /** That what is accepted now will belong to; only its order counts. */
        private long checkpoint;

        ShownSink(LiveSink place, ResultFeed feed) {
            this.place = place;
            this.feed = feed;
        }

        @Override
        public void accept(Revisions changes) {
            feed.accept(changes, checkpoint);
            place.accept(changes);
        }

        @Override
        public void trace(@Nullable String traceparent) {
            place.trace(traceparent);
        }

        @Override
        public @Nullable Shown shown() {
            return hasOneWriter() ? feed.shown() : null;
        }

        @Override
        public void restore(long last, StateInput shown) {
            if (hasOneWriter()) {
                feed.restore(last, shown);
            }
        }

        /** Of several nobody knows which rows are whose: then each run begins without. */
        private boolean hasOneWriter() {
            return Objects.requireNonNull(writers.get(feed)) == 1;
        }

        @Override
        public void resume(long last) {
            feed.resume(last);
            checkpoint = last + 1;
            place.resume(last);
        }

        @Override
        public void prepare(long next) {
            checkpoint = next + 1;
            place.prepare(next);
        }

        @Override
        public void commit(long saved) {
            place.commit(saved);
            feed.saved(saved);
        }

        @Override
        public String guarantee() {
            return place.guarantee();
        }

        @Override
        public boolean takesRevisions() {
            return place.takesRevisions();
        }

        @Override
        public boolean holdsUnsaved() {
            return place.holdsUnsaved();
        }

        @Override
        public boolean holdsWhilePrepared() {
            return place.holdsWhilePrepared();
        }

        @Override
        public long begin() {
            return place.begin();
        }

        @Override
        public void flush() {
            place.flush();
        }

        @Override
        public String health() {
            return place.health();
        }

        @Override
        public List<Breaker> breakers() {
            return place.breakers();
        }

        @Override
        public void close() {
            place.close();
        }
    }
}
