package io.barograph.formats.text;

import io.barograph.core.zone.Zone;
import java.nio.charset.Charset;
import java.util.List;

/**
 * How a table's text is to be read: what inference found or the user said.
 *
 * @param delimiter between fields; ASCII
 * @param quote around fields; -1 where none
 * @param comment first byte of lines that are skipped; -1 where none
 * @param decimal between units and tenths: {@code .} or {@code ,}
 * @param header whether the first record names the columns
 * @param skip lines before the header, or the first record, that are passed over
 * @param trim whether spaces around fields are no part of them
 * @param trailing whether every record ends with one more delimiter
 * @param charset of text; fields come out as UTF-8 whatever it is
 * @param nulls unquoted words that are NULL, beside the empty field; null for the defaults
 * @param zone of timestamps that name none
 */
public record Dialect(
        byte delimiter,
        int quote,
        int comment,
        byte decimal,
        boolean header,
        int skip,
        boolean trim,
        boolean trailing,
        Charset charset,
        @org.jspecify.annotations.Nullable List<String> nulls,
        Zone zone) {}
