package io.barograph.formats.parquet;

import io.barograph.core.column.Type;
import io.barograph.formats.UniqueNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one file.
 *
 * @param columns those that can be read, in the file's order; no two of one name
 * @param unreadable the others by name, with what they are
 * @param leaves column chunks in every row group
 */
record FileSchema(List<LeafColumn> columns, Map<String, String> unreadable, int leaves) {
    private static final int MAX_DEPTH = 64;
    private static final long MICROS = 1_000;
    private static final long MILLIS = 1_000_000;

    /** Reads a footer's list of elements: a tree in depth-first order. */
    static FileSchema of(List<SchemaElement> elements) {
        return new Walk(elements).run();
    }

    /** The readable column of this name, or null. */
    @Nullable
    LeafColumn find(String name) {
        for (LeafColumn column : columns) {
            if (column.name().equals(name)) {
                return column;
            }
        }
        return null;
    }

    private static final class Walk {
        private final List<SchemaElement> elements;
        private final List<LeafColumn> columns = new ArrayList<>();
        private final Map<String, String> unreadable = new LinkedHashMap<>();
        private final UniqueNames names = new UniqueNames();
        private int next = 1;
        private int leaves;

        Walk(List<SchemaElement> elements) {
            this.elements = elements;
        }

        FileSchema run() {
            if (elements.isEmpty()) {
                throw new Damage("it has no columns");
            }
            int top = elements.get(0).getNum_children();
            for (int i = 0; i < top; i++) {
                SchemaElement element = take();
                String name = names.take(element.getName());
                if (element.getNum_children() > 0 || !element.isSetType()) {
                    unreadable.put(name, group(element));
                    skipChildren(element, 0);
                } else {
                    leaf(name, element);
                }
            }
            if (next != elements.size()) {
                throw new Damage("the tree of its columns is torn");
            }
            return new FileSchema(List.copyOf(columns), Collections.unmodifiableMap(unreadable), leaves);
        }

        private SchemaElement take() {
            if (next >= elements.size()) {
                throw new Damage("the tree of its columns is torn");
            }
            return elements.get(next++);
        }

        private void skipChildren(SchemaElement element, int depth) {
            if (depth > MAX_DEPTH) {
                throw new Damage("its columns are nested more than " + MAX_DEPTH + " deep");
            }
            if (element.isSetType() && element.getNum_children() == 0) {
                leaves++;
            }
            for (int i = 0; i < element.getNum_children(); i++) {
                skipChildren(take(), depth + 1);
            }
        }

        private void leaf(String name, SchemaElement element) {
            int leaf = leaves++;
            if (element.getRepetition_type() == FieldRepetitionType.REPEATED) {
                unreadable.put(name, "a list");
                return;
            }
            Meaning meaning = meaning(element);
            if (meaning.type == null || meaning.stored == null) {
                unreadable.put(name, meaning.words);
                return;
            }
            boolean optional = element.getRepetition_type() != FieldRepetitionType.REQUIRED;
            columns.add(new LeafColumn(
                    name, leaf, meaning.stored, meaning.type, meaning.factor, element.getType_length(), optional));
        }
    }

    private static String group(SchemaElement element) {
        LogicalType logical = element.getLogicalType();
        ConvertedType converted = element.getConverted_type();
        if (logical != null && logical.isSetLIST()
                || converted == ConvertedType.LIST
                || element.getRepetition_type() == FieldRepetitionType.REPEATED) {
            return "a list";
        } else if (logical != null && logical.isSetMAP()
                || converted == ConvertedType.MAP
                || converted == ConvertedType.MAP_KEY_VALUE) {
            return "a map";
        }
        return "a struct";
    }

    /** What a primitive column holds: of our type, or in words why it is none. */
    private record Meaning(
            @Nullable Stored stored, @Nullable Type type, long factor, String words) {
        static Meaning of(Stored stored, Type type, long factor) {
            return new Meaning(stored, type, factor, "");
        }

        static Meaning unknown(String words) {
            return new Meaning(null, null, 0, words);
        }
    }

    private static Meaning meaning(SchemaElement element) {
        return switch (element.getType()) {
            case BOOLEAN -> Meaning.of(Stored.BOOLEAN, Type.BOOLEAN, 1);
            case INT32 -> int32(element);
            case INT64 -> int64(element);
            case INT96 -> Meaning.of(Stored.INT96, Type.TIMESTAMP, 1);
            case FLOAT -> Meaning.of(Stored.FLOAT, Type.DOUBLE, 1);
            case DOUBLE -> Meaning.of(Stored.DOUBLE, Type.DOUBLE, 1);
            case BYTE_ARRAY -> bytes(element);
            case FIXED_LEN_BYTE_ARRAY -> fixed(element);
        };
    }

    private static Meaning int32(SchemaElement element) {
        LogicalType logical = element.getLogicalType();
        ConvertedType converted = element.getConverted_type();
        if (isDecimal(element)) {
            return decimal(element, Stored.INT32);
        } else if (converted == ConvertedType.DATE || logical != null && logical.isSetDATE()) {
            return Meaning.of(Stored.INT32, Type.DATE, 1);
        } else if (converted == ConvertedType.TIME_MILLIS || logical != null && logical.isSetTIME()) {
            return Meaning.of(Stored.INT32, Type.INTERVAL, MILLIS);
        }
        boolean unsigned = converted == ConvertedType.UINT_8
                || converted == ConvertedType.UINT_16
                || converted == ConvertedType.UINT_32
                || logical != null
                        && logical.isSetINTEGER()
                        && !logical.getINTEGER().isIsSigned();
        return Meaning.of(unsigned ? Stored.UINT32 : Stored.INT32, Type.BIGINT, 1);
    }

    private static Meaning int64(SchemaElement element) {
        LogicalType logical = element.getLogicalType();
        ConvertedType converted = element.getConverted_type();
        if (isDecimal(element)) {
            return decimal(element, Stored.INT64);
        } else if (logical != null && logical.isSetTIMESTAMP()) {
            return Meaning.of(
                    Stored.INT64, Type.TIMESTAMP, factor(logical.getTIMESTAMP().getUnit()));
        } else if (logical != null && logical.isSetTIME()) {
            return Meaning.of(
                    Stored.INT64, Type.INTERVAL, factor(logical.getTIME().getUnit()));
        } else if (converted == ConvertedType.TIMESTAMP_MILLIS || converted == ConvertedType.TIMESTAMP_MICROS) {
            long factor = converted == ConvertedType.TIMESTAMP_MILLIS ? MILLIS : MICROS;
            return Meaning.of(Stored.INT64, Type.TIMESTAMP, factor);
        } else if (converted == ConvertedType.TIME_MICROS) {
            return Meaning.of(Stored.INT64, Type.INTERVAL, MICROS);
        }
        boolean unsigned = converted == ConvertedType.UINT_64
                || logical != null
                        && logical.isSetINTEGER()
                        && !logical.getINTEGER().isIsSigned();
        return Meaning.of(unsigned ? Stored.UINT64 : Stored.INT64, Type.BIGINT, 1);
    }

    private static long factor(TimeUnit unit) {
        return unit.isSetMILLIS() ? MILLIS : unit.isSetMICROS() ? MICROS : 1;
    }

    private static Meaning bytes(SchemaElement element) {
        LogicalType logical = element.getLogicalType();
        if (isDecimal(element)) {
            return decimal(element, Stored.BYTES);
        } else if (element.getConverted_type() == ConvertedType.BSON || logical != null && logical.isSetBSON()) {
            return Meaning.unknown("BSON");
        } else if (logical != null && (logical.isSetGEOMETRY() || logical.isSetGEOGRAPHY())) {
            return Meaning.unknown("a geometry");
        }
        return Meaning.of(Stored.BYTES, Type.VARCHAR, 1);
    }

    private static Meaning fixed(SchemaElement element) {
        LogicalType logical = element.getLogicalType();
        int length = element.getType_length();
        if (isDecimal(element) && length > 0) {
            return decimal(element, Stored.FIXED);
        } else if (logical != null && logical.isSetUUID() && length == Stored.UUID.width()) {
            return Meaning.of(Stored.UUID, Type.VARCHAR, 1);
        } else if (logical != null && logical.isSetFLOAT16() && length == Stored.HALF.width()) {
            return Meaning.of(Stored.HALF, Type.DOUBLE, 1);
        } else if (element.getConverted_type() == ConvertedType.INTERVAL
                && length == Stored.MONTHS_DAYS_MILLIS.width()) {
            return Meaning.of(Stored.MONTHS_DAYS_MILLIS, Type.INTERVAL, 1);
        }
        return Meaning.unknown(length + " bytes of no known meaning");
    }

    private static Meaning decimal(SchemaElement element, Stored stored) {
        LogicalType logical = element.getLogicalType();
        boolean said = logical != null && logical.isSetDECIMAL();
        int precision = said ? logical.getDECIMAL().getPrecision() : element.getPrecision();
        int scale = said ? logical.getDECIMAL().getScale() : element.getScale();
        boolean ours = precision >= 1 && precision <= Type.MAX_PRECISION && scale >= 0 && scale <= precision;
        return ours
                ? Meaning.of(stored, Type.decimal(precision, scale), 1)
                : Meaning.unknown("a DECIMAL(" + precision + "," + scale + ")");
    }

    private static boolean isDecimal(SchemaElement element) {
        LogicalType logical = element.getLogicalType();
        return element.getConverted_type() == ConvertedType.DECIMAL || logical != null && logical.isSetDECIMAL();
    }
}
