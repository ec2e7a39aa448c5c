package io.barograph.formats.record;

import io.barograph.core.column.Schema;
import java.util.Map;

/** A format of records with the options that it took. */
public record Recording(RecordFormat format, Map<String, String> options) {
    public Recording {
        options = Map.copyOf(options);
    }

    /**
     * The format of a name.
     *
     * @param options of a table; the format's own are removed
     * @throws io.barograph.core.error.BarographException {@code INVALID_OPTION} where there is no such format, or a value
     *     cannot be
     */
    public static Recording take(String format, Map<String, String> options) {
        RecordFormat named = RecordFormats.named(format);
        return new Recording(named, named.takeOptions(options));
    }

    /** As {@link RecordFormat#newDecoder}. */
    public RecordDecoder newDecoder(Schema schema, int[] columns) {
        return format.newDecoder(schema, options, columns);
    }

    /** As {@link RecordFormat#newEncoder}. */
    public RecordEncoder newEncoder(Schema schema) {
        return format.newEncoder(schema, options);
    }

    /** As {@link RecordFormat#newSplitter}. */
    public RecordSplitter newSplitter(boolean byLine) {
        return format.newSplitter(options, byLine);
    }
}
