package io.barograph.server.http;

import java.time.Duration;

/**
 * What clients may take of a service.
 *
 * @param requestsPerSecond of one address, on average; 0 for no limit
 * @param idle no request's text may take longer to come, and a connection at which nothing moves for so long is closed soon
 */
public record ClientLimits(int requestsPerSecond, Duration idle) {}
