package io.barograph.formats.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import io.barograph.core.column.Schema;
import io.barograph.formats.UniqueNames;
import io.barograph.formats.arrow.ArrowFile.Block;
import java.util.List;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Duration;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/** The metadata of an answer, as FlatBuffers. */
final class Metadata {
    private Metadata() {}

    /** The message that a stream begins with. */
    static byte[] schemaMessage(Schema answer) {
        FlatBufferBuilder builder = new FlatBufferBuilder(1024);
        return message(builder, MessageHeader.Schema, schema(builder, answer), 0);
    }

    /**
     * The message of a record batch.
     *
     * @param body bytes behind it
     */
    static byte[] batchMessage(List<ColumnEncoder> columns, int rows, long body) {
        FlatBufferBuilder builder = new FlatBufferBuilder(1024);
        RecordBatch.startBuffersVector(
                builder, columns.stream().mapToInt(ColumnEncoder::buffers).sum());
        long at = body;
        // Vectors are built back to front.
        for (int c = columns.size() - 1; c >= 0; c--) {
            ColumnEncoder column = columns.get(c);
            for (int b = column.buffers() - 1; b >= 0; b--) {
                at -= padded(column.length(b));
                Buffer.createBuffer(builder, at, column.length(b));
            }
        }
        int buffers = builder.endVector();
        RecordBatch.startNodesVector(builder, columns.size());
        for (int c = columns.size() - 1; c >= 0; c--) {
            FieldNode.createFieldNode(builder, rows, columns.get(c).nulls());
        }
        int nodes = builder.endVector();
        RecordBatch.startRecordBatch(builder);
        RecordBatch.addLength(builder, rows);
        RecordBatch.addNodes(builder, nodes);
        RecordBatch.addBuffers(builder, buffers);
        return message(builder, MessageHeader.RecordBatch, RecordBatch.endRecordBatch(builder), body);
    }

    /** The footer of a file. */
    static byte[] footer(Schema answer, List<Block> batches) {
        FlatBufferBuilder builder = new FlatBufferBuilder(1024);
        int schema = schema(builder, answer);
        Footer.startDictionariesVector(builder, 0);
        int dictionaries = builder.endVector();
        Footer.startRecordBatchesVector(builder, batches.size());
        for (int i = batches.size() - 1; i >= 0; i--) {
            Block block = batches.get(i);
            org.apache.arrow.flatbuf.Block.createBlock(builder, block.offset(), block.metadata(), block.body());
        }
        int blocks = builder.endVector();
        Footer.startFooter(builder);
        Footer.addVersion(builder, MetadataVersion.V5);
        Footer.addSchema(builder, schema);
        Footer.addDictionaries(builder, dictionaries);
        Footer.addRecordBatches(builder, blocks);
        builder.finish(Footer.endFooter(builder));
        return builder.sizedByteArray();
    }

    /** Buffers begin at multiples of eight bytes. */
    static int padded(int length) {
        return length + 7 & -8;
    }

    private static byte[] message(FlatBufferBuilder builder, byte kind, int header, long body) {
        Message.startMessage(builder);
        Message.addBodyLength(builder, body);
        Message.addHeader(builder, header);
        Message.addHeaderType(builder, kind);
        Message.addVersion(builder, MetadataVersion.V5);
        builder.finish(Message.endMessage(builder));
        return builder.sizedByteArray();
    }

    private static int schema(FlatBufferBuilder builder, Schema answer) {
        int[] fields = new int[answer.size()];
        UniqueNames unique = new UniqueNames();
        for (int i = 0; i < fields.length; i++) {
            fields[i] = field(builder, unique.take(answer.name(i)), answer.type(i));
        }
        int vector = org.apache.arrow.flatbuf.Schema.createFieldsVector(builder, fields);
        org.apache.arrow.flatbuf.Schema.startSchema(builder);
        org.apache.arrow.flatbuf.Schema.addEndianness(builder, Endianness.Little);
        org.apache.arrow.flatbuf.Schema.addFields(builder, vector);
        return org.apache.arrow.flatbuf.Schema.endSchema(builder);
    }

    private static int field(FlatBufferBuilder builder, String name, io.barograph.core.column.Type type) {
        int label = builder.createString(name);
        int zone = type == io.barograph.core.column.Type.TIMESTAMP ? builder.createString("UTC") : 0;
        byte kind;
        int detail;
        switch (type.kind()) {
            case BOOLEAN -> {
                kind = Type.Bool;
                Bool.startBool(builder);
                detail = Bool.endBool(builder);
            }
            case BIGINT -> {
                kind = Type.Int;
                detail = Int.createInt(builder, 64, true);
            }
            case DOUBLE -> {
                kind = Type.FloatingPoint;
                detail = FloatingPoint.createFloatingPoint(builder, Precision.DOUBLE);
            }
            case TIMESTAMP -> {
                kind = Type.Timestamp;
                detail = Timestamp.createTimestamp(builder, TimeUnit.NANOSECOND, zone);
            }
            case INTERVAL -> {
                kind = Type.Duration;
                detail = Duration.createDuration(builder, TimeUnit.NANOSECOND);
            }
            case DATE -> {
                kind = Type.Date;
                detail = Date.createDate(builder, DateUnit.DAY);
            }
            case DECIMAL -> {
                kind = Type.Decimal;
                detail = Decimal.createDecimal(builder, type.precision(), type.scale(), 128);
            }
            case VARCHAR -> {
                kind = Type.Utf8;
                Utf8.startUtf8(builder);
                detail = Utf8.endUtf8(builder);
            }
            default -> throw new IllegalStateException("no type of Arrow for " + type);
        }
        int children = Field.createChildrenVector(builder, new int[0]);
        Field.startField(builder);
        Field.addChildren(builder, children);
        Field.addType(builder, detail);
        Field.addTypeType(builder, kind);
        Field.addNullable(builder, true);
        Field.addName(builder, label);
        return Field.endField(builder);
    }
}
