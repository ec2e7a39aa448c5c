package io.barograph.core.source;

/**
 * What a reader is asked for.
 *
 * @param columns indexes into the table's schema, ascending; may be empty where only rows are counted. Rows are judged
 *     well-formed or not by the whole schema, whatever columns are asked for, so that projection never changes which
 *     rows a table has.
 * @param rejects told of every malformed record
 */
public record ReadRequest(int[] columns, RejectHandler rejects) {}
