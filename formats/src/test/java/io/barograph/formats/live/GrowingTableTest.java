package io.barograph.formats.live;

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
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.LiveConnectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrowingTableTest {
    private static final String CSV = "\uFEFFsite,n\n"
            + "north,1\n\n\"sou\nth\",2\nbroken\r\n\"a \"\"b\"\"\",3\r\nnorth,x\n\"\n\n\",4\nnorth,5\n";
    private static final String JSON = "{\"site\": \"north\", \"n\": 1}\n\n{\"site\": \"so\\nuth\", \"n\": 2}\nbroken\n"
            + "{\"n\": 3}\r\n{\"site\": \"x\", \"n\": \"y\"}\n{\"site\": \"north\", \"n\": 5}\n";

    private static final Schema SCHEMA = Schema.of(new Field("site", Type.VARCHAR), new Field("n", Type.BIGINT));

    @TempDir
    Path folder;

    private final LiveConnectors connectors = new LiveConnectors();
    private final List<RejectedRecord> rejected = new ArrayList<>();

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static TableDescription described(String path, String... options) {
        Map<String, String> all = new TreeMap<>(Map.of("path", path, "follow", "true"));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return new FileCatalog().table("t", all, SCHEMA);
    }

    private LiveTable open(TableDescription description) {
        assertThat(connectors.isLive(description)).isTrue();
        return connectors.open(description);
    }

    private LiveReader reader(LiveTable table, Map<String, Long> offsets) {
        List<LiveTable.LaneStart> starts = new ArrayList<>();
        for (LiveLane lane : table.lanes()) {
            String name = String.valueOf(Path.of(lane.name()).getFileName());
            starts.add(new LiveTable.LaneStart(lane, offsets.getOrDefault(name, lane.startOffset())));
        }
        return table.newReader(new int[] {0, 1}, starts, rejected::add);
    }

    /** Reads what is there. Rows are as {@code lane:[values]}. */
    private static List<String> drain(LiveReader reader, Map<Integer, Long> offsets) throws IOException {
        List<String> rows = new ArrayList<>();
        LiveReader.LaneRows next;
        while ((next = reader.next(0)) != null) {
            assertThat(next.nextOffset()).isGreaterThan(offsets.getOrDefault(next.lane(), 0L));
            offsets.put(next.lane(), next.nextOffset());
            for (int row = 0; row < next.rows().size(); row++) {
                rows.add(next.lane() + ":" + next.rows().row(row));
            }
        }
        return rows;
    }

    /** What a reader of the whole file finds. */
    private static List<String> atRest(TableDescription description, List<RejectedRecord> rejects) throws IOException {
        Table table = new FileCatalog().open(description);
        List<String> rows = new ArrayList<>();
        for (var lane : table.lanes()) {
            try (var reader =
                    table.newReader(new int[] {0, 1}).read(new Split(lane, 0, lane.sizeBytes()), 0, rejects::add)) {
                Batch batch;
                while ((batch = reader.next()) != null) {
                    for (int row = 0; row < batch.size(); row++) {
                        rows.add(lane.index() + ":" + batch.row(row));
                    }
                }
            }
        }
        return rows;
    }

    /** The description that the whole text has, whatever of it is there. */
    private TableDescription whole(Path file, String text) throws IOException {
        Files.writeString(file, text);
        TableDescription description = described(file.toString());
        Files.delete(file);
        return description;
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    void whereverAWriterPausesRowsRejectsAndOffsetsAreTheSame(String format) throws IOException {
        String text = format.equals("csv") ? CSV : JSON;
        Path file = folder.resolve("x." + format);
        TableDescription description = whole(file, text);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Files.write(file, bytes);
        List<RejectedRecord> expectedRejects = new ArrayList<>();
        List<String> expected = atRest(description, expectedRejects);
        assertThat(expected).hasSize(format.equals("csv") ? 5 : 4);
        assertThat(expectedRejects).hasSize(2);
        for (int cut = 0; cut <= bytes.length; cut++) {
            rejected.clear();
            Files.write(file, java.util.Arrays.copyOf(bytes, cut));
            Map<Integer, Long> offsets = new TreeMap<>();
            List<String> rows = new ArrayList<>();
            try (LiveTable table = open(description);
                    LiveReader reader = reader(table, Map.of())) {
                rows.addAll(drain(reader, offsets));
                Files.write(file, java.util.Arrays.copyOfRange(bytes, cut, bytes.length), StandardOpenOption.APPEND);
                rows.addAll(drain(reader, offsets));
                assertThat(reader.endOffset(0)).isEqualTo(bytes.length);
                assertThat(table.lanes().get(0).endOffset()).isEqualTo(bytes.length);
            }
            assertThat(rows).as("cut at %d", cut).isEqualTo(expected);
            assertThat(rejected).as("cut at %d", cut).isEqualTo(expectedRejects);
            assertThat(offsets).containsEntry(0, (long) bytes.length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    void aRunGoesOnWhereOneBeforeItStood(String format) throws IOException {
        String text = format.equals("csv") ? CSV : JSON;
        Path file = folder.resolve("x." + format);
        TableDescription description = whole(file, text);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Files.write(file, bytes);
        List<String> expected = atRest(description, new ArrayList<>());
        for (int cut = 0; cut <= bytes.length; cut++) {
            Files.write(file, java.util.Arrays.copyOf(bytes, cut));
            rejected.clear();
            Map<Integer, Long> offsets = new TreeMap<>();
            List<String> rows = new ArrayList<>();
            try (LiveTable table = open(description);
                    LiveReader reader = reader(table, Map.of())) {
                rows.addAll(drain(reader, offsets));
            }
            Files.write(file, bytes);
            try (LiveTable table = open(description);
                    LiveReader reader = reader(table, Map.of("x." + format, offsets.getOrDefault(0, 0L)))) {
                rows.addAll(drain(reader, offsets));
            }
            assertThat(rows).as("cut at %d", cut).isEqualTo(expected);
            assertThat(rejected).as("cut at %d", cut).hasSize(2);
        }
    }

    @Test
    void newFilesAreNewLanesBehindTheOthers() throws IOException {
        append(folder.resolve("m.csv"), "site,n\na,1\n");
        try (LiveTable table = open(described(folder.toString()))) {
            try (LiveReader reader = reader(table, Map.of())) {
                assertThat(drain(reader, new TreeMap<>())).containsExactly("0:[a, 1]");
            }
            append(folder.resolve("b.csv"), "site,n\nb,2\n");
            append(folder.resolve("a.csv"), "site,n\nc,3\n");
            List<LiveLane> lanes = table.lanes();
            assertThat(lanes.stream()
                            .map(lane -> Path.of(lane.name()).getFileName().toString()))
                    .containsExactly("m.csv", "a.csv", "b.csv");
            assertThat(lanes.stream().map(LiveLane::index)).containsExactly(0, 1, 2);
            try (LiveReader reader = table.newReader(
                    new int[] {0, 1},
                    List.of(new LiveTable.LaneStart(lanes.get(1), 0), new LiveTable.LaneStart(lanes.get(2), 0)),
                    rejected::add)) {
                assertThat(drain(reader, new TreeMap<>())).containsExactly("1:[c, 3]", "2:[b, 2]");
            }
        }
    }

    @Test
    void rowsThatAWriterAppendsAreReadOnceAndInOrder() throws Exception {
        Path file = folder.resolve("x.csv");
        append(file, "site,n\ns,0\n");
        TableDescription description = described(file.toString());
        int rows = 20_000;
        Thread writer = new Thread(() -> {
            try {
                StringBuilder text = new StringBuilder();
                IntStream.range(1, rows)
                        .forEach(n -> text.append("s")
                                .append(n % 7)
                                .append(',')
                                .append(n)
                                .append('\n'));
                for (int at = 0; at < text.length(); ) {
                    int to = Math.min(text.length(), at + 1 + at * 31 % 5000);
                    append(file, text.substring(at, to));
                    at = to;
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();
        List<Object> found = new ArrayList<>();
        long records = 0;
        try (LiveTable table = open(description);
                LiveReader reader = reader(table, Map.of())) {
            while (records < rows) {
                LiveReader.LaneRows next = reader.next(TimeUnit.SECONDS.toNanos(10));
                assertThat(next).isNotNull();
                records += next.records();
                for (int row = 0; row < next.rows().size(); row++) {
                    found.add(next.rows().row(row).get(1));
                }
            }
            assertThat(reader.next(0)).isNull();
        }
        writer.join();
        assertThat(found)
                .isEqualTo(IntStream.range(0, rows)
                        .mapToObj(n -> (Object) (long) n)
                        .toList());
    }

    private static void lost(LiveReader reader, String why) {
        assertThatThrownBy(() -> reader.next(0))
                .hasMessageContaining(why)
                .hasMessageContaining("may only be appended to")
                .extracting(e -> ((BarographException) e).code())
                .isEqualTo(ErrorCode.DATA_LOST);
    }

    @Test
    void aFileThatIsNotOnlyAppendedToIsAnError() throws IOException {
        Path file = folder.resolve("x.csv");
        append(file, "site,n\na,1\nb,2\n");
        TableDescription description = described(file.toString());
        try (LiveTable table = open(description);
                LiveReader reader = reader(table, Map.of())) {
            drain(reader, new TreeMap<>());
            Files.writeString(file, "site,n\na,1\n");
            lost(reader, "was read up to byte 15, but it has 11 bytes now");
            Path other = folder.resolve("other");
            append(other, "site,n\nx,1\ny,2\nz,3\n");
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            lost(reader, "another file has taken its name");
            Files.delete(file);
            lost(reader, "it is gone");
        }
        append(file, "site,n\nanother,1\n");
        try (LiveTable table = open(description);
                LiveReader reader = reader(table, Map.of("x.csv", 11L))) {
            lost(reader, "no line ends there now");
        }
    }

    @Test
    void aRowThatTheEngineRefusesHasItsPlace() throws IOException {
        Path file = folder.resolve("x.csv");
        append(file, "site,n\na,1\n");
        try (LiveTable table = open(described(file.toString()));
                LiveReader reader = reader(table, Map.of())) {
            drain(reader, new TreeMap<>());
            append(file, "b,2\nc,3\n");
            assertThat(reader.next(0)).isNotNull();
            assertThat(reader.refuse(1, "late")).isEqualTo(new RejectedRecord(file.toString(), 15, 4, "late", "c,3"));
        }
    }

    @Test
    void whatCannotGrowIsRefused() throws IOException {
        Path objects = folder.resolve("o.json");
        append(objects, "[\n{\"site\": \"a\",\n \"n\": 1}\n]\n");
        try (LiveTable table = open(described(objects.toString()));
                LiveReader reader = reader(table, Map.of())) {
            assertThatThrownBy(() -> reader.next(0)).hasMessageContaining("its objects are no lines of their own");
        }
        assertThatThrownBy(() -> described(objects.toString(), "follow", "yes"))
                .hasMessage("option 'follow' of table t is true or false, not 'yes'");
    }

    @Test
    void readAsAWholeItIsATableAtRest() throws IOException {
        append(folder.resolve("a.csv"), "site,n\na,1\n");
        append(folder.resolve("b.csv"), "site,n\nb,2\n");
        TableDescription description = described(folder + "/*.csv");
        assertThat(atRest(description, new ArrayList<>())).containsExactly("0:[a, 1]", "1:[b, 2]");
        assertThat(description.paths()).containsExactly(folder + "/*.csv");
    }
}
