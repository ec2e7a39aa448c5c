package io.barograph.formats.csv;

import io.barograph.core.column.Schema;
import io.barograph.core.source.Format;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.ReadFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Delimiter-separated text files, plain or compressed with gzip. */
public final class CsvFormat implements Format {
    private static final List<String> ENDINGS = List.of(".csv", ".tsv", ".psv", ".txt", ".dat", ".data", ".log");

    /** Files up to this size, all together, are looked at as a whole when planning; of larger ones a part. */
    private static final int WHOLE_BYTES = 4 << 20;

    private static final int SAMPLE_BYTES = 1 << 20;
    private static final int LEAST_BYTES = 1 << 14;
    /** Of more files some are looked at, evenly spread. */
    private static final int MAX_SAMPLES = 64;

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public boolean recognises(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        String plain = lower.endsWith(".gz") ? lower.substring(0, lower.length() - 3) : lower;
        return ENDINGS.stream().anyMatch(plain::endsWith);
    }

    @Override
    public TableDescription describe(
            String name, List<String> paths, Map<String, String> options, @Nullable Schema declared)
            throws IOException {
        CsvOptions.checkNames(options);
        CsvInference inference = new CsvInference(samples(paths), options, declared);
        byte decimal = inference.decimal();
        Schema schema = inference.schema(decimal);
        return new TableDescription(name, name(), paths, inference.options(decimal, schema), schema);
    }

    private static List<Sample> samples(List<String> paths) throws IOException {
        long total = 0;
        for (String path : paths) {
            total += java.nio.file.Files.size(java.nio.file.Path.of(path));
        }
        int count = Math.min(paths.size(), MAX_SAMPLES);
        boolean whole = total <= WHOLE_BYTES && count == paths.size();
        int budget = whole ? WHOLE_BYTES + 1 : Math.max(LEAST_BYTES, SAMPLE_BYTES / count);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String path = paths.get((int) ((long) i * paths.size() / count));
            try {
                FileContent.check(path);
                samples.add(Sample.of(path, budget));
            } catch (IOException e) {
                throw ReadFailure.of(path, e);
            }
        }
        return samples;
    }

    @Override
    public Table open(TableDescription description) throws IOException {
        return new CsvTable(description);
    }
}
