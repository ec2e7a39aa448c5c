package io.barograph.formats.text;

import io.barograph.core.zone.Zone;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a table's text is to be read: what inference found or the user said.
 *
 * @param delimiter between fields; ASCII
 * @param quote around fields; -1 where none
 * @param comment first byte of lines that are skipped; -1 where none
 * @param decimal between units and tenths: {@code .} or {@code ,}
 * @param thousands between groups of three digits; -1 where none
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
        int thousands,
        boolean header,
        int skip,
        boolean trim,
        boolean trailing,
        Charset charset,
        @Nullable List<String> nulls,
        Zone zone) {
    /** Of formats in which a text has bounds of its own and no word is NULL: one that ends with {@code end}, mostly. */
    public static Dialect ofTexts(char end, Zone zone) {
        return new Dialect(
                (byte) end, -1, -1, (byte) '.', -1, false, 0, false, false, StandardCharsets.UTF_8, List.of(), zone);
    }
}
