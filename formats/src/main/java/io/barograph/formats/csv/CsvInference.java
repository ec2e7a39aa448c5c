package io.barograph.formats.csv;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.formats.DeclaredColumns;
import io.barograph.formats.UniqueNames;
import io.barograph.formats.text.Clock;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.Lines;
import io.barograph.formats.text.NullWords;
import io.barograph.formats.text.Sample;
import io.barograph.formats.text.TimeOptions;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds out how to read some files, from {@link Sample samples} of them, where the user's options leave it open. */
final class CsvInference {
    private final Map<String, String> given;
    private final @Nullable Schema declared;
    private final List<Sample> samples;
    private final Dialect dialect;
    /** Whether lines before the header were found that nobody said to skip. */
    private final boolean preamble;

    private final List<TypeProbe> probes = new ArrayList<>();
    private final Set<Integer> headerFields = new HashSet<>();
    private List<String> names = List.of();
    /** The header's fields as they stand in the file that shows the dialect. */
    private List<String> headerTexts = List.of();

    private String modelPath = "";
    private boolean header;
    private int width;

    /** @param samples of all files or some, at least one; the first that holds a record shows the dialect */
    CsvInference(List<Sample> samples, Map<String, String> given, @Nullable Schema declared) {
        this.samples = samples;
        this.given = given;
        this.declared = declared;
        Sample model = samples.get(0);
        for (Sample sample : samples) {
            if (Sample.length(sample.head()) > Sample.length(model.head()) && Sample.length(model.head()) == 0) {
                model = sample;
            }
        }
        refuseReturnsAlone(model);
        DialectProbe probe = new DialectProbe(model, given);
        this.dialect = probe.find();
        this.preamble = probe.hasPreamble();
        if (preamble && samples.size() > 1) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "'" + model.path() + "' has " + dialect.skip()
                            + " lines before its header; where all files have as many" + ", say so: skip => "
                            + dialect.skip() + ", and otherwise read them apart");
        }
        readModel(model);
        for (Sample sample : samples) {
            readRest(sample, sample == model);
        }
    }

    /** Files of old Macs would be one record of very many fields. */
    private static void refuseReturnsAlone(Sample sample) {
        int returns = 0;
        for (int at = 0; at < Sample.length(sample.head()); at++) {
            if (sample.head()[at] == '\n') {
                return;
            }
            returns += sample.head()[at] == '\r' ? 1 : 0;
        }
        if (returns > 1) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "'" + sample.path() + "' ends its lines with CR alone; convert it: tr '\\r' '\\n' < FILE > NEW");
        }
    }

    private SampleRecords records(Sample sample) {
        byte[] head = sample.head();
        return new SampleRecords(head, DialectProbe.dataStart(head, dialect.skip()), sample.whole(), dialect);
    }

    /** Width, header and names, from the file that shows the dialect. */
    private void readModel(Sample model) {
        width = DialectProbe.modalWidth(records(model));
        if (dialect.trailing()) {
            width--;
        }
        NullWords nulls = NullWords.inOthers(dialect.nulls());
        Clock clock = new Clock(dialect.zone());
        for (int c = 0; c < width; c++) {
            probes.add(new TypeProbe(nulls, clock, dialect.thousands()));
        }
        SampleRecords first = records(model);
        if (!first.advance()) {
            refuseEndlessRecord(model);
            header = CsvOptions.flag(given, CsvOptions.HEADER, false);
            return;
        }
        header = CsvOptions.flag(
                given,
                CsvOptions.HEADER,
                looksLikeHeader(
                        first, new HeaderProbe(first, nulls, clock, dialect.thousands()).before(behindFirst(model))));
        if (header) {
            names = names(first);
            headerTexts = texts(first, dialect.charset());
            modelPath = model.path();
        } else {
            names = commentedNames(model, first.start, nulls, clock);
        }
    }

    /** A record that does not end in what is looked at would be taken for an empty file. */
    private static void refuseEndlessRecord(Sample model) {
        if (!model.whole()) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "no record of '" + model.path() + "' ends within its first "
                            + (Sample.length(model.head()) >> 10)
                            + " KiB, the part that is looked at for its columns; write fewer columns, such as a row per"
                            + " value");
        }
    }

    /** The records behind the first. */
    private SampleRecords behindFirst(Sample model) {
        SampleRecords records = records(model);
        records.advance();
        return records;
    }

    /** Whether a record holds names, and as many as there are columns. */
    private boolean looksLikeHeader(SampleRecords first, HeaderProbe probe) {
        return probe.isHeader()
                && (first.size == width || first.size == width + (dialect.trailing() ? 1 : 0) || lacksFirstName(first));
    }

    /** Whether a header leaves the first column without a name, as R and others do for the numbers of rows. */
    private boolean lacksFirstName(SampleRecords record) {
        return width > 2 && record.size == width - 1 && !dialect.trailing();
    }

    /** Loggers write their header as a comment: the last one before the first record, if it has as many fields. */
    private List<String> commentedNames(Sample model, int firstRecord, NullWords nulls, Clock clock) {
        byte[] head = model.head();
        int end = firstRecord - 1;
        int start = end;
        while (start > 0 && head[start - 1] != '\n') {
            start--;
        }
        if (dialect.comment() < 0 || start >= end || (head[start] & 0xFF) != dialect.comment()) {
            return List.of();
        }
        byte[] line = java.util.Arrays.copyOfRange(head, start + 1, end + 1 + Sample.PADDING);
        SampleRecords fields = new SampleRecords(line, 0, true, dialect);
        boolean fits = fields.advance()
                && fields.size == width
                && looksLikeHeader(fields, new HeaderProbe(fields, nulls, clock, dialect.thousands()));
        return fits ? names(fields) : List.of();
    }

    private List<String> names(SampleRecords record) {
        List<String> found = new ArrayList<>();
        UniqueNames unique = new UniqueNames();
        int unnamed = lacksFirstName(record) ? 1 : 0;
        for (int column = 0; column < width; column++) {
            int f = column - unnamed;
            String name = f >= 0 && f < record.size ? record.text(f, dialect.charset()) : "";
            if (name.isEmpty()) {
                name = "column" + column;
            }
            found.add(unique.take(name));
        }
        return found;
    }

    /** A header's fields as they stand there, but for the nothing behind last delimiters. */
    private static List<String> texts(SampleRecords record, Charset charset) {
        int size = record.size;
        while (size > 1 && record.isEmpty(size - 1)) {
            size--;
        }
        List<String> found = new ArrayList<>();
        for (int f = 0; f < size; f++) {
            found.add(record.text(f, charset));
        }
        return found;
    }

    private void readRest(Sample sample, boolean model) {
        SampleRecords head = records(sample);
        if (header && head.advance() && !model) {
            boolean same = texts(head, dialect.charset()).equals(headerTexts)
                    || (head.size == width || lacksFirstName(head))
                            && names(head).equals(names);
            if (!same) {
                throw new BarographException(
                        ErrorCode.INVALID_ARGUMENT,
                        "the files have different headers: " + modelPath + " has (" + String.join(", ", headerTexts)
                                + "), " + sample.path() + " begins with " + ownHeader(sample)
                                + "; name files of one kind only");
            }
        }
        probe(head);
        for (byte[] slice : sample.slices()) {
            int start = Lines.end(slice, 0, Sample.length(slice), true);
            probe(new SampleRecords(slice, start, false, dialect));
        }
    }

    /** A file's first record as that file by itself would be read, and its delimiter where that is another. */
    private String ownHeader(Sample sample) {
        Dialect own = new DialectProbe(sample, given).find();
        byte[] head = sample.head();
        SampleRecords records = new SampleRecords(head, DialectProbe.dataStart(head, own.skip()), sample.whole(), own);
        List<String> fields = records.advance() ? texts(records, own.charset()) : List.of();
        String between =
                own.delimiter() == dialect.delimiter() ? "" : " with '" + (char) own.delimiter() + "' between fields";
        return "(" + String.join(", ", fields) + ")" + between;
    }

    private void probe(SampleRecords records) {
        int expected = width + (dialect.trailing() ? 1 : 0);
        while (records.advance()) {
            if (records.size == expected && !repeatsHeader(records)) {
                for (int c = 0; c < width; c++) {
                    probes.get(c).add(records.bytes(), records.from(c), records.to(c));
                }
            }
        }
    }

    private boolean repeatsHeader(SampleRecords record) {
        return !names.isEmpty()
                && record.to(0) - record.from(0) >= names.get(0).length()
                && record.text(0, dialect.charset()).equals(names.get(0))
                && names(record).equals(names);
    }

    /** The schema, declared types in place of those found. */
    Schema schema(byte decimal) {
        List<Field> fields = new ArrayList<>();
        Schema wanted = declared == null ? null : DeclaredColumns.inFile(declared, names);
        boolean byPosition = names.isEmpty() && wanted != null && wanted.size() == width;
        for (int c = 0; c < width; c++) {
            String name = nameOf(c);
            if (byPosition && wanted != null) {
                fields.add(wanted.field(c));
                continue;
            }
            int at = wanted == null ? -1 : wanted.indexOf(name);
            fields.add(new Field(name, wanted == null || at < 0 ? probes.get(c).type(decimal) : wanted.type(at)));
        }
        Schema schema = new Schema(fields);
        if (wanted != null) {
            for (Field field : wanted.fields()) {
                if (schema.indexOf(field.name()) < 0) {
                    throw new BarographException(
                            ErrorCode.UNKNOWN_COLUMN,
                            "declared column '" + field.name() + "' is not in "
                                    + samples.get(0).path()
                                    + NearNames.didYouMean(field.name(), schema.names())
                                    + "; it has " + schema);
                }
            }
        }
        return schema;
    }

    /** The columns that nobody declared and of which no value was seen. */
    Set<String> untyped() {
        Set<String> columns = new HashSet<>();
        Schema wanted = declared == null ? null : DeclaredColumns.inFile(declared, names);
        boolean byPosition = names.isEmpty() && wanted != null && wanted.size() == width;
        for (int c = 0; c < width && !byPosition; c++) {
            String name = nameOf(c);
            if (!probes.get(c).anyValue() && (wanted == null || wanted.indexOf(name) < 0)) {
                columns.add(name);
            }
        }
        return columns;
    }

    private String nameOf(int column) {
        return names.isEmpty() ? "column" + column : names.get(column);
    }

    /** Everything found, as the options of a description. */
    Map<String, String> options(byte decimal, Schema schema) {
        Map<String, String> options = new TreeMap<>();
        boolean comments = dialect.comment() >= 0
                && (CsvOptions.given(given, CsvOptions.COMMENT)
                        || hasComments()
                        || schema.size() == 0
                        || schema.type(0) != Type.VARCHAR);
        CsvOptions.put(
                new Dialect(
                        dialect.delimiter(),
                        dialect.quote(),
                        comments ? dialect.comment() : -1,
                        decimal,
                        dialect.thousands(),
                        header,
                        dialect.skip(),
                        dialect.trim(),
                        dialect.trailing(),
                        dialect.charset(),
                        dialect.nulls(),
                        dialect.zone()),
                options);
        if (preamble) {
            options.put(CsvOptions.PREAMBLE, "true");
        }
        for (int c = 0; c < schema.size(); c++) {
            if (schema.type(c) == Type.TIMESTAMP) {
                String name = schema.name(c);
                options.put(
                        TimeOptions.UNIT_OF + name,
                        TimeOptions.chosen(given, name, probes.get(c).unit()));
            }
        }
        return options;
    }

    private boolean hasComments() {
        return samples.stream().anyMatch(sample -> DialectProbe.hasLineThatBegins(sample.head(), '#'));
    }

    /** The decimal mark: a comma where more columns are numbers with it than with a point. */
    byte decimal() {
        if (CsvOptions.given(given, CsvOptions.DECIMAL) || dialect.delimiter() == ',') {
            return dialect.decimal();
        }
        if (dialect.thousands() == '.' || dialect.thousands() == ',') {
            return (byte) (dialect.thousands() == '.' ? ',' : '.');
        }
        long commas = probes.stream().filter(TypeProbe::wantsComma).count();
        long points = probes.stream().filter(TypeProbe::wantsPoint).count();
        return (byte) (commas > points ? ',' : '.');
    }
}
