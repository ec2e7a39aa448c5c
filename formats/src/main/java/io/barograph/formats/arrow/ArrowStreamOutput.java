package io.barograph.formats.arrow;

import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import java.io.OutputStream;
import java.util.List;

/** Answers as an Apache Arrow IPC stream: {@link ArrowSink#stream}. */
public final class ArrowStreamOutput implements OutputFormat {
    @Override
    public String name() {
        return "arrows";
    }

    @Override
    public List<String> endings() {
        return List.of(".arrows");
    }

    @Override
    public boolean isText() {
        return false;
    }

    @Override
    public ResultSink open(OutputStream out) {
        return ArrowSink.stream(out);
    }
}
