package io.barograph.formats.parquet;

import java.util.EnumMap;
import java.util.Map;
import org.apache.parquet.format.CompressionCodec;

/** The codecs that the columns of a file need, each made when first asked for. Used by one thread; closed by its owner. */
final class Codecs implements AutoCloseable {
    private final Map<CompressionCodec, Codec> known = new EnumMap<>(CompressionCodec.class);

    Codec get(CompressionCodec codec) {
        return known.computeIfAbsent(codec, Codec::of);
    }

    @Override
    public void close() {
        known.values().forEach(Codec::close);
        known.clear();
    }
}
