package io.barograph.server.result;

import io.barograph.core.column.Schema;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A result's rows at one moment, which later changes leave as they are. Any thread may read it.
 *
 * @param schema of all rows
 * @param key names of the columns that tell rows apart; null where none do
 * @param rows that are kept, in the order in which they came or changed last
 * @param total how many there are, those that are no longer kept among them; empty where that is not known
 * @param missing what is known of those; null where all are there
 */
public record ResultRows(
        Schema schema,
        @Nullable List<String> key,
        List<KeptRows> rows,
        OptionalLong total,
        @Nullable MissingRows missing) {}
