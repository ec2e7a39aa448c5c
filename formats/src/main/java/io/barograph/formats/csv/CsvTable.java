package io.barograph.formats.csv;

import io.barograph.core.source.Lane;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import io.barograph.core.text.EpochUnit;
import io.barograph.formats.store.FileTable;
import io.barograph.formats.text.ByteSource;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.GrowingText;
import io.barograph.formats.text.TimeOptions;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table of text files, read as its description says. */
final class CsvTable implements FileTable, GrowingText {
    private final TableDescription description;
    private final Dialect dialect;
    private final @Nullable EpochUnit[] units;
    private final List<Lane> lanes;
    /** By lane, found when first needed. */
    private final @Nullable Preamble[] preambles;

    CsvTable(TableDescription description) throws IOException {
        this.description = description;
        this.dialect = CsvOptions.dialect(description.options());
        this.units = TimeOptions.units(description.options(), description.schema());
        this.lanes = ByteSource.lanes(description.paths(), true);
        this.preambles = new Preamble[lanes.size()];
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
        return new CsvTableReader(this, columns, dialect, units);
    }

    @Override
    public long[] recordStarts(Lane lane, long[] offsets) throws IOException {
        Preamble preamble = preamble(lane);
        long[] starts = new long[offsets.length];
        try (ByteSource source = ByteSource.open(lane)) {
            RecordWalk walk = new RecordWalk(source, preamble.end(), dialect);
            for (int i = 0; i < offsets.length; i++) {
                starts[i] = offsets[i] == 0 ? 0 : walk.firstFrom(offsets[i]);
            }
        }
        return starts;
    }

    @Override
    public long recordsStart(Lane lane) throws IOException {
        Preamble preamble = preamble(lane);
        return preamble.isComplete() ? preamble.end() : -1;
    }

    @Override
    public int completeRecords(byte[] bytes, int limit, int mostLines) {
        int lines = GrowingText.completeLines(bytes, limit, mostLines);
        return hasQuote(bytes, limit) ? wholeRecords(bytes, limit, mostLines) : lines;
    }

    private boolean hasQuote(byte[] bytes, int limit) {
        for (int at = 0; at < limit; at++) {
            if ((bytes[at] & 0xFF) == dialect.quote()) {
                return true;
            }
        }
        return false;
    }

    /** A quoted field may have line ends in it: records are followed one by one. */
    private int wholeRecords(byte[] bytes, int limit, int mostLines) {
        RecordScanner records = new RecordScanner(dialect);
        int end = 0;
        for (int lines = 0; lines < mostLines && end < limit; lines++) {
            int next = records.scan(bytes, end, limit, false);
            if (next < 0) {
                break;
            }
            end = next;
        }
        return end;
    }

    /** What stands before a lane's first record. */
    Preamble preamble(Lane lane) throws IOException {
        synchronized (preambles) {
            Preamble known = preambles[lane.index()];
            if (known != null) {
                return known;
            }
            try (ByteSource source = ByteSource.open(lane)) {
                Preamble found = Preamble.find(source, dialect);
                // Of a file that grows, the rest may come yet.
                preambles[lane.index()] = found.isComplete() ? found : null;
                return found;
            }
        }
    }
}
