package io.barograph.formats.text;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.source.Format;
import io.barograph.core.source.Lane;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A document in a file, read through {@link Table} as an engine reads it. */
public final class TestDocument {
    private final Table table;
    private final Lane lane;
    private final TableReader reader;

    public TestDocument(Format format, Path file, byte[] document, Schema schema, Map<String, String> options)
            throws IOException {
        this(
                format,
                file,
                document,
                schema,
                options,
                IntStream.range(0, schema.size()).toArray());
    }

    /** @param columns of the schema that are read, ascending */
    public TestDocument(
            Format format, Path file, byte[] document, Schema schema, Map<String, String> options, int[] columns)
            throws IOException {
        Files.write(file, document);
        this.table = format.open(new TableDescription("t", format.name(), List.of(file.toString()), options, schema));
        this.lane = table.lanes().get(0);
        this.reader = table.newReader(columns);
    }

    public Content whole() throws IOException {
        return cutAt(new long[0]);
    }

    /** Reads in splits between these offsets, each from a guess, and again where the one before ends elsewhere. */
    public Content cutAt(long... cuts) throws IOException {
        Content content = new Content(new ArrayList<>(), new ArrayList<>(), 0);
        long[] borders = new long[cuts.length + 2];
        System.arraycopy(cuts, 0, borders, 1, cuts.length);
        borders[cuts.length + 1] = lane.sizeBytes();
        long[] starts = table.recordStarts(lane, borders);
        long expected = 0;
        long lines = 0;
        for (int i = 0; i <= cuts.length; i++) {
            Split split = new Split(lane, borders[i], borders[i + 1]);
            Part part = read(split, -1, lines);
            if (part.start != expected) {
                part = read(split, expected, lines);
            }
            if (part.start != expected || part.end != starts[i + 1] && i < cuts.length) {
                throw new AssertionError("split " + split + " spans [" + part.start + ", " + part.end
                        + "), but begins at " + expected + " and ends at " + starts[i + 1]);
            }
            content.rows().addAll(part.content.rows());
            content.rejects().addAll(part.content.rejects());
            lines += part.content.lines();
            expected = part.end;
        }
        return new Content(content.rows(), content.rejects(), lines);
    }

    private record Part(Content content, long start, long end) {}

    private Part read(Split split, long recordStart, long linesBefore) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        List<Content.Reject> rejects = new ArrayList<>();
        RejectHandler handler = record -> rejects.add(new Content.Reject(record.offset(), record.line() + linesBefore));
        try (SplitReader records = reader.read(split, recordStart, handler)) {
            Batch batch;
            while ((batch = records.next()) != null) {
                for (int row = 0; row < batch.size(); row++) {
                    rows.add(batch.row(row));
                }
            }
            if (records.recordsRead() != rows.size() + rejects.size()) {
                throw new AssertionError("records read: " + records.recordsRead());
            }
            return new Part(
                    new Content(rows, rejects, records.linesRead()), records.startOffset(), records.endOffset());
        }
    }
}
