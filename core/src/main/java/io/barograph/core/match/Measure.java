package io.barograph.core.match;

/**
 * A column of what comes out of a match.
 *
 * @param isFinal whether it is told from the whole match, else, where all rows come out, from the rows up to each; where one row
 *     comes out, both are the same
 */
public record Measure(MatchValue value, String name, boolean isFinal) {}
