package io.barograph.formats.parquet;

import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import java.io.OutputStream;
import java.util.List;

/** Answers as Apache Parquet, compressed with zstd. */
public final class ParquetOutput implements OutputFormat {
    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public List<String> endings() {
        return List.of(".parquet");
    }

    @Override
    public boolean isText() {
        return false;
    }

    @Override
    public ResultSink open(OutputStream out) {
        return new ParquetSink(out);
    }
}
