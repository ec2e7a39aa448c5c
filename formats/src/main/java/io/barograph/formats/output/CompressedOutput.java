package io.barograph.formats.output;

import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import io.barograph.formats.text.Compression;
import java.io.OutputStream;
import java.util.List;

/** A form of text, compressed: what a file's ending such as {@code .csv.gz} means. */
record CompressedOutput(OutputFormat text, Compression compression) implements OutputFormat {

    /** The text's: readers find out by the ending that it is compressed. */
    @Override
    public String name() {
        return text.name();
    }

    @Override
    public List<String> endings() {
        return text.endings().stream()
                .map(ending -> ending + compression.ending())
                .toList();
    }

    @Override
    public boolean isText() {
        return false;
    }

    @Override
    public ResultSink open(OutputStream out) {
        return text.open(new CompressedStream(out, compression));
    }
}
