package io.barograph.formats.csv;

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

/** Delimiter-separated text files, plain or compressed with gzip or zstd. */
public final class CsvFormat implements Format {
    private static final List<String> ENDINGS = List.of(".csv", ".tsv", ".psv", ".txt", ".dat", ".data", ".log");

    @Override
    public String name() {
        return "csv";
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
        CsvOptions.checkNames(options);
        List<Sample> samples = Sample.ofFiles(paths);
        if (declared == null) {
            FileContent.refuseJson(samples);
        }
        CsvInference inference = new CsvInference(samples, options, declared);
        byte decimal = inference.decimal();
        Schema schema = inference.schema(decimal);
        return new TableDescription(name, name(), paths, inference.options(decimal, schema), schema)
                .withUntyped(inference.untyped());
    }

    @Override
    public Table open(TableDescription description) throws IOException {
        return new CsvTable(description);
    }
}
