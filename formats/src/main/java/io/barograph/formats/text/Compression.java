package io.barograph.formats.text;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.barograph.formats.store.StoredBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** How files of text may be compressed, which their names say by one more ending: {@code x.csv.gz}. */
public enum Compression {
    GZIP(".gz", "\u001F\u008B") {
        @Override
        CompressedText open(StoredBytes file) {
            return new GzipMembers(file);
        }

        @Override
        public OutputStream compress(OutputStream out) throws IOException {
            return new GZIPOutputStream(out, BUFFER_BYTES);
        }
    },
    ZSTD(".zst", "(\u00B5/\u00FD") {
        /** Or with a frame that is to be skipped, as those of pzstd are. */
        @Override
        boolean begins(String head) {
            return super.begins(head)
                    || head.length() > SKIPPED.length() && head.charAt(0) >>> 4 == 5 && head.startsWith(SKIPPED, 1);
        }

        @Override
        CompressedText open(StoredBytes file) throws IOException {
            return NativeCode.load("zstd", () -> new ZstdFrames(file));
        }

        @Override
        public OutputStream compress(OutputStream out) throws IOException {
            return NativeCode.load("zstd", () -> new ZstdOutputStreamNoFinalizer(out).setChecksum(true));
        }
    };

    /** What frames that are to be skipped have behind their first byte, which is 50 to 5F. */
    private static final String SKIPPED = "\u002A\u004D\u0018";

    private static final int BUFFER_BYTES = 1 << 16;

    private final String ending;
    /** What a compressed file begins with, a character a byte. */
    private final String magic;

    Compression(String ending, String magic) {
        this.ending = ending;
        this.magic = magic;
    }

    /** What the first bytes of a file say, each of them a character; null where they say nothing. */
    public static @Nullable Compression ofHead(String head) {
        for (Compression one : values()) {
            if (one.begins(head)) {
                return one;
            }
        }
        return null;
    }

    /** What a file's name says, whatever its case; null where it says nothing. */
    public static @Nullable Compression ofName(String path) {
        for (Compression one : values()) {
            int at = path.length() - one.ending.length();
            if (path.regionMatches(true, at, one.ending, 0, one.ending.length())) {
                return one;
            }
        }
        return null;
    }

    /** A name without the ending that says how the file is compressed. */
    public static String nameOfText(String path) {
        Compression one = ofName(path);
        return one == null ? path : path.substring(0, path.length() - one.ending.length());
    }

    /** With the dot. */
    public String ending() {
        return ending;
    }

    /** As people write it: {@code zstd}. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether bytes, each of them a character, begin a file of this kind. */
    boolean begins(String head) {
        return head.startsWith(magic);
    }

    /** The text of a file, which is closed with it. */
    abstract CompressedText open(StoredBytes file) throws IOException;

    /** The text of a stream, which is closed with it. */
    public InputStream uncompress(InputStream packed) throws IOException {
        return new UncompressedStream(open(new StreamedBytes(packed)));
    }

    /** A stream that compresses to another, which it closes. */
    public abstract OutputStream compress(OutputStream out) throws IOException;
}
