package io.barograph.formats.parquet;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.formats.UniqueNames;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;

/**
 * How we write a type.
 *
 * @param physical the format's type
 * @param width bytes of a value; 0 where they vary or are no whole bytes
 */
record Storage(org.apache.parquet.format.Type physical, int width) {
    /** Digits that 32 and 64 bits hold. */
    static final int MAX_INT_PRECISION = 9;

    static final int MAX_LONG_PRECISION = 18;

    static Storage of(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> new Storage(org.apache.parquet.format.Type.BOOLEAN, 0);
            case BIGINT, TIMESTAMP, INTERVAL -> new Storage(org.apache.parquet.format.Type.INT64, 8);
            case DATE -> new Storage(org.apache.parquet.format.Type.INT32, 4);
            case DOUBLE -> new Storage(org.apache.parquet.format.Type.DOUBLE, 8);
            case VARCHAR -> new Storage(org.apache.parquet.format.Type.BYTE_ARRAY, 0);
            case DECIMAL ->
                type.precision() <= MAX_INT_PRECISION
                        ? new Storage(org.apache.parquet.format.Type.INT32, 4)
                        : type.precision() <= MAX_LONG_PRECISION
                                ? new Storage(org.apache.parquet.format.Type.INT64, 8)
                                : new Storage(org.apache.parquet.format.Type.FIXED_LEN_BYTE_ARRAY, 16);
        };
    }

    /** The tree of elements that describes a schema; repeated names are numbered, since readers look columns up by name. */
    static List<SchemaElement> elements(Schema schema) {
        List<SchemaElement> elements = new ArrayList<>();
        elements.add(new SchemaElement("schema").setNum_children(schema.size()));
        UniqueNames names = new UniqueNames();
        for (Field field : schema.fields()) {
            elements.add(element(names.take(field.name()), field.type()));
        }
        return elements;
    }

    private static SchemaElement element(String name, Type type) {
        Storage storage = of(type);
        SchemaElement element =
                new SchemaElement(name).setType(storage.physical()).setRepetition_type(FieldRepetitionType.OPTIONAL);
        switch (type.kind()) {
            case VARCHAR -> {
                element.setConverted_type(ConvertedType.UTF8);
                element.setLogicalType(LogicalType.STRING(new StringType()));
            }
            case DATE -> {
                element.setConverted_type(ConvertedType.DATE);
                element.setLogicalType(LogicalType.DATE(new DateType()));
            }
            case TIMESTAMP ->
                element.setLogicalType(
                        LogicalType.TIMESTAMP(new TimestampType(false, TimeUnit.NANOS(new NanoSeconds()))));
            case DECIMAL -> {
                element.setConverted_type(ConvertedType.DECIMAL);
                element.setPrecision(type.precision());
                element.setScale(type.scale());
                element.setLogicalType(LogicalType.DECIMAL(new DecimalType(type.scale(), type.precision())));
                if (storage.physical() == org.apache.parquet.format.Type.FIXED_LEN_BYTE_ARRAY) {
                    element.setType_length(storage.width());
                }
            }
            default -> {
                // The others are the format's own.
            }
        }
        return element;
    }
}
