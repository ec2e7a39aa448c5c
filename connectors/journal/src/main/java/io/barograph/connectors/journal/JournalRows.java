package io.barograph.connectors.journal;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.formats.record.RecordDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Turns records of a journal into rows, those columns among them that a record does not hold but its batch: the topic, and when
 * it came. Used by one thread.
 */
final class JournalRows {
    /** What the records of one batch take at most, but for a single longer one. */
    private static final int MAX_BYTES = 1 << 23;

    private static final int TOPIC = -1;
    private static final int RECEIVED = -2;

    private static final long NANOS_OF_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final JournalOptions options;
    private final String lane;
    private final RejectHandler rejects;
    private final RecordDecoder decoder;
    /** For each column asked for, its place among the decoder's; or {@link #TOPIC} or {@link #RECEIVED}. */
    private final int[] places;

    private final long[] offsets = new long[Batch.CAPACITY];
    private final long[] received = new long[Batch.CAPACITY];
    private final int[] topics = new int[Batch.CAPACITY];
    private final Dictionary topicTexts = new Dictionary();
    private long[] receivedOfRows = new long[0];
    private int[] topicsOfRows = new int[0];
    private long[] topicsPresent = new long[0];
    private int size;
    private int bytes;
    private int damaged;
    private long firstLine;

    /** @param columns indexes into the schema, ascending */
    JournalRows(JournalOptions options, Schema schema, int[] columns, RejectHandler rejects) {
        this.options = options;
        this.lane = options.folder().name();
        this.rejects = rejects;
        int topic = options.topic() == null ? -1 : schema.indexOf(options.topic());
        int came = options.received() == null ? -1 : schema.indexOf(options.received());
        int[] written = options.written(schema);
        List<Integer> decoded = new ArrayList<>();
        places = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] == topic) {
                places[i] = TOPIC;
                topicsOfRows = new int[Batch.CAPACITY];
                topicsPresent = new long[Validity.wordCount(Batch.CAPACITY)];
            } else if (columns[i] == came) {
                places[i] = RECEIVED;
                receivedOfRows = new long[Batch.CAPACITY];
            } else {
                places[i] = decoded.size();
                decoded.add(Arrays.binarySearch(written, columns[i]));
            }
        }
        this.decoder = options.recording()
                .newDecoder(
                        schema.select(written),
                        decoded.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Records added since the last {@link #decode}. */
    int size() {
        return size;
    }

    /** Whether anything was added, or found damaged, since the last {@link #decode}. */
    boolean hasSome() {
        return size > 0 || damaged > 0;
    }

    /** Whether {@link #decode} comes next. */
    boolean isFull() {
        return size == Batch.CAPACITY || bytes >= MAX_BYTES;
    }

    /** Takes the record that a cursor is at. */
    void add(JournalCursor at) {
        decoder.add(at.bytes(), at.start(), at.length());
        offsets[size] = at.recordPosition();
        received[size] = at.millis() * NANOS_OF_MILLI;
        topics[size] = at.sourceLength() == 0 ? -1 : topicTexts.intern(at.bytes(), at.sourceStart(), at.sourceLength());
        bytes += at.length();
        size++;
    }

    /**
     * The rows of the records added. Valid until the next {@link #add}.
     *
     * @param line number of the first record among those of its split; 0 where they are not counted
     */
    Batch decode(long line) {
        firstLine = line;
        size = 0;
        bytes = 0;
        Batch decoded = decoder.decode((record, reason, text) -> rejects.reject(rejected(record, reason, text)));
        Column[] columns = new Column[places.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = switch (places[i]) {
                case TOPIC -> topics(decoded.size());
                case RECEIVED -> received(decoded.size());
                default -> decoded.column(places[i]);
            };
        }
        return new Batch(columns, decoded.size());
    }

    private Column received(int rows) {
        for (int row = 0; row < rows; row++) {
            receivedOfRows[row] = received[decoder.recordOf(row)];
        }
        return new LongColumn(Type.TIMESTAMP, receivedOfRows, Validity.ALL);
    }

    private Column topics(int rows) {
        Arrays.fill(topicsPresent, -1L);
        boolean all = true;
        for (int row = 0; row < rows; row++) {
            int code = topics[decoder.recordOf(row)];
            topicsOfRows[row] = Math.max(code, 0);
            if (code < 0) {
                Validity.setNull(topicsPresent, row);
                all = false;
            }
        }
        return new VarcharColumn(topicsOfRows, topicTexts, all ? Validity.ALL : Validity.of(topicsPresent));
    }

    private RejectedRecord rejected(int record, String reason, String text) {
        return new RejectedRecord(lane, offsets[record], firstLine == 0 ? 0 : firstLine + record, reason, text);
    }

    /**
     * A stretch of the journal is damaged: it counts as one record, which is rejected, where the table is declared so.
     *
     * @throws io.barograph.core.error.BarographException {@code DATA_LOST} elsewhere
     */
    void damage(long from, long to, String why) {
        if (!options.skipsDamage()) {
            throw options.folder().damaged(from, to, why);
        }
        damaged++;
        rejects.reject(new RejectedRecord(lane, from, 0, "bytes " + from + " to " + to + " are damaged: " + why, ""));
    }

    /** Damaged stretches since this was last asked. */
    int takeDamaged() {
        int count = damaged;
        damaged = 0;
        return count;
    }

    /** A row of the batch last given as the record that it was read from. */
    RejectedRecord refuse(int row, String reason) {
        int record = decoder.recordOf(row);
        return rejected(record, reason, decoder.text(record));
    }
}
