package io.barograph.formats.output;

import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import java.io.OutputStream;
import java.util.List;

/** Answers as CSV with a tab between fields: {@link CsvSink}. */
public final class TsvOutput implements OutputFormat {
    static final String NAME = "tsv";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> endings() {
        return List.of(".tsv");
    }

    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public ResultSink open(OutputStream out) {
        return new CsvSink(out, '\t', true);
    }
}
