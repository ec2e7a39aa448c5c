package io.barograph.formats.output;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluator;
import io.barograph.core.expr.Evaluators;
import io.barograph.core.expr.Expr;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder of Hive's layout: {@code dt=2023-01-01/part-0.csv}. The partitions' columns stand in the folders' names and not in
 * the files. All files are written into a hidden folder first; then each takes the place of the one before it in one step. A
 * process that is killed in between leaves some partitions new and the others old, every one whole.
 */
final class PartitionedFiles implements TargetFiles, ResultSink {
    private static final int MOST_PARTITIONS = 1000;
    private static final String NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__";
    private static final String UNSAFE = "\"#%'*/:=?\\{}[]^<>|";

    private final Path folder;
    /** Whether the folder was there before: one that was made for nothing is taken away again. */
    private final boolean existed;

    private final Path staging;
    private final OutputFormat format;
    private final Evaluator[] keys;
    private final String[] names;
    private final int[] kept;
    private final Schema rest;
    private final BatchCompactor compactor;
    /** By the partition's folder, as in {@code dt=2023-01-01/site=north}. */
    private final Map<String, Part> parts = new LinkedHashMap<>();

    private final Map<Part, int[]> positions = new LinkedHashMap<>();

    PartitionedFiles(Path folder, OutputFormat format, Schema schema, List<String> partitionedBy) {
        this.folder = folder;
        this.format = format;
        names = partitionedBy.toArray(String[]::new);
        kept = IntStream.range(0, schema.size())
                .filter(column -> !partitionedBy.contains(schema.name(column)))
                .toArray();
        if (kept.length == 0) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "PARTITIONED BY takes every column of " + folder + ": none is left for the files");
        }
        rest = schema.select(kept);
        compactor = BatchCompactor.of(rest);
        EvaluationContext context = new EvaluationContext(List.of(), false);
        keys = partitionedBy.stream()
                .map(name -> Evaluators.compile(text(schema, name), schema, context))
                .toArray(Evaluator[]::new);
        staging = folder.resolve(".baro-" + ProcessHandle.current().pid() + ".tmp");
        existed = Files.exists(folder);
        try {
            Files.createDirectories(folder);
            AtomicFile.removeAbandoned(folder, ".baro-");
            Files.createDirectories(staging);
        } catch (IOException e) {
            throw AtomicFile.failure(folder.toString(), e);
        }
    }

    private static Expr text(Schema schema, String name) {
        Field field = schema.field(schema.indexOf(name));
        Expr column = new Expr.ColumnRef(schema.indexOf(name), field.type());
        return field.type() == Type.VARCHAR ? column : new Expr.Call("cast", List.of(column), Type.VARCHAR);
    }

    /** One partition's file in the hidden folder. */
    private static final class Part {
        final Path file;
        /** What it will be called, for messages. */
        final String name;

        final OutputStream out;
        final ResultSink sink;
        int rows;

        Part(Path file, String name, OutputFormat format, Schema schema) throws IOException {
            Files.createDirectories(file.getParent());
            this.file = file;
            this.name = name;
            out = new ExplainedStream(
                    new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), e -> AtomicFile.failure(name, e));
            sink = format.open(out);
            sink.begin(schema);
        }
    }

    @Override
    public ResultSink sink() {
        return this;
    }

    @Override
    public void begin(Schema schema) {}

    @Override
    public void accept(Batch batch) {
        positions.clear();
        VarcharColumn[] values = new VarcharColumn[keys.length];
        for (int key = 0; key < keys.length; key++) {
            values[key] = (VarcharColumn) keys[key].evaluate(batch);
        }
        Part part = null;
        for (int row = 0; row < batch.size(); row++) {
            if (part == null || !isSame(values, row)) {
                part = part(values, row);
            }
            positions.computeIfAbsent(part, one -> new int[batch.size()])[part.rows++] = row;
        }
        Column[] columns = Arrays.stream(kept).mapToObj(batch::column).toArray(Column[]::new);
        Batch all = new Batch(columns, batch.size());
        positions.forEach((one, rows) -> {
            one.sink.accept(compactor.compact(all, rows, one.rows));
            one.rows = 0;
        });
    }

    private static boolean isSame(VarcharColumn[] values, int row) {
        for (VarcharColumn column : values) {
            boolean isNull = column.validity().isNull(row);
            if (isNull != column.validity().isNull(row - 1)
                    || !isNull && column.codes()[row] != column.codes()[row - 1]) {
                return false;
            }
        }
        return true;
    }

    private Part part(VarcharColumn[] values, int row) {
        StringBuilder path = new StringBuilder();
        for (int key = 0; key < names.length; key++) {
            Object value = values[key].value(row);
            path.append(key == 0 ? "" : "/").append(escaped(names[key])).append('=');
            path.append(value == null || value.equals("") ? NULL_PARTITION : escaped((String) value));
        }
        String name = path.toString();
        Part known = parts.get(name);
        if (known != null) {
            return known;
        }
        if (parts.size() == MOST_PARTITIONS) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the answer has more than " + MOST_PARTITIONS + " partitions for " + folder + ", the latest " + name
                            + "; partition by fewer or coarser columns, such as the day");
        }
        try {
            Path target = folder.resolve(name).resolve(fileName());
            Part part = new Part(staging.resolve(name).resolve(fileName()), target.toString(), format, rest);
            parts.put(name, part);
            return part;
        } catch (IOException e) {
            throw AtomicFile.failure(folder.resolve(name).toString(), e);
        }
    }

    private String fileName() {
        return "part-0" + format.endings().get(0);
    }

    /** As Hive escapes what a folder's name cannot hold, {@code %2F} for a slash; a name of dots alone is no way out. */
    private static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        boolean dots = value.chars().allMatch(c -> c == '.');
        for (byte unit : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (unit & 0xFF);
            if (c < 0x20 || c >= 0x7F && c < 0x80 || UNSAFE.indexOf(c) >= 0 || dots) {
                text.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            } else {
                text.append(c);
            }
        }
        // Bytes above ASCII stand as they are: the name is UTF-8 again.
        return new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Override
    public void end() {
        for (Part part : parts.values()) {
            part.sink.end();
            close(part);
        }
    }

    private static void close(Part part) {
        try {
            part.out.close();
        } catch (IOException e) {
            throw AtomicFile.failure(part.name, e);
        }
    }

    @Override
    public void commit() {
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            try {
                Path target = folder.resolve(part.getKey());
                Files.createDirectories(target);
                Files.move(
                        part.getValue().file,
                        target.resolve(fileName()),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw AtomicFile.failure(folder.resolve(part.getKey()).toString(), e);
            }
        }
        close();
    }

    @Override
    public void close() {
        for (Part part : parts.values()) {
            try {
                part.out.close();
            } catch (IOException | BarographException e) {
                // Thrown away: whether its last bytes reached the disk does not matter.
            }
        }
        if (!Files.exists(staging)) {
            return;
        }
        try {
            AtomicFile.removeTree(staging);
            if (!existed && isEmpty(folder)) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw AtomicFile.failure(staging.toString(), e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
