package io.barograph.formats.parquet;

import io.barograph.formats.store.StoredBytes;
import java.io.EOFException;
import java.io.IOException;
import org.apache.parquet.format.PageHeader;

/** The pages of one column chunk, front to back, as they stand in the file. Used by one thread, for many chunks. */
final class PageStream {
    private static final int READ_BYTES = 1 << 18;
    /** No page's description is longer; a longer one is garbage. */
    private static final int MAX_HEADER_BYTES = 1 << 24;

    private StoredBytes file;
    /** Where {@link #window} begins in the file. */
    private long base;

    private long end;
    private byte[] window = {};
    private int at;
    private int limit;
    private PageHeader header = new PageHeader();

    PageStream(StoredBytes file) {
        this.file = file;
    }

    /** Starts with another chunk, which lies within the file. */
    void begin(StoredBytes source, long start, long length) {
        file = source;
        base = start;
        end = start + length;
        at = 0;
        limit = 0;
    }

    /** Where the next byte stands in the file. */
    long position() {
        return base + at;
    }

    /** The next page's description, or null at the end; its body comes next, to be taken or skipped. */
    @org.jspecify.annotations.Nullable
    PageHeader next() throws IOException {
        if (position() >= end) {
            return null;
        }
        int wanted = READ_BYTES;
        while (true) {
            ensure((int) Math.min(wanted, end - position()), wanted > READ_BYTES);
            header = new PageHeader();
            int behind = Thrift.read(header, window, at, limit);
            if (behind >= 0) {
                at = behind;
                break;
            }
            if (base + limit >= end || wanted > MAX_HEADER_BYTES) {
                throw new Damage("the description of a page ends early");
            }
            wanted = Math.max(wanted * 2, limit - at + READ_BYTES);
        }
        if (header.getCompressed_page_size() < 0
                || header.getUncompressed_page_size() < 0
                || header.getCompressed_page_size() > end - position()) {
            throw new Damage("a page of " + header.getCompressed_page_size() + " bytes where " + (end - position())
                    + " are left");
        }
        return header;
    }

    /** Steps over so many bytes. */
    void skip(int bytes) {
        if (bytes <= limit - at) {
            at += bytes;
            return;
        }
        base += (long) at + bytes;
        at = 0;
        limit = 0;
    }

    /** Takes so many bytes; they begin at the returned position of {@link #bytes()} and stay until the next call. */
    int take(int bytes) throws IOException {
        ensure(bytes, true);
        int from = at;
        at += bytes;
        return from;
    }

    byte[] bytes() {
        return window;
    }

    /**
     * Has more bytes at hand.
     *
     * @param all whether all of them are needed, and not just some
     */
    private void ensure(int bytes, boolean all) throws IOException {
        int there = limit - at;
        if (there >= bytes || !all && there >= 1 << 10) {
            return;
        }
        int wanted = (int) Math.min(Math.max(bytes, READ_BYTES), end - position());
        byte[] target = Bytes.atLeast(window, wanted + Bytes.SLACK);
        System.arraycopy(window, at, target, 0, there);
        base += at;
        window = target;
        at = 0;
        limit = there;
        limit += file.readAll(base + limit, window, limit, wanted - limit);
        if (limit < wanted) {
            throw new EOFException("the file has become shorter while it was read");
        }
    }
}
