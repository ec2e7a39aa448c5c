package io.barograph.formats.output;

import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import java.io.OutputStream;
import java.util.List;

/** Answers as one JSON object a line: {@link JsonSink#lines}. */
public final class JsonLinesOutput implements OutputFormat {
    @Override
    public String name() {
        return "jsonl";
    }

    @Override
    public List<String> endings() {
        return List.of(".jsonl", ".ndjson");
    }

    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public ResultSink open(OutputStream out) {
        return JsonSink.lines(out);
    }
}
