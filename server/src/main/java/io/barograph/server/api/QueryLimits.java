package io.barograph.server.api;

import java.time.Duration;

/**
 * What queries may take.
 *
 * @param atOnce more are refused
 * @param time of one
 * @param memoryBytes of the states of one
 * @param rows of the answer of one
 * @param threads of one
 */
public record QueryLimits(int atOnce, Duration time, long memoryBytes, long rows, int threads) {}
