package io.barograph.server.http;

import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.DoSHandler;

/** So many requests of one address are let by; others are told to come again later. */
public final class RateLimit {
    /** Addresses that are watched at once; of more, all are refused. */
    private static final int MOST_ADDRESSES = 10_000;

    private RateLimit() {}

    /**
     * Stands before a handler.
     *
     * @param perSecond of one address, on average; 0 for no limit
     */
    public static Handler before(Handler next, int perSecond) {
        if (perSecond == 0) {
            return next;
        }
        return new DoSHandler(
                next,
                DoSHandler.ID_FROM_REMOTE_ADDRESS,
                new DoSHandler.LeakingBucketTrackerFactory(perSecond),
                (request, response, callback) -> {
                    SecurityHeaders.add(response);
                    new Exchange(request, response, callback, Map.of())
                            .problem(Problem.later(
                                    HttpStatus.TOO_MANY_REQUESTS_429,
                                    "TOO_MANY_REQUESTS",
                                    "more than " + perSecond
                                            + " requests a second come from this address; put more rows into"
                                            + " one, or raise 'requests-per-second' in the configuration",
                                    1));
                    return true;
                },
                MOST_ADDRESSES);
    }
}
