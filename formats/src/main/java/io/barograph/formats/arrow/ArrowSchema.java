package io.barograph.formats.arrow;

import io.barograph.core.column.Type;
import io.barograph.formats.arrow.ArrowColumn.Stored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.DictionaryEncoding;
import org.apache.arrow.flatbuf.Duration;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Time;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Union;
import org.apache.arrow.flatbuf.UnionMode;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one file.
 *
 * @param columns those that can be read, in the file's order
 * @param unreadable the others by name, with what they are
 * @param dictionaries how the texts of each dictionary are stored, by its number; of those that columns use
 */
record ArrowSchema(List<ArrowColumn> columns, Map<String, String> unreadable, Map<Long, Stored> dictionaries) {
    private static final int MAX_DEPTH = 64;
    private static final long[] NANOS = {1_000_000_000, 1_000_000, 1_000, 1};

    static ArrowSchema of(Schema schema) throws IOException {
        if (schema.endianness() != Endianness.Little) {
            throw new IOException("its numbers are big-endian, which is not read; write it on a usual machine");
        }
        return new Walk().run(schema);
    }

    /** The readable column of this name, or null. */
    @Nullable
    ArrowColumn find(String name) {
        for (ArrowColumn column : columns) {
            if (column.name().equals(name)) {
                return column;
            }
        }
        return null;
    }

    /** What a field's values become; in words why they are none of ours where the type is null. */
    private record Meaning(@Nullable Type type, Stored stored, long factor, String words) {
        static Meaning of(Type type, Stored stored, long factor) {
            return new Meaning(type, stored, factor, "");
        }

        static Meaning unknown(String words) {
            return new Meaning(null, Stored.NONE, 1, words);
        }
    }

    /** Goes through the fields in depth-first order, which is that of nodes and buffers. */
    private static final class Walk {
        private final List<ArrowColumn> columns = new ArrayList<>();
        private final Map<String, String> unreadable = new LinkedHashMap<>();
        private final Map<Long, Stored> dictionaries = new HashMap<>();
        private int nodes;
        private int buffers;
        private int views;

        ArrowSchema run(Schema schema) throws IOException {
            for (int i = 0; i < schema.fieldsLength(); i++) {
                add(schema.fields(i));
            }
            return new ArrowSchema(List.copyOf(columns), unreadable, dictionaries);
        }

        private void add(Field field) throws IOException {
            String name = field.name() == null ? "" : field.name();
            Meaning meaning = meaning(field);
            Type type = meaning.type;
            DictionaryEncoding encoding = field.dictionary();
            if (encoding != null && type != null && type != Type.VARCHAR) {
                meaning = Meaning.unknown("a dictionary of " + type);
                type = null;
            }
            if (find(name) || unreadable.containsKey(name)) {
                throw new IOException("it has two columns '" + name + "'; name them apart");
            }
            if (type == null) {
                unreadable.put(name, meaning.words);
            } else if (encoding == null) {
                columns.add(new ArrowColumn(name, type, meaning.stored, meaning.factor, nodes, buffers, views, -1));
            } else {
                Int index = encoding.indexType();
                Stored stored = index == null ? Stored.INT32 : integer(index);
                dictionaries.put(encoding.id(), meaning.stored);
                columns.add(new ArrowColumn(name, type, stored, 1, nodes, buffers, views, encoding.id()));
            }
            pass(field, 0);
        }

        private boolean find(String name) {
            return columns.stream().anyMatch(column -> column.name().equals(name));
        }

        /** Counts the nodes and buffers of a field and what is inside it. */
        private void pass(Field field, int depth) throws IOException {
            if (depth > MAX_DEPTH) {
                throw new IOException("its columns are nested more than " + MAX_DEPTH + " deep");
            }
            nodes++;
            if (field.dictionary() != null) {
                buffers += 2;
                return;
            }
            byte type = field.typeType();
            buffers += switch (type) {
                case org.apache.arrow.flatbuf.Type.Null, org.apache.arrow.flatbuf.Type.RunEndEncoded -> 0;
                case org.apache.arrow.flatbuf.Type.Struct_, org.apache.arrow.flatbuf.Type.FixedSizeList -> 1;
                case org.apache.arrow.flatbuf.Type.Utf8,
                        org.apache.arrow.flatbuf.Type.Binary,
                        org.apache.arrow.flatbuf.Type.LargeUtf8,
                        org.apache.arrow.flatbuf.Type.LargeBinary,
                        org.apache.arrow.flatbuf.Type.ListView,
                        org.apache.arrow.flatbuf.Type.LargeListView -> 3;
                case org.apache.arrow.flatbuf.Type.Union -> {
                    Union union = (Union) detail(field, new Union());
                    yield union.mode() == UnionMode.Dense ? 2 : 1;
                }
                default -> 2;
            };
            if (type == org.apache.arrow.flatbuf.Type.Utf8View || type == org.apache.arrow.flatbuf.Type.BinaryView) {
                views++;
            }
            for (int i = 0; i < field.childrenLength(); i++) {
                pass(field.children(i), depth + 1);
            }
        }
    }

    private static com.google.flatbuffers.Table detail(Field field, com.google.flatbuffers.Table into)
            throws IOException {
        com.google.flatbuffers.Table detail = field.type(into);
        if (detail == null) {
            throw new IOException("it is damaged: column '" + field.name() + "' has no type");
        }
        return detail;
    }

    private static Meaning meaning(Field field) throws IOException {
        return switch (field.typeType()) {
            case org.apache.arrow.flatbuf.Type.Null -> Meaning.of(Type.VARCHAR, Stored.NONE, 1);
            case org.apache.arrow.flatbuf.Type.Bool -> Meaning.of(Type.BOOLEAN, Stored.BIT, 1);
            case org.apache.arrow.flatbuf.Type.Int ->
                Meaning.of(Type.BIGINT, integer((Int) detail(field, new Int())), 1);
            case org.apache.arrow.flatbuf.Type.FloatingPoint ->
                switch (((FloatingPoint) detail(field, new FloatingPoint())).precision()) {
                    case Precision.SINGLE -> Meaning.of(Type.DOUBLE, Stored.FLOAT32, 1);
                    case Precision.DOUBLE -> Meaning.of(Type.DOUBLE, Stored.FLOAT64, 1);
                    default -> Meaning.unknown("a 16-bit floating-point number");
                };
            case org.apache.arrow.flatbuf.Type.Decimal -> decimal((Decimal) detail(field, new Decimal()));
            case org.apache.arrow.flatbuf.Type.Date ->
                ((Date) detail(field, new Date())).unit() == DateUnit.DAY
                        ? Meaning.of(Type.DATE, Stored.INT32, 1)
                        : Meaning.of(Type.DATE, Stored.INT64, 86_400_000);
            case org.apache.arrow.flatbuf.Type.Time -> {
                Time time = (Time) detail(field, new Time());
                yield Meaning.of(
                        Type.INTERVAL, time.bitWidth() == 64 ? Stored.INT64 : Stored.INT32, nanos(time.unit()));
            }
            case org.apache.arrow.flatbuf.Type.Duration ->
                Meaning.of(Type.INTERVAL, Stored.INT64, nanos(((Duration) detail(field, new Duration())).unit()));
            case org.apache.arrow.flatbuf.Type.Timestamp ->
                Meaning.of(Type.TIMESTAMP, Stored.INT64, nanos(((Timestamp) detail(field, new Timestamp())).unit()));
            case org.apache.arrow.flatbuf.Type.Utf8 -> Meaning.of(Type.VARCHAR, Stored.TEXT32, 1);
            case org.apache.arrow.flatbuf.Type.LargeUtf8 -> Meaning.of(Type.VARCHAR, Stored.TEXT64, 1);
            case org.apache.arrow.flatbuf.Type.Utf8View -> Meaning.of(Type.VARCHAR, Stored.VIEW, 1);
            case org.apache.arrow.flatbuf.Type.Interval -> Meaning.unknown("an interval of months or days");
            case org.apache.arrow.flatbuf.Type.Struct_ -> Meaning.unknown("a struct");
            case org.apache.arrow.flatbuf.Type.Map -> Meaning.unknown("a map");
            case org.apache.arrow.flatbuf.Type.Union -> Meaning.unknown("a union");
            case org.apache.arrow.flatbuf.Type.RunEndEncoded -> Meaning.unknown("a column of runs");
            case org.apache.arrow.flatbuf.Type.Binary,
                    org.apache.arrow.flatbuf.Type.LargeBinary,
                    org.apache.arrow.flatbuf.Type.BinaryView,
                    org.apache.arrow.flatbuf.Type.FixedSizeBinary -> Meaning.unknown("a column of bytes");
            default -> Meaning.unknown("a list");
        };
    }

    private static long nanos(short unit) throws IOException {
        if (unit < TimeUnit.SECOND || unit > TimeUnit.NANOSECOND) {
            throw new IOException("it is damaged: there is no time unit " + unit);
        }
        return NANOS[unit];
    }

    private static Stored integer(Int type) throws IOException {
        boolean signed = type.isSigned();
        return switch (type.bitWidth()) {
            case 8 -> signed ? Stored.INT8 : Stored.UINT8;
            case 16 -> signed ? Stored.INT16 : Stored.UINT16;
            case 32 -> signed ? Stored.INT32 : Stored.UINT32;
            case 64 -> signed ? Stored.INT64 : Stored.UINT64;
            default -> throw new IOException("it is damaged: there are no integers of " + type.bitWidth() + " bits");
        };
    }

    private static Meaning decimal(Decimal type) {
        int precision = type.precision();
        int scale = type.scale();
        boolean known = precision >= 1 && precision <= Type.MAX_PRECISION && scale >= 0 && scale <= precision;
        Stored stored = switch (type.bitWidth()) {
            case 32 -> Stored.DECIMAL32;
            case 64 -> Stored.DECIMAL64;
            case 128 -> Stored.DECIMAL128;
            default -> Stored.NONE;
        };
        return known && stored != Stored.NONE
                ? Meaning.of(Type.decimal(precision, scale), stored, 1)
                : Meaning.unknown(
                        "a decimal of " + type.bitWidth() + " bits, DECIMAL(" + precision + "," + scale + ")");
    }
}
