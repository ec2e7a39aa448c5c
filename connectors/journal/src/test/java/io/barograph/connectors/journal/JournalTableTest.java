package io.barograph.connectors.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.LiveTable.LaneStart;
import io.barograph.core.source.Lane;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal as a table: at rest however it is cut, and as it grows. */
class JournalTableTest {
    private static final Schema SCHEMA = Schema.of(
            new Field("came", Type.TIMESTAMP), new Field("value", Type.BIGINT), new Field("topic", Type.VARCHAR));
    private static final int[] ALL = {0, 1, 2};
    private static final long MILLIS = 1_700_000_000_000L;

    @TempDir
    Path folder;

    private final List<RejectedRecord> rejected = new ArrayList<>();

    private TableDescription describe(String... more) {
        Map<String, String> options = new TreeMap<>(
                Map.of("path", folder.toString(), "format", "csv", "topic.column", "topic", "received.column", "came"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return new JournalConnector().table("t", options, SCHEMA);
    }

    /** A hundred values, some of them none, in batches of up to five from several topics. */
    private List<String> fill() {
        List<String> expected = new ArrayList<>();
        try (JournalWriter journal = Journals.open(folder, 700)) {
            int value = 0;
            for (int batch = 0; value < 100; batch++) {
                String topic = batch % 3 == 0 ? null : "t" + batch % 4;
                JournalEntry entry = new JournalEntry(MILLIS + batch, null, topic);
                for (int i = 0; i <= batch % 5; i++) {
                    String text = value % 10 == 3 ? "bad " + value : Integer.toString(value);
                    entry.add(text.getBytes(StandardCharsets.UTF_8), 0, text.length());
                    if (value % 10 != 3) {
                        expected.add(value + " " + topic + " " + (MILLIS + batch));
                    }
                    value++;
                }
                Objects.requireNonNull(journal.append(entry)).join();
            }
        }
        return expected;
    }

    private static void add(Batch batch, List<String> rows) {
        for (int i = 0; i < batch.size(); i++) {
            List<Object> row = batch.row(i);
            rows.add(row.get(1) + " " + row.get(2) + " " + (Long) row.get(0) / 1_000_000);
        }
    }

    private List<String> read(Table table, long... cuts) throws IOException {
        List<String> rows = new ArrayList<>();
        Lane lane = table.lanes().get(0);
        long start = 0;
        long records = 0;
        for (int i = 0; i <= cuts.length; i++) {
            long end = i == cuts.length ? lane.sizeBytes() : cuts[i];
            try (SplitReader reader = table.newReader(ALL).read(new Split(lane, start, end), -1, rejected::add)) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    add(batch, rows);
                }
                assertThat(reader.startOffset()).isEqualTo(start);
                assertThat(reader.endOffset()).isEqualTo(end);
                assertThat(reader.bytesRead()).isBetween(0L, end - start);
                records += reader.recordsRead();
            }
            start = end;
        }
        assertThat(records).isEqualTo(rows.size() + (long) rejected.size());
        return rows;
    }

    @Test
    void rowsAreTheSameWhereverTheJournalIsCut() throws IOException {
        List<String> expected = fill();
        Table table = new JournalConnector().open(describe());
        long size = table.sizeBytes();
        assertThat(read(table)).isEqualTo(expected);
        List<RejectedRecord> whole = List.copyOf(rejected);
        assertThat(whole).hasSize(10);
        assertThat(whole.get(0).lane()).isEqualTo(folder.toString());
        assertThat(whole.get(0).text()).isEqualTo("bad 3");
        for (long cut = 1; cut < size; cut += 7) {
            rejected.clear();
            assertThat(read(table, cut, Math.min(size, cut + size / 3)))
                    .as("cut at %d", cut)
                    .isEqualTo(expected);
            assertThat(rejected.stream().map(RejectedRecord::offset))
                    .isEqualTo(whole.stream().map(RejectedRecord::offset).toList());
        }
    }

    @Test
    void damageFailsOrIsOneRejectedRecordWhereverTheJournalIsCut() throws IOException {
        List<String> expected = fill();
        Path segment = Journals.segments(folder).get(1);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[60] ^= 1;
        Files.write(segment, bytes);
        assertThatThrownBy(() -> read(new JournalConnector().open(describe())))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("'damaged' = 'skip'")
                .extracting(e -> ((BarographException) e).code())
                .isEqualTo(ErrorCode.DATA_LOST);
        rejected.clear();
        Table table = new JournalConnector().open(describe("damaged", "skip"));
        List<String> rows = read(table);
        assertThat(rows).hasSizeLessThan(expected.size()).isSubsetOf(expected);
        int told = rejected.size();
        assertThat(rejected)
                .filteredOn(record -> record.reason().contains("are damaged"))
                .hasSize(1);
        for (long cut = 1; cut < table.sizeBytes(); cut += 13) {
            rejected.clear();
            assertThat(read(table, cut)).as("cut at %d", cut).isEqualTo(rows);
            assertThat(rejected).as("cut at %d", cut).hasSize(told);
        }
    }

    @Test
    void aFollowerReadsWhatComesAndGoesOnFromAnyOffset() throws IOException {
        List<String> expected = fill();
        try (LiveTable table = new JournalConnector().openTable(describe());
                JournalWriter journal = Journals.open(folder)) {
            LiveLane lane = table.lanes().get(0);
            assertThat(lane.endOffset()).isEqualTo(journal.end());
            List<Long> offsets = new ArrayList<>();
            try (LiveReader reader = follow(table, lane, 0)) {
                List<String> rows = drain(reader, offsets);
                assertThat(rows).isEqualTo(expected);
                assertThat(offsets).last().isEqualTo(lane.endOffset());
                JournalEntry entry = new JournalEntry(MILLIS, null, "late");
                entry.add(new byte[] {'7'}, 0, 1);
                Objects.requireNonNull(journal.append(entry)).join();
                assertThat(drain(reader, offsets)).containsExactly("7 late " + MILLIS);
                assertThat(reader.hasEnded(0)).isFalse();
                assertThat(reader.endOffset(0)).isEqualTo(journal.end());
                assertThat(reader.refuse(0, "why").text()).isEqualTo("7");
            }
            long middle = offsetOf(expected.size() / 2);
            try (LiveReader reader = follow(table, lane, middle)) {
                assertThat(drain(reader, offsets)).hasSize(expected.size() - expected.size() / 2 + 1);
            }
        }
    }

    /** Where a well-formed record begins. */
    private long offsetOf(int row) throws IOException {
        try (JournalCursor cursor = new JournalCursor(Journals.folder(folder), 0, true, Journals.NONE)) {
            for (int at = -1; at < row; ) {
                assertThat(cursor.next(Long.MAX_VALUE)).isTrue();
                at += Journals.text(cursor).startsWith("bad") ? 0 : 1;
            }
            return cursor.recordPosition();
        }
    }

    private LiveReader follow(LiveTable table, LiveLane lane, long offset) {
        return table.newReader(ALL, List.of(new LaneStart(lane, offset)), rejected::add);
    }

    private static List<String> drain(LiveReader reader, List<Long> offsets) throws IOException {
        List<String> rows = new ArrayList<>();
        for (LiveReader.LaneRows read = next(reader); read != null; read = next(reader)) {
            add(read.rows(), rows);
            offsets.add(read.nextOffset());
        }
        return rows;
    }

    private static LiveReader.LaneRows next(LiveReader reader) throws IOException {
        return reader.next(TimeUnit.MILLISECONDS.toNanos(10));
    }

    /** Follows a table to its end, where it has one. */
    private List<String> followToEnd(TableDescription description) throws IOException {
        try (LiveTable table = new JournalConnector().openTable(description)) {
            LiveLane lane = table.lanes().get(0);
            List<Long> offsets = new ArrayList<>();
            try (LiveReader reader = follow(table, lane, lane.startOffset())) {
                List<String> rows = drain(reader, offsets);
                assertThat(reader.hasEnded(0)).isEqualTo(lane.boundOffset() < LiveLane.UNBOUNDED);
                assertThat(offsets).allSatisfy(offset -> assertThat(offset).isLessThanOrEqualTo(lane.boundOffset()));
                return rows;
            }
        }
    }

    @Test
    void aDeclaredEndIsTheSameLiveAndAtRest() throws IOException {
        List<String> expected = fill();
        for (int row : new int[] {0, 7, 40, expected.size() - 1}) {
            // The middle of a batch, too.
            TableDescription offset = describe(
                    "scan.bounded.mode",
                    "specific-offsets",
                    "scan.bounded.specific-offsets",
                    "partition:0,offset:" + offsetOf(row));
            assertThat(followToEnd(offset)).isEqualTo(expected.subList(0, row));
            rejected.clear();
            Table rest = new JournalConnector().open(offset);
            assertThat(read(rest)).isEqualTo(expected.subList(0, row));
            rejected.clear();
            assertThat(read(rest, rest.sizeBytes() / 3)).isEqualTo(expected.subList(0, row));
            rejected.clear();
        }
        TableDescription time =
                describe("scan.bounded.mode", "timestamp", "scan.bounded.timestamp-millis", Long.toString(MILLIS + 9));
        List<String> before = expected.stream()
                .filter(row -> Long.parseLong(row.substring(row.lastIndexOf(' ') + 1)) < MILLIS + 9)
                .toList();
        assertThat(before).hasSizeBetween(20, 40);
        assertThat(followToEnd(time)).isEqualTo(before);
        rejected.clear();
        assertThat(read(new JournalConnector().open(time))).isEqualTo(before);
        assertThat(followToEnd(describe("scan.bounded.mode", "latest-offset"))).isEqualTo(expected);
    }

    @Test
    void anEndThatIsYetToComeIsWaitedFor() throws IOException {
        fill();
        long later = 9_000_000_000_000L;
        TableDescription description =
                describe("scan.bounded.mode", "timestamp", "scan.bounded.timestamp-millis", Long.toString(later));
        try (LiveTable table = new JournalConnector().openTable(description);
                JournalWriter journal = Journals.open(folder)) {
            LiveLane lane = table.lanes().get(0);
            assertThat(lane.boundOffset()).isEqualTo(LiveLane.UNBOUNDED);
            try (LiveReader reader = follow(table, lane, lane.endOffset())) {
                for (long time : new long[] {later - 1, later}) {
                    JournalEntry entry = new JournalEntry(time, null, null);
                    entry.add(new byte[] {'7'}, 0, 1);
                    Objects.requireNonNull(journal.append(entry)).join();
                }
                assertThat(drain(reader, new ArrayList<>())).containsExactly("7 null " + (later - 1));
                assertThat(reader.hasEnded(0)).isTrue();
            }
            assertThat(table.lanes().get(0).boundOffset()).isLessThan(journal.end());
        }
    }

    @Test
    void aJournalHasOneLaneToEndAndItsEndIsNoPartOfWhatItIs() {
        assertThatThrownBy(() -> describe(
                        "scan.bounded.mode",
                        "specific-offsets",
                        "scan.bounded.specific-offsets",
                        "partition:1,offset:5"))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("a journal is one lane");
        JournalConnector connector = new JournalConnector();
        assertThat(connector.isConnection("scan.bounded.mode")).isTrue();
        assertThat(connector.isConnection("format")).isFalse();
        assertThat(connector.ending(describe("scan.bounded.mode", "latest-offset")))
                .isEqualTo("latest-offset");
        assertThat(connector.ending(describe())).isEmpty();
    }

    @Test
    void aJournalThatIsNotThereIsSaidSo() {
        Map<String, String> nowhere = Map.of("path", folder.resolve("none").toString(), "format", "csv");
        JournalConnector connector = new JournalConnector();
        TableDescription description = connector.table("t", nowhere, SCHEMA);
        assertThatThrownBy(() -> connector.open(description))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("there is no journal");
        assertThatThrownBy(() -> connector.openTable(description).lanes())
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("there is no journal");
    }

    @Test
    void aCheckpointOfAnotherJournalIsRefused() throws IOException {
        fill();
        try (LiveTable table = new JournalConnector().openTable(describe())) {
            LiveLane lane = table.lanes().get(0);
            try (LiveReader reader = follow(table, lane, lane.endOffset() + 1)) {
                assertThatThrownBy(() -> next(reader))
                        .isInstanceOf(BarographException.class)
                        .hasMessageContaining("another journal")
                        .extracting(e -> ((BarographException) e).code())
                        .isEqualTo(ErrorCode.DATA_LOST);
            }
        }
    }
}
