package io.barograph.formats.csv;

import io.barograph.core.source.Lane;
import io.barograph.core.source.ReadRequest;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.core.text.EpochUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table of text files, read as its description says. */
final class CsvTable implements Table {
    private final TableDescription description;
    private final Dialect dialect;
    private final @Nullable EpochUnit[] units;
    private final List<Lane> lanes;
    /** By lane, found when first needed. */
    private final @Nullable Preamble[] preambles;

    CsvTable(TableDescription description) throws IOException {
        this.description = description;
        this.dialect = CsvOptions.dialect(description.options());
        this.units = CsvOptions.units(description.options(), description.schema());
        List<Lane> found = new ArrayList<>();
        for (String path : description.paths()) {
            found.add(new Lane(found.size(), path, Files.size(Path.of(path)), !ByteSource.isCompressed(path)));
        }
        this.lanes = List.copyOf(found);
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
    public SplitReader read(Split split, long recordStart, ReadRequest request) throws IOException {
        Preamble preamble = preamble(split.lane());
        ByteSource source = open(split.lane());
        try {
            return new CsvSplitReader(
                    source, split, recordStart, preamble, request, description.schema(), dialect, units);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    @Override
    public long[] recordStarts(Lane lane, long[] offsets) throws IOException {
        Preamble preamble = preamble(lane);
        long[] starts = new long[offsets.length];
        try (ByteSource source = open(lane)) {
            RecordWalk walk = new RecordWalk(source, preamble.end(), dialect);
            for (int i = 0; i < offsets.length; i++) {
                starts[i] = offsets[i] == 0 ? 0 : walk.firstFrom(offsets[i]);
            }
        }
        return starts;
    }

    private Preamble preamble(Lane lane) throws IOException {
        synchronized (preambles) {
            Preamble known = preambles[lane.index()];
            if (known != null) {
                return known;
            }
            try (ByteSource source = open(lane)) {
                Preamble found = Preamble.find(source, dialect);
                preambles[lane.index()] = found;
                return found;
            }
        }
    }

    private static ByteSource open(Lane lane) throws IOException {
        return ByteSource.open(Path.of(lane.name()), lane.sizeBytes());
    }
}
