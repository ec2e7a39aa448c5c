package io.barograph.formats.output;

import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import java.io.OutputStream;
import java.util.List;

/** Answers as CSV: {@link CsvSink}. */
public final class CsvOutput implements OutputFormat {
    @Override
    public String name() {
        return "csv";
    }

    @Override
    public List<String> endings() {
        return List.of(".csv");
    }

    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public ResultSink open(OutputStream out) {
        return new CsvSink(out);
    }
}
