package io.barograph.formats.csv;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.text.DoubleText;
import io.barograph.core.text.EpochUnit;
import io.barograph.core.text.LongText;
import io.barograph.core.text.TimestampParser;
import io.barograph.core.text.TimestampText;
import io.barograph.formats.text.Content;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.NullWords;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of CSV once more, for tests: byte by byte over the whole document, without buffers, words or short ways. A
 * quoted field has no limit here, so documents stay under it.
 */
final class ReferenceReader {
    private final byte[] document;
    private final Schema schema;
    private final Dialect dialect;
    private final @Nullable EpochUnit[] units;
    private final Content content = new Content(new ArrayList<>(), new ArrayList<>(), 0);
    private int at;
    private int line = 1;

    private record Field(byte[] raw, byte[] text, boolean quoted, boolean junk) {}

    private ReferenceReader(byte[] document, Schema schema, Dialect dialect, @Nullable EpochUnit[] units) {
        this.document = document;
        this.schema = schema;
        this.dialect = dialect;
        this.units = units;
    }

    static Content read(byte[] document, Schema schema, Dialect dialect, @Nullable EpochUnit[] units) {
        return new ReferenceReader(document, schema, dialect, units).read();
    }

    private Content read() {
        boolean mark = document.length >= 3
                && document[0] == (byte) 0xEF
                && document[1] == (byte) 0xBB
                && document[2] == (byte) 0xBF;
        at = mark ? 3 : 0;
        boolean header = dialect.header();
        while (at < document.length) {
            int start = at;
            int firstLine = line;
            if (isBlank() || document[at] == (byte) dialect.comment() && dialect.comment() >= 0) {
                skipLine(at);
                continue;
            }
            List<Field> fields = record();
            if (fields == null) {
                // A quote without end: the lines up to that of the quote are the record.
                skipLine(at);
            }
            if (header) {
                header = false;
                continue;
            }
            List<Object> row = fields == null ? null : row(fields);
            if (row == null) {
                content.rejects().add(new Content.Reject(start, firstLine));
            } else {
                content.rows().add(row);
            }
        }
        return new Content(content.rows(), content.rejects(), line - 1);
    }

    private boolean isBlank() {
        return document[at] == '\n' || document[at] == '\r' && (at + 1 == document.length || document[at + 1] == '\n');
    }

    private void skipLine(int from) {
        at = from;
        while (at < document.length && document[at] != '\n') {
            at++;
        }
        at++;
        line++;
    }

    /** The fields of the record at hand; null, with the position at the opening quote, where a quote has no end. */
    private @Nullable List<Field> record() {
        List<Field> fields = new ArrayList<>();
        boolean last;
        do {
            while (dialect.trim() && at < document.length && document[at] == ' ') {
                at++;
            }
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            int begin = at;
            int end;
            boolean quoted = at < document.length && document[at] == dialect.quote();
            if (quoted) {
                int lines = 0;
                int from = ++at;
                while (true) {
                    if (at >= document.length) {
                        at = begin;
                        return null;
                    }
                    if (document[at] == dialect.quote()) {
                        if (at + 1 < document.length && document[at + 1] == dialect.quote()) {
                            at++;
                        } else {
                            break;
                        }
                    }
                    lines += document[at] == '\n' ? 1 : 0;
                    text.write(document[at++]);
                }
                line += lines;
                begin = from;
                end = at++;
            } else {
                end = at;
            }
            int rest = at;
            while (at < document.length && document[at] != dialect.delimiter() && document[at] != '\n') {
                at++;
            }
            last = at >= document.length || document[at] == '\n';
            int stop = last && at > rest && document[at - 1] == '\r' ? at - 1 : at;
            while (dialect.trim() && stop > rest && document[stop - 1] == ' ') {
                stop--;
            }
            boolean junk = false;
            if (quoted) {
                for (int i = rest; i < stop; i++) {
                    junk |= !dialect.trim() || document[i] != ' ';
                }
            } else {
                end = stop;
                text.write(document, begin, stop - begin);
            }
            fields.add(new Field(Arrays.copyOfRange(document, begin, end), text.toByteArray(), quoted, junk));
            at++;
        } while (!last);
        line++;
        return fields;
    }

    private @Nullable List<Object> row(List<Field> fields) {
        int width = schema.size();
        if (dialect.trailing()
                && fields.size() == width + 1
                && fields.get(width).raw().length == 0
                && !fields.get(width).quoted()) {
            fields = fields.subList(0, width);
        }
        if (fields.size() != width) {
            return null;
        }
        List<Object> row = new ArrayList<>();
        for (int c = 0; c < width; c++) {
            Field field = fields.get(c);
            Object value = field.junk() ? null : schema.type(c) == Type.VARCHAR ? text(field) : typed(field, c);
            if (value == null) {
                return null;
            }
            row.add(value == Content.NULL ? null : value);
        }
        return row;
    }

    private @Nullable Object text(Field field) {
        try {
            String text = dialect.charset()
                    .newDecoder()
                    .decode(ByteBuffer.wrap(field.text()))
                    .toString();
            List<String> words = dialect.nulls() == null ? NullWords.DEFAULT_IN_TEXT : dialect.nulls();
            return !field.quoted() && (text.isEmpty() || words.contains(text)) ? Content.NULL : text;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private @Nullable Object typed(Field field, int column) {
        String text = new String(field.raw(), java.nio.charset.StandardCharsets.ISO_8859_1);
        text = text.replaceAll("^[ \t]+|[ \t]+$", "");
        List<String> words = dialect.nulls() == null ? NullWords.DEFAULT_IN_OTHERS : dialect.nulls();
        if (text.isEmpty() || words.contains(text)) {
            return Content.NULL;
        }
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        switch (schema.type(column).kind()) {
            case BIGINT -> {
                boolean digits = text.matches("[+-]?[0-9]+");
                boolean fits = digits && new BigInteger(text).bitLength() < 64;
                return fits ? Long.valueOf(LongText.parse(bytes, 0, bytes.length)) : null;
            }
            case DOUBLE -> {
                long bits = DoubleText.parseBits(bytes, 0, bytes.length, dialect.decimal());
                return bits == DoubleText.INVALID ? null : Double.valueOf(Double.longBitsToDouble(bits));
            }
            case TIMESTAMP -> {
                EpochUnit unit = units[column];
                long nanos = unit == null
                        ? new TimestampParser(dialect.zone()).parse(bytes, 0, bytes.length)
                        : unit.parse(bytes, 0, bytes.length);
                return nanos == TimestampText.INVALID ? null : Long.valueOf(nanos);
            }
            case BOOLEAN -> {
                return text.equalsIgnoreCase("true")
                        ? Boolean.TRUE
                        : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
            }
            default -> throw new IllegalArgumentException(schema.toString());
        }
    }
}
