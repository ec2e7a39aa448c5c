package io.barograph.connectors.journal;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.formats.GivenOptions;
import io.barograph.formats.ScanPosition;
import io.barograph.formats.record.Recording;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the declaration of a table says about the journal that its rows are in.
 *
 * @param recording how a record is written
 * @param topic name of the column that holds the batch's source, or null
 * @param received name of the column that holds when the batch came, or null
 * @param end where reading ends
 * @param skipsDamage whether stretches that are damaged are passed over, each as a rejected record
 */
record JournalOptions(
        JournalFolder folder,
        Recording recording,
        Keeping keeping,
        @Nullable String topic,
        @Nullable String received,
        JournalEnd end,
        boolean skipsDamage) {
    static final String FORMAT = "format";
    static final String KEEP_SIZE = "journal.keep.size";
    static final String KEEP_TIME = "journal.keep.time";
    static final String DAMAGED = "damaged";
    static final String TOPIC = "topic.column";
    static final String RECEIVED = "received.column";

    private static final long LEAST_KEPT_BYTES = 1L << 20;

    /** The options that every table with a journal has. */
    static final List<String> READ = Stream.concat(
                    Stream.of(FORMAT, TOPIC, RECEIVED, DAMAGED), ScanPosition.END_OPTIONS.stream())
            .toList();

    /** Those that say how much of it is kept. */
    static final List<String> KEPT = List.of(KEEP_SIZE, KEEP_TIME);

    /** The options of a table that writes it. */
    static final List<String> WRITTEN =
            Stream.concat(READ.stream(), KEPT.stream()).toList();

    /** @throws io.barograph.core.error.BarographException {@code INVALID_OPTION} */
    static JournalOptions take(GivenOptions given, String folder) {
        String format = given.take(FORMAT);
        if (format == null) {
            throw given.missing(FORMAT, "what the records are: '" + FORMAT + "' = 'json'");
        }
        long bytes = given.takeBytes(KEEP_SIZE, LEAST_KEPT_BYTES, Long.MAX_VALUE);
        long millis = given.takeMillis(KEEP_TIME).orElse(Long.MAX_VALUE);
        boolean skips = "skip".equals(given.takeWord(DAMAGED, List.of("fail", "skip")));
        String topic = given.take(TOPIC);
        String received = given.take(RECEIVED);
        JournalEnd end = JournalEnd.take(given);
        Recording recording = given.takeRecording(format);
        return new JournalOptions(
                JournalFolder.named(folder), recording, new Keeping(bytes, millis), topic, received, end, skips);
    }

    /** Refuses columns that are not there, or of another type than what they are to hold. */
    void check(GivenOptions given, Schema schema) {
        check(given, schema, TOPIC, topic, Type.VARCHAR);
        check(given, schema, RECEIVED, received, Type.TIMESTAMP);
    }

    private static void check(GivenOptions given, Schema schema, String option, @Nullable String column, Type type) {
        if (column == null) {
            return;
        }
        int index = schema.indexOf(column);
        if (index < 0 || !schema.type(index).equals(type)) {
            throw given.invalid("option '" + option + "' names column '" + column + "', but "
                    + (index < 0 ? "no such column is declared" : "it is " + schema.type(index))
                    + "; declare it as " + column + " " + type);
        }
    }

    /** The columns that a record holds, as positions in the table's: all but those that its batch tells. */
    int[] written(Schema schema) {
        return IntStream.range(0, schema.size())
                .filter(c -> !schema.name(c).equals(topic) && !schema.name(c).equals(received))
                .toArray();
    }
}
