package io.barograph.formats.record;

import io.barograph.core.column.Schema;
import java.util.Map;

/**
 * A form in which one row is one record of bytes, as messages of a topic or lines of a journal are. Found with
 * {@link java.util.ServiceLoader}. Stateless.
 */
public interface RecordFormat {
    /** Lower case, as in {@code 'format' = 'json'}. */
    String name();

    /**
     * Takes the options that are this format's out of a table's.
     *
     * @param options of the table; those taken are removed
     * @return them, in the form that {@link #newDecoder} expects
     * @throws io.barograph.core.error.BarographException {@code INVALID_OPTION} for a value that cannot be
     */
    Map<String, String> takeOptions(Map<String, String> options);

    /**
     * A decoder for one worker.
     *
     * @param schema of the table: by it a record is judged well-formed, whatever columns are asked for
     * @param options as {@link #takeOptions} gave them
     * @param columns indexes into the schema, ascending
     */
    RecordDecoder newDecoder(Schema schema, Map<String, String> options, int[] columns);

    /**
     * An encoder for one thread.
     *
     * @param schema of the rows
     * @param options as {@link #takeOptions} gave them
     */
    RecordEncoder newEncoder(Schema schema, Map<String, String> options);

    /**
     * What cuts a text of several records; where the format does not say, a text is one record.
     *
     * @param options as {@link #takeOptions} gave them
     * @param byLine whether records stand in lines of their own, where the format knows others: a broken one then ends with its
     *     line
     */
    default RecordSplitter newSplitter(Map<String, String> options, boolean byLine) {
        return (bytes, from, to, atEnd, target) -> {
            if (!atEnd) {
                return from;
            }
            target.record(bytes, from, to - from);
            return to;
        };
    }
}
