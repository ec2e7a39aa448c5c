package io.barograph.formats.text;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.StoredBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Refuses files that hold something else than the text their name promises, before they are taken for rows. */
public final class FileContent {
    private static final int HEAD_BYTES = 8192;
    private static final int LEAST_BYTES = 32;
    /** Of text, control characters other than line ends and tabs are no more than one in so many. */
    private static final int TEXT_PER_CONTROL = 20;

    /** The mark before each message of Arrow, which a stream begins with. */
    private static final String ARROW_STREAM = "\u00FF\u00FF\u00FF\u00FF";

    /** What a file begins with, what that is, and the way out. */
    private record Kind(String magic, String what, String way) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("PK\u0003\u0004", "a zip archive or an Excel workbook", "unzip it, or save the sheet as CSV"),
            new Kind("\u00D0\u00CF\u0011\u00E0", "an old Excel workbook", "save the sheet as CSV"),
            new Kind("PAR1", "a Parquet file", "name it so: end its name with .parquet"),
            new Kind("ARROW1", "an Arrow file", "name it so: its name should end in .arrow"),
            new Kind("\u0089HDF", "an HDF5 file", "write its tables as CSV"),
            new Kind("SQLite format 3", "an SQLite database", "write its tables as CSV: sqlite3 -csv -header"),
            new Kind("BZh", "compressed with bzip2", "uncompress it: bunzip2"),
            new Kind("\u00FD7zXZ", "compressed with xz", "uncompress it: unxz"));

    /** Behind the mark of UTF-8, if there is one. */
    private static final Pattern NAMED_OBJECT =
            Pattern.compile("(?:\u00EF\u00BB\u00BF)?\\s*(?:\\[\\s*)?\\{\\s*\"[^\"\\n]*\"\\s*:");

    private FileContent() {}

    /**
     * The name of the format that a file without a telling name has: {@code parquet}, {@code arrow}, {@code json}, or {@code csv} where
     * nothing tells of another.
     *
     * @param head its first bytes, each of them a character
     */
    public static String formatOf(String head) {
        if (head.startsWith("PAR1")) {
            return "parquet";
        }
        if (head.startsWith("ARROW1") || head.startsWith(ARROW_STREAM)) {
            return "arrow";
        }
        return head.stripLeading().startsWith("{") || NAMED_OBJECT.matcher(head).lookingAt() ? "json" : "csv";
    }

    /**
     * Looks at a file's first bytes.
     *
     * @throws BarographException where it is compressed and not named so, of a known other kind, or no text
     */
    public static void check(String path) throws IOException {
        String head;
        try (StoredBytes file = FileStores.open(path)) {
            byte[] bytes = new byte[HEAD_BYTES];
            head = new String(bytes, 0, file.readAll(0, bytes, 0, HEAD_BYTES), StandardCharsets.ISO_8859_1);
        }
        Compression named = Compression.ofName(path);
        if (named != null) {
            if (!named.begins(head) && !head.isEmpty()) {
                throw refused(
                        path,
                        "not compressed with " + named.title() + ", although its name ends in " + named.ending(),
                        "rename it");
            }
            requireText(path, unpacked(named, path), "uncompress it first, then ");
            return;
        }
        for (Compression one : Compression.values()) {
            if (one.begins(head) && controls(head) > 0) {
                throw refused(path, "compressed with " + one.title(), "name it so: '" + path + one.ending() + "'");
            }
        }
        requireText(path, head, "");
    }

    /** What the first bytes of a compressed file hold, as far as they go; damage is told where the file is read. */
    private static String unpacked(Compression compression, String path) throws IOException {
        byte[] text = new byte[HEAD_BYTES];
        int size = 0;
        try (CompressedText unpacked = compression.open(FileStores.open(path))) {
            while (size < text.length && unpacked.read(text, size, 1) > 0) {
                size++;
            }
        } catch (IOException cut) {
            // What came before the cut is as much as there is to look at.
        }
        return new String(text, 0, size, StandardCharsets.ISO_8859_1);
    }

    /** @param before the way out begins with it */
    private static void requireText(String path, String head, String before) {
        for (Kind kind : KINDS) {
            // Some of these could also begin a text: only with bytes that no text has are they taken for what they say.
            if (head.startsWith(kind.magic) && controls(head) > 0) {
                throw refused(path, kind.what, before + kind.way);
            }
        }
        if (head.length() >= LEAST_BYTES && controls(head) > head.length() / TEXT_PER_CONTROL) {
            throw refused(path, "no text: its bytes are those of a program's own format", before + "write it as CSV");
        }
    }

    /**
     * Refuses JSON where CSV is expected: its lines would have as many fields as they have commas.
     *
     * @throws BarographException where a file begins with an object that has a name, or with an array of such objects
     */
    public static void refuseJson(List<Sample> samples) {
        for (Sample sample : samples) {
            if (NAMED_OBJECT.matcher(text(sample)).lookingAt()) {
                throw refused(sample.path(), "JSON", "name it so: its name should end in .jsonl or .json");
            }
        }
    }

    /**
     * Refuses what is no JSON where JSON is expected. Single lines may be damaged; here none is whole.
     *
     * @throws BarographException where there is text, and no line of any file begins as an object or an array
     */
    public static void requireJson(List<Sample> samples) {
        String path = null;
        for (Sample sample : samples) {
            String text = text(sample);
            if (text.lines()
                    .anyMatch(line -> line.stripLeading().startsWith("{")
                            || line.stripLeading().startsWith("["))) {
                return;
            }
            path = path == null && !text.isBlank() ? sample.path() : path;
        }
        if (path != null) {
            throw refused(
                    path,
                    "no JSON: none of its lines begins an object",
                    "name it as what it is: .csv, where it has commas");
        }
    }

    private static String text(Sample sample) {
        return new String(sample.head(), 0, Sample.length(sample.head()), StandardCharsets.ISO_8859_1);
    }

    /** Control characters; NULs are no sign of another format, since torn logs are full of them. */
    private static int controls(String head) {
        return (int) head.chars()
                .filter(c -> c < ' ' && c != 0 && c != '\t' && c != '\n' && c != '\r' && c != '\f')
                .count();
    }

    private static BarographException refused(String path, String what, String way) {
        return new BarographException(ErrorCode.NOT_SUPPORTED, "'" + path + "' is " + what + "; " + way);
    }
}
