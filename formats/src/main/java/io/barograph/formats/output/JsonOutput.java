package io.barograph.formats.output;

import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import java.io.OutputStream;
import java.util.List;

/** Answers as one JSON array of objects: {@link JsonSink#array}. */
public final class JsonOutput implements OutputFormat {
    @Override
    public String name() {
        return "json";
    }

    @Override
    public List<String> endings() {
        return List.of(".json");
    }

    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public ResultSink open(OutputStream out) {
        return JsonSink.array(out);
    }
}
