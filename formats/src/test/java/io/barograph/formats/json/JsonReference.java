package io.barograph.formats.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.text.DoubleText;
import io.barograph.formats.text.Content;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads lines of JSON slowly, with Jackson, as the reference says that they are read. */
final class JsonReference {
    static final Schema SCHEMA = Schema.of(
            new Field("n", Type.BIGINT),
            new Field("d", Type.DOUBLE),
            new Field("s", Type.VARCHAR),
            new Field("b", Type.BOOLEAN),
            new Field("o.x", Type.DOUBLE));
    static final Map<String, String> OPTIONS = Map.of("layout", "lines", "pointer.o.x", "/o/x");

    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private JsonReference() {}

    static Content read(byte[] document) {
        List<List<Object>> rows = new ArrayList<>();
        List<Content.Reject> rejects = new ArrayList<>();
        int start = 0;
        int line = 0;
        while (start < document.length) {
            int end = start;
            while (end < document.length && document[end] != '\n') {
                end++;
            }
            line++;
            byte[] record = Arrays.copyOfRange(document, start, end);
            if (!new String(record, StandardCharsets.ISO_8859_1).isBlank()) {
                List<Object> row = row(record);
                if (row == null) {
                    rejects.add(new Content.Reject(start, line));
                } else {
                    rows.add(row);
                }
            }
            start = end + 1;
        }
        return new Content(rows, rejects, line);
    }

    private static @Nullable List<Object> row(byte[] record) {
        if (!isUtf8(record)) {
            // Jackson takes surrogates and longer forms than needed.
            return null;
        }
        @Nullable Object[] row = new Object[SCHEMA.size()];
        try (JsonParser parser = JACKSON.createParser(record)) {
            boolean good = parser.nextToken() == JsonToken.START_OBJECT
                    && object(parser, "", record, row)
                    && parser.nextToken() == null;
            return good ? Arrays.asList(row) : null;
        } catch (StreamReadException malformed) {
            return null;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isUtf8(byte[] record) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean object(JsonParser parser, String prefix, byte[] record, @Nullable Object[] row)
            throws IOException {
        boolean good = true;
        Set<String> met = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + parser.currentName();
            parser.nextToken();
            int column = SCHEMA.indexOf(name);
            good &= met.add(name) || column < 0 && !name.equals("o");
            if (name.equals("o")) {
                good &= parser.currentToken() == JsonToken.START_OBJECT
                        ? object(parser, "o.", record, row)
                        : isNull(parser) || !skipped(parser);
            } else if (column < 0) {
                parser.skipChildren();
            } else {
                good &= value(parser, record, row, column);
            }
        }
        return good;
    }

    private static boolean skipped(JsonParser parser) throws IOException {
        parser.skipChildren();
        return true;
    }

    private static boolean isNull(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NULL || parser.getText().equals("NaN") && !isString(parser);
    }

    private static boolean isString(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    private static boolean value(JsonParser parser, byte[] record, @Nullable Object[] row, int column)
            throws IOException {
        Type type = SCHEMA.type(column);
        if (isNull(parser)) {
            return true;
        }
        if (type == Type.VARCHAR) {
            String text = isString(parser) ? parser.getText() : raw(parser, record);
            row[column] = text;
            // Half of a surrogate pair is no text in UTF-8.
            return StandardCharsets.UTF_8.newEncoder().canEncode(text);
        }
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
            return false;
        }
        String text = parser.getText();
        if (text.isEmpty()) {
            return true;
        }
        row[column] = type == Type.BIGINT ? bigint(text) : type == Type.DOUBLE ? number(text) : bool(text);
        return row[column] != null;
    }

    private static String raw(JsonParser parser, byte[] record) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        if (!parser.currentToken().isStructStart()) {
            return parser.getText();
        }
        parser.skipChildren();
        return new String(record, from, (int) parser.currentLocation().getByteOffset() - from, StandardCharsets.UTF_8);
    }

    private static @Nullable Object bigint(String text) {
        if (!text.matches("[-+]?[0-9]+")) {
            return null;
        }
        BigInteger value = new BigInteger(text);
        return value.bitLength() > 63 ? null : value.longValue();
    }

    private static @Nullable Object number(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long bits = DoubleText.parseBits(bytes, 0, bytes.length, (byte) '.');
        return bits == DoubleText.INVALID ? null : Double.longBitsToDouble(bits);
    }

    private static @Nullable Object bool(String text) {
        return text.equalsIgnoreCase("true") ? Boolean.TRUE : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }
}
