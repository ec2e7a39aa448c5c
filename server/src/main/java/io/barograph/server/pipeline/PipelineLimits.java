package io.barograph.server.pipeline;

import java.time.Duration;

/**
 * What a pipeline may take.
 *
 * @param threads workers of each
 * @param memoryBytes of the states of each
 * @param resultRows rows of a result that are kept for those who look at it
 * @param firstPause before a failed one is started again
 * @param longestPause however often it has failed
 */
public record PipelineLimits(
        int threads, long memoryBytes, int resultRows, Duration firstPause, Duration longestPause) {}
