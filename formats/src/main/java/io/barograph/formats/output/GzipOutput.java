package io.barograph.formats.output;

import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import java.io.OutputStream;
import java.util.List;

/** A form of text, compressed with gzip: what a file's ending such as {@code .csv.gz} means. */
record GzipOutput(OutputFormat text) implements OutputFormat {
    static final String ENDING = ".gz";

    /** The text's: readers find out by the ending that it is compressed. */
    @Override
    public String name() {
        return text.name();
    }

    @Override
    public List<String> endings() {
        return text.endings().stream().map(ending -> ending + ENDING).toList();
    }

    @Override
    public boolean isText() {
        return false;
    }

    @Override
    public ResultSink open(OutputStream out) {
        return text.open(new GzipStream(out));
    }
}
