package io.barograph.formats.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.source.Lane;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ours against Arrow's own reader and writer. */
class ArrowJavaTest {
    @TempDir
    Path directory;

    private final List<RejectedRecord> rejects = new ArrayList<>();

    @Test
    void arrowReadsWhatIsWritten() throws IOException {
        List<Batch> batches = ArrowRoundTripTest.batches(new Random(Long.getLong("barograph.seed", 11)), 3);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = ArrowRoundTripTest.write(ArrowSink.file(out), out, batches);
        List<List<Object>> expected = ArrowRoundTripTest.rows(batches);
        try (RootAllocator allocator = new RootAllocator();
                ArrowFileReader reader =
                        new ArrowFileReader(new ByteArrayReadableSeekableByteChannel(bytes), allocator)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            assertThat(root.getSchema().toString())
                    .contains("s: Utf8", "t: Timestamp(NANOSECOND, UTC)", "day: Date(DAY)", "m: Decimal(20, 3, 128)");
            int row = 0;
            while (reader.loadNextBatch()) {
                for (int i = 0; i < root.getRowCount(); i++, row++) {
                    for (int c : new int[] {0, 1, 2, 3, 7}) {
                        Object value = root.getVector(c).getObject(i);
                        Object text = value == null || c != 3 ? value : value.toString();
                        assertThat(text).isEqualTo(expected.get(row).get(c));
                    }
                }
            }
            assertThat(row).isEqualTo(expected.size());
        }
    }

    @Test
    void whatArrowWritesIsRead() throws IOException {
        try (RootAllocator allocator = new RootAllocator()) {
            List<FieldVector> vectors = vectors(allocator);
            for (boolean isFile : new boolean[] {true, false}) {
                Table table = write(vectors, new DictionaryProvider.MapDictionaryProvider(), isFile);
                assertThat(table.description().schema().toString())
                        .isEqualTo(
                                "(i BIGINT, h BIGINT, u BIGINT, f DOUBLE, day DATE, t TIMESTAMP, l VARCHAR, v VARCHAR,"
                                        + " none VARCHAR, last BIGINT)");
                assertThat(table.description().unreadable()).containsEntry("list", "a list");
                assertThat(read(table))
                        .containsExactly(
                                Arrays.asList(1L, -2L, 3L, 0.5, 1L, 5_000_000L, "a", "short", null, 7L),
                                Arrays.asList(null, null, null, null, null, null, null, null, null, null));
                // The third row's integer has 64 bits.
                assertThat(rejects).hasSize(1);
                assertThat(rejects.get(0).line()).isEqualTo(3);
                assertThat(rejects.get(0).reason()).contains("column 'u'");
                rejects.clear();
            }
            vectors.forEach(FieldVector::close);
        }
    }

    private static List<FieldVector> vectors(RootAllocator allocator) {
        IntVector i = new IntVector("i", allocator);
        SmallIntVector h = new SmallIntVector("h", allocator);
        UInt8Vector u = new UInt8Vector("u", allocator);
        Float4Vector f = new Float4Vector("f", allocator);
        DateMilliVector day = new DateMilliVector("day", allocator);
        TimeStampMilliVector t = new TimeStampMilliVector("t", allocator);
        ListVector list = ListVector.empty("list", allocator);
        LargeVarCharVector l = new LargeVarCharVector("l", allocator);
        ViewVarCharVector v = new ViewVarCharVector("v", allocator);
        BigIntVector last = new BigIntVector("last", allocator);
        for (int row = 0; row < 3; row += 2) {
            i.setSafe(row, 1);
            h.setSafe(row, -2);
            u.setSafe(row, row == 2 ? -1 : 3);
            f.setSafe(row, 0.5f);
            day.setSafe(row, 86_400_000);
            t.setSafe(row, 5);
            l.setSafe(row, "a".getBytes(StandardCharsets.UTF_8));
            v.setSafe(row, (row == 0 ? "short" : "longer than twelve bytes").getBytes(StandardCharsets.UTF_8));
            last.setSafe(row, 7);
        }
        UnionListWriter writer = list.getWriter();
        for (int row = 0; row < 3; row++) {
            writer.setPosition(row);
            writer.startList();
            writer.bigInt().writeBigInt(row);
            writer.endList();
        }
        List<FieldVector> vectors = List.of(i, h, u, f, day, t, list, l, v, new NullVector("none", 3), last);
        vectors.forEach(vector -> vector.setValueCount(3));
        return vectors;
    }

    @Test
    void dictionariesAreRead() throws IOException {
        try (RootAllocator allocator = new RootAllocator()) {
            VarCharVector entries = texts("entries", allocator, "서울", "Busan", "Jeju");
            Dictionary dictionary = new Dictionary(entries, new DictionaryEncoding(7, false, null));
            VarCharVector plain = texts("city", allocator, "Jeju", "서울", null, "Jeju");
            FieldVector coded = (FieldVector) DictionaryEncoder.encode(plain, dictionary);
            for (boolean isFile : new boolean[] {true, false}) {
                Table table = write(List.of(coded), new DictionaryProvider.MapDictionaryProvider(dictionary), isFile);
                assertThat(read(table))
                        .containsExactly(List.of("Jeju"), List.of("서울"), Arrays.asList((Object) null), List.of("Jeju"));
            }
            entries.close();
            plain.close();
            coded.close();
        }
    }

    private static VarCharVector texts(String name, RootAllocator allocator, String... texts) {
        VarCharVector vector = new VarCharVector(name, allocator);
        for (int i = 0; i < texts.length; i++) {
            if (texts[i] != null) {
                vector.setSafe(i, texts[i].getBytes(StandardCharsets.UTF_8));
            }
        }
        vector.setValueCount(texts.length);
        return vector;
    }

    private Table write(List<FieldVector> vectors, DictionaryProvider dictionaries, boolean isFile) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VectorSchemaRoot root = new VectorSchemaRoot(vectors);
        try (ArrowWriter writer = isFile
                ? new ArrowFileWriter(root, dictionaries, Channels.newChannel(out))
                : new ArrowStreamWriter(root, dictionaries, Channels.newChannel(out))) {
            writer.start();
            writer.writeBatch();
            writer.end();
        }
        Path file = directory.resolve("t.arrow");
        Files.write(file, out.toByteArray());
        return ArrowRoundTripTest.open(file);
    }

    private List<List<Object>> read(Table table) throws IOException {
        Lane lane = table.lanes().get(0);
        int[] all = IntStream.range(0, table.description().schema().size()).toArray();
        List<List<Object>> rows = new ArrayList<>();
        try (SplitReader records = table.newReader(all).read(new Split(lane, 0, lane.sizeBytes()), -1, rejects::add)) {
            Batch batch;
            while ((batch = records.next()) != null) {
                rows.addAll(ArrowRoundTripTest.rows(List.of(batch)));
            }
        }
        return rows;
    }
}
