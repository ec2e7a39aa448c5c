package io.barograph.formats.json;

import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import io.barograph.core.zone.Zone;
import io.barograph.formats.text.ByteSource;
import io.barograph.formats.text.Columns;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.ReadBuffer;
import io.barograph.formats.text.TimeOptions;
import java.io.IOException;

/** What one worker keeps from split to split of a table. */
final class JsonTableReader implements TableReader {
    final Columns columns;
    final ObjectParser parser;
    final boolean objects;
    final ReadBuffer buffer = new ReadBuffer();

    JsonTableReader(TableDescription description, boolean objects, int[] projection) {
        Zone zone = TimeOptions.zone(description.options());
        // A string's text ends at a quote as a field's does at a delimiter.
        Dialect strings = Dialect.ofTexts('"', zone);
        this.objects = objects;
        this.columns = new Columns(
                description.schema(),
                projection,
                strings,
                TimeOptions.units(description.options(), description.schema()));
        this.parser = new ObjectParser(
                description.schema(),
                JsonOptions.paths(description.options(), description.schema()),
                columns,
                zone,
                objects);
    }

    @Override
    public SplitReader read(Split split, long recordStart, RejectHandler rejects) throws IOException {
        ByteSource source = ByteSource.open(split.lane());
        try {
            return new JsonSplitReader(this, source, split, recordStart, rejects);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }
}
