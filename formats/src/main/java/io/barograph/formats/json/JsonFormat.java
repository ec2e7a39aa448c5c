package io.barograph.formats.json;

import io.barograph.core.column.Schema;
import io.barograph.core.source.Format;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.text.Compression;
import io.barograph.formats.text.FileContent;
import io.barograph.formats.text.Sample;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files of JSON objects, one a line or in an array, plain or compressed with gzip or zstd. */
public final class JsonFormat implements Format {
    private static final List<String> ENDINGS = List.of(".json", ".jsonl", ".ndjson");

    @Override
    public String name() {
        return "json";
    }

    @Override
    public boolean recognises(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        String plain = Compression.nameOfText(lower);
        return ENDINGS.stream().anyMatch(plain::endsWith);
    }

    @Override
    public TableDescription describe(
            String name, List<String> paths, Map<String, String> options, @Nullable Schema declared)
            throws IOException {
        JsonOptions.check(options);
        List<Sample> samples = Sample.ofFiles(paths);
        if (declared == null) {
            FileContent.requireJson(samples);
        }
        JsonInference inference = new JsonInference(samples, options, declared);
        return new TableDescription(name, name(), paths, inference.options(), inference.schema())
                .withUntyped(inference.untyped());
    }

    @Override
    public Table open(TableDescription description) throws IOException {
        return new JsonTable(description);
    }
}
