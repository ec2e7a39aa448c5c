package io.barograph.formats.csv;

import io.barograph.formats.text.Compression;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.Lines;
import io.barograph.formats.text.Sample;
import io.barograph.formats.text.TimeOptions;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Guesses delimiter, quote, comments and encoding from the head of a file, where the options leave them open. */
final class DialectProbe {
    /** Text that delimiters are counted in. */
    private static final int COUNTED_RECORDS = 1000;
    /** In this order where several divide the records equally well; a space only where nothing else does. */
    private static final String DELIMITERS = ";\t|, ";

    /** The same, where a file's name speaks of tabs. */
    private static final String TAB_FIRST = "\t;|, ";

    private static final double NEAR = 0.02;

    private final Sample sample;
    private final Map<String, String> given;
    private int skip;
    /** What a first line such as Excel's {@code sep=;} names, which is no record; or -1. */
    private final int namedDelimiter;

    private final Charset charset;

    DialectProbe(Sample sample, Map<String, String> given) {
        this.sample = sample;
        this.given = given;
        this.namedDelimiter = CsvOptions.given(given, CsvOptions.SKIP) ? -1 : namedDelimiter(sample.head());
        this.skip = namedDelimiter >= 0 ? 1 : CsvOptions.skip(given);
        this.charset = CsvOptions.given(given, CsvOptions.ENCODING)
                ? CsvOptions.charset(given, Charset.defaultCharset())
                : EncodingProbe.guess(sample);
    }

    Dialect find() {
        int delimiter = CsvOptions.character(given, CsvOptions.DELIMITER, namedDelimiter);
        String candidates = String.valueOf((char) delimiter);
        if (delimiter < 0) {
            delimiter = bestDelimiter();
            boolean divides = delimiter != ' ' && share(delimiter) >= 0.5;
            candidates = divides ? String.valueOf((char) delimiter) : ";\t|,";
        }
        boolean named = CsvOptions.flag(given, CsvOptions.HEADER, true);
        if (named && skip == 0 && !CsvOptions.given(given, CsvOptions.SKIP)) {
            delimiter = delimiterBehindPreamble(candidates, delimiter);
        }
        Dialect plain = dialect(delimiter, false, false);
        boolean trim = CsvOptions.flag(given, CsvOptions.TRIM, delimiter != ' ' && isSpaced(plain));
        Dialect trimmed = dialect(delimiter, trim, false);
        boolean trailing = CsvOptions.flag(given, CsvOptions.TRAILING, hasTrailing(trimmed));
        return dialect(delimiter, trim, trailing);
    }

    /** Sets how many lines stand before the header, and gives the delimiter that shows it; the other where there are none. */
    private int delimiterBehindPreamble(String candidates, int otherwise) {
        int best = otherwise;
        int widest = 1;
        int lines = 0;
        for (char candidate : candidates.toCharArray()) {
            PreambleProbe probe =
                    new PreambleProbe(sample, dataStart(sample.head(), 0), dialect(candidate, false, false));
            int width = probe.width();
            if (width > widest) {
                best = candidate;
                widest = width;
                lines = probe.lines();
            }
        }
        skip = lines;
        return best;
    }

    /** Whether {@link #find} has found lines before the header. */
    boolean hasPreamble() {
        return namedDelimiter < 0 && skip > 0 && !CsvOptions.given(given, CsvOptions.SKIP);
    }

    private static int namedDelimiter(byte[] head) {
        int at = dataStart(head, 0);
        int length = Sample.length(head);
        boolean named = at + 6 <= length
                && (head[at] | 0x20) == 's'
                && (head[at + 1] | 0x20) == 'e'
                && (head[at + 2] | 0x20) == 'p'
                && head[at + 3] == '='
                && (head[at + 5] == '\n' || head[at + 5] == '\r');
        return named ? head[at + 4] : -1;
    }

    private Dialect dialect(int delimiter, boolean trim, boolean trailing) {
        int comment = everyLineBegins(sample.head(), '#') ? -1 : '#';
        return new Dialect(
                (byte) delimiter,
                CsvOptions.character(given, CsvOptions.QUOTE, quote(delimiter)),
                CsvOptions.character(given, CsvOptions.COMMENT, comment),
                (byte) CsvOptions.character(given, CsvOptions.DECIMAL, '.'),
                CsvOptions.character(given, CsvOptions.THOUSANDS, -1),
                false,
                skip,
                trim,
                trailing,
                charset,
                CsvOptions.nulls(given),
                TimeOptions.zone(given));
    }

    private int bestDelimiter() {
        int best = ',';
        double bestShare = 0;
        for (char candidate : candidates().toCharArray()) {
            double share = share(candidate);
            if (share > bestShare + NEAR && (candidate != ' ' || bestShare < 0.5)) {
                best = candidate;
                bestShare = share;
            }
        }
        return best;
    }

    private String candidates() {
        String name = Compression.nameOfText(sample.path().toLowerCase(Locale.ROOT));
        return name.endsWith(".tsv") ? TAB_FIRST : DELIMITERS;
    }

    /** The share of records that have the commonest number of fields, if that is more than one and the first's too. */
    private double share(int delimiter) {
        Dialect dialect = dialect(delimiter, false, false);
        Map<Integer, Integer> counts = new TreeMap<>();
        SampleRecords records = records(dialect);
        int total = 0;
        int first = 0;
        while (total < COUNTED_RECORDS && records.advance()) {
            first = total == 0 ? records.size : first;
            counts.merge(records.size, 1, Integer::sum);
            total++;
        }
        int width = commonest(counts);
        boolean divides = width > 1 && (first == width || first == width - 1 && first > 1);
        return divides ? counts.getOrDefault(width, 0) / (double) total : 0;
    }

    private SampleRecords records(Dialect dialect) {
        return new SampleRecords(sample.head(), dataStart(sample.head(), skip), sample.whole(), dialect);
    }

    /** An apostrophe where fields begin with it and none with a double quote. */
    private int quote(int delimiter) {
        byte[] head = sample.head();
        int doubles = 0;
        int singles = 0;
        int lines = 0;
        for (int at = 0; at < Sample.length(head); at++) {
            boolean begins = at == 0 || head[at - 1] == '\n' || head[at - 1] == delimiter;
            doubles += begins && head[at] == '"' ? 1 : 0;
            singles += begins && head[at] == '\'' ? 1 : 0;
            lines += head[at] == '\n' ? 1 : 0;
        }
        return doubles == 0 && singles > 0 && singles >= lines / 2 ? '\'' : '"';
    }

    /** Whether nearly every field but a record's first begins with a space. */
    private boolean isSpaced(Dialect dialect) {
        SampleRecords records = records(dialect);
        int spaced = 0;
        int total = 0;
        while (total < COUNTED_RECORDS && records.advance()) {
            if (records.size > 1) {
                total++;
                boolean all = true;
                for (int f = 1; f < records.size; f++) {
                    all &= records.quoted(f) ? false : records.isEmpty(f) || records.bytes()[records.from(f)] == ' ';
                }
                spaced += all ? 1 : 0;
            }
        }
        return total > 0 && spaced >= 0.9 * total;
    }

    /** Whether every record but perhaps the header ends with a delimiter. */
    private boolean hasTrailing(Dialect dialect) {
        SampleRecords records = records(dialect);
        int total = 0;
        int header = 0;
        boolean named = false;
        int width = 0;
        while (total < COUNTED_RECORDS && records.advance()) {
            boolean empty = records.isEmpty(records.size - 1);
            if (total == 0) {
                header = records.size;
                named = !empty;
            } else if (!empty || total > 1 && records.size != width) {
                return false;
            } else {
                width = records.size;
            }
            total++;
        }
        return total > 1 && width > 1 && (named ? header == width - 1 : header == width);
    }

    /** The commonest number of fields. */
    static int modalWidth(SampleRecords records) {
        Map<Integer, Integer> counts = new TreeMap<>();
        while (records.advance()) {
            counts.merge(records.size, 1, Integer::sum);
        }
        return commonest(counts);
    }

    private static int commonest(Map<Integer, Integer> counts) {
        int best = 0;
        for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
            if (entry.getValue() >= counts.getOrDefault(best, 0)) {
                best = entry.getKey();
            }
        }
        return best;
    }

    /** Where records may begin: behind a byte order mark and the lines to skip. */
    static int dataStart(byte[] head, int skip) {
        int limit = Sample.length(head);
        boolean mark = limit >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF;
        int at = mark ? 3 : 0;
        for (int i = 0; i < skip && at < limit; i++) {
            at = Math.min(limit, Lines.end(head, at, limit, true));
        }
        return at;
    }

    static boolean hasLineThatBegins(byte[] head, int first) {
        for (int at = 0; at < Sample.length(head); at++) {
            if (head[at] == first && (at == 0 || head[at - 1] == '\n')) {
                return true;
            }
        }
        return false;
    }

    private static boolean everyLineBegins(byte[] head, int first) {
        int limit = Sample.length(head);
        for (int at = 0; at < limit; at = Lines.end(head, at, limit, true)) {
            if (head[at] != first && head[at] != '\n' && head[at] != '\r') {
                return false;
            }
        }
        return limit > 0;
    }
}
