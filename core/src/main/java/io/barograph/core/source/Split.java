package io.barograph.core.source;

/**
 * A piece of a lane: the records that begin in {@code [start, end)}, byte offsets of the file as stored. Cutting a lane
 * into splits changes no answer. An unsplittable lane has one split, from 0 to its size.
 */
public record Split(Lane lane, long start, long end) {}
