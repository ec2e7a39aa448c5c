package io.barograph.formats.arrow;

import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import java.io.OutputStream;
import java.util.List;

/** Answers as an Apache Arrow IPC file (Feather, version 2): {@link ArrowSink#file}. */
public final class ArrowOutput implements OutputFormat {
    @Override
    public String name() {
        return "arrow";
    }

    @Override
    public List<String> endings() {
        return List.of(".arrow", ".feather");
    }

    @Override
    public boolean isText() {
        return false;
    }

    @Override
    public ResultSink open(OutputStream out) {
        return ArrowSink.file(out);
    }
}
