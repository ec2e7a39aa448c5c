package io.barograph.formats.record;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.source.Format;
import io.barograph.core.source.Lane;
import io.barograph.core.source.ReadRequest;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What readers of files make of some lines: what decoders of messages are compared with. */
final class FileReads {
    private final Format format;
    private final Path file;
    private final Schema schema;
    private final Map<String, String> options;
    private final int[] columns;

    FileReads(Format format, Path file, Schema schema, Map<String, String> options, int[] columns) {
        this.format = format;
        this.file = file;
        this.schema = schema;
        this.options = options;
        this.columns = columns;
    }

    /**
     * Reads lines as one file.
     *
     * @param texts receives those of rejected lines
     * @return by line: lines that begin no record have neither row nor reason
     */
    Decoded read(List<byte[]> lines, List<String> texts) throws IOException {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        Map<Long, Integer> lineAt = new TreeMap<>();
        for (byte[] line : lines) {
            lineAt.put((long) document.size(), lineAt.size());
            document.writeBytes(line);
            document.write('\n');
        }
        Files.write(file, document.toByteArray());
        Table table = format.open(new TableDescription("t", format.name(), List.of(file.toString()), options, schema));
        Lane lane = table.lanes().get(0);
        String[] reasons = new String[lines.size()];
        List<List<Object>> rows = new ArrayList<>(java.util.Collections.nCopies(lines.size(), null));
        ReadRequest request = new ReadRequest(columns, rejected -> {
            reasons[lineAt.get(rejected.offset())] = rejected.reason();
            texts.add(rejected.text());
        });
        try (SplitReader reader = table.read(new Split(lane, 0, lane.sizeBytes()), -1, request)) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                for (int row = 0; row < batch.size(); row++) {
                    RejectedRecord origin = reader.refuse(row, "");
                    rows.set(lineAt.get(origin.offset()), batch.row(row));
                }
            }
        }
        return new Decoded(rows, java.util.Arrays.asList(reasons));
    }
}
