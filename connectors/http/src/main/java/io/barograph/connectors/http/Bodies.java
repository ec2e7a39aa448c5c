package io.barograph.connectors.http;

import io.barograph.connectors.journal.JournalDeclaration;
import io.barograph.connectors.journal.JournalEntry;
import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Cuts the bodies of requests into records, by what their headers say of them. Thread-safe. */
final class Bodies {
    private static final List<String> LINES_OF_JSON =
            List.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines");

    /** What the types say that are of one format alone; others may be anything. */
    private static final Map<String, String> FORMATS = Map.of(
            "text/csv", "csv",
            "application/json", "json",
            "application/x-ndjson", "json",
            "application/ndjson", "json",
            "application/jsonl", "json",
            "application/x-jsonlines", "json");

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final JournalDeclaration declaration;
    private final int limit;

    Bodies(JournalDeclaration declaration, int limit) {
        this.declaration = declaration;
        this.limit = limit;
    }

    private String format() {
        return declaration.recording().format().name();
    }

    private static String type(HttpFields headers) {
        String given = headers.get(HttpHeader.CONTENT_TYPE);
        String type = given == null ? "" : given.toLowerCase(Locale.ROOT);
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    }

    private static String encoding(HttpFields headers) {
        String given = headers.get(HttpHeader.CONTENT_ENCODING);
        return given == null ? "identity" : given.toLowerCase(Locale.ROOT).strip();
    }

    private static boolean beginsWithHeader(HttpFields headers) {
        String given = headers.get(HttpHeader.CONTENT_TYPE);
        return given != null && given.toLowerCase(Locale.ROOT).replace(" ", "").contains(";header=present");
    }

    /** Why a body with these headers cannot be taken; null where it may be. */
    @Nullable
    Answer refusal(HttpFields headers) {
        String format = FORMATS.get(type(headers));
        if (format != null && !format.equals(format())) {
            return Answer.wrong(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "this table takes " + format() + ", not " + type(headers));
        }
        String encoding = encoding(headers);
        if (!encoding.equals("identity") && !encoding.equals("gzip")) {
            return Answer.wrong(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
                    "Content-Encoding is '" + encoding + "', but may be gzip alone");
        }
        return null;
    }

    /**
     * Adds a body's records to an entry.
     *
     * @param bytes has a byte behind the body
     * @return why they cannot be taken; null where they were
     */
    @Nullable
    Answer cut(HttpFields headers, byte[] bytes, int length, JournalEntry entry) {
        byte[] text = bytes;
        int end = length;
        if (encoding(headers).equals("gzip") && length > 0) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes, 0, length))) {
                text = in.readNBytes(limit + 1);
                end = text.length;
            } catch (IOException e) {
                return Answer.wrong(
                        HttpStatus.BAD_REQUEST_400, "the body is not gzip, as Content-Encoding says, or is cut");
            }
            if (end > limit) {
                return Answer.wrong(
                        HttpStatus.PAYLOAD_TOO_LARGE_413,
                        "the body is longer than " + limit
                                + " bytes when it is unpacked: send several requests, or allow" + " for more with '"
                                + HttpOptions.BODY_LIMIT + "'");
            }
            text = Arrays.copyOf(text, end + 1);
        }
        int from = end >= MARK.length && Arrays.equals(text, 0, MARK.length, MARK, 0, MARK.length) ? MARK.length : 0;
        Header header = new Header(format().equals("csv") && beginsWithHeader(headers), declaration.schema());
        try {
            declaration
                    .recording()
                    .newSplitter(LINES_OF_JSON.contains(type(headers)))
                    .split(text, from, end, true, (record, offset, count) -> {
                        if (!header.take(record, offset, count)) {
                            entry.add(record, offset, count);
                        }
                    });
        } catch (BarographException e) {
            return Answer.wrong(HttpStatus.BAD_REQUEST_400, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            return Answer.wrong(
                    HttpStatus.PAYLOAD_TOO_LARGE_413, "the body holds too many records: send several requests");
        }
        return header.refusal();
    }

    /** The first line of CSV, where it names the columns. */
    private static final class Header {
        private final Schema schema;
        private boolean awaited;
        private @Nullable String wrong;

        Header(boolean awaited, Schema schema) {
            this.awaited = awaited;
            this.schema = schema;
        }

        /** Whether a record is the header. */
        boolean take(byte[] record, int offset, int count) {
            boolean isHeader = awaited;
            awaited = false;
            if (isHeader) {
                String text = new String(record, offset, count, StandardCharsets.UTF_8);
                List<String> names = Arrays.stream(text.split("[,;\t|]"))
                        .map(name -> name.replace("\"", "").strip())
                        .toList();
                boolean fits = names.size() == schema.size();
                for (int i = 0; fits && i < names.size(); i++) {
                    fits = names.get(i).equalsIgnoreCase(schema.name(i));
                }
                wrong = fits ? null : text;
            }
            return isHeader;
        }

        @Nullable
        Answer refusal() {
            return wrong == null
                    ? null
                    : Answer.wrong(
                            HttpStatus.BAD_REQUEST_400,
                            "the header is '" + wrong + "', but the table's columns are "
                                    + String.join(",", schema.names()) + ", in this order");
        }
    }
}
