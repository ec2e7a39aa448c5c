package io.barograph.formats.json;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.Lane;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import io.barograph.formats.store.FileTable;
import io.barograph.formats.text.ByteSource;
import io.barograph.formats.text.GrowingText;
import io.barograph.formats.text.ReadBuffer;
import java.io.IOException;
import java.util.List;

/** A table of JSON files, read as its description says. */
final class JsonTable implements FileTable, GrowingText {
    private final TableDescription description;
    private final boolean objects;
    private final List<Lane> lanes;

    JsonTable(TableDescription description) throws IOException {
        this.description = description;
        this.objects = JsonOptions.OBJECTS.equals(description.options().get(JsonOptions.LAYOUT));
        this.lanes = ByteSource.lanes(description.paths(), !objects);
    }

    @Override
    public TableDescription description() {
        return description;
    }

    @Override
    public List<Lane> lanes() {
        return lanes;
    }

    @Override
    public TableReader newReader(int[] columns) {
        return new JsonTableReader(description, objects, columns);
    }

    @Override
    public long recordsStart(Lane lane) {
        if (objects) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "'" + lane.name() + "' cannot be followed as it grows: its objects are no lines of their own");
        }
        return 0;
    }

    @Override
    public int completeRecords(byte[] bytes, int limit, int mostLines) {
        return GrowingText.completeLines(bytes, limit, mostLines);
    }

    @Override
    public long[] recordStarts(Lane lane, long[] offsets) throws IOException {
        long[] starts = new long[offsets.length];
        try (ByteSource source = ByteSource.open(lane)) {
            ReadBuffer buffer = new ReadBuffer();
            for (int i = 0; i < offsets.length; i++) {
                // No line end stands within a record: the first one says it.
                if (offsets[i] > 0) {
                    buffer.begin(source, offsets[i] - 1);
                    starts[i] = buffer.offset(buffer.behindFirstLine());
                }
            }
        }
        return starts;
    }
}
