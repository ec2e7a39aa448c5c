package io.barograph.core.source;

/**
 * An ordered, append-only sequence of records: here, a file.
 *
 * @param index position among the table's lanes
 * @param name the file's path
 * @param sizeBytes as stored (compressed, where it is)
 * @param splittable whether it can be read from the middle; a compressed file can not
 */
public record Lane(int index, String name, long sizeBytes, boolean splittable) {}
