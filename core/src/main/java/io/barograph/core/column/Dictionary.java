package io.barograph.core.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The distinct texts of a VARCHAR column, numbered from 0 in the order of their arrival, as UTF-8 bytes.
 *
 * <p>Append-only: a code, once given, keeps its meaning. Not thread-safe; a dictionary belongs to one reader or table
 * and its batches are consumed by the same thread, or after it has stopped growing.
 */
public final class Dictionary {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private byte[] bytes = new byte[256];
    /** Entry i is bytes[ends[i] .. ends[i + 1]); ends[0] is 0. */
    private int[] ends = new int[17];

    private long[] hashes = new long[16];
    /** Open addressing: code + 1, or 0 where free. */
    private int[] slots = new int[32];

    private int size;

    /** The number of entries; codes are below it. */
    public int size() {
        return size;
    }

    /**
     * The bytes that the entries take, for memory accounting; with what the next growth takes beside them, once that is near: whoever
     * compares this with a limit now and then has to hear of it before.
     */
    public long memoryBytes() {
        return bytes.length + 4L * ends.length + 8L * hashes.length + 4L * slots.length + growthBytes();
    }

    /** The arrays that those more than three quarters full are about to be replaced by. */
    private long growthBytes() {
        long growth = 0;
        if (ends[size] > bytes.length / 4 * 3) {
            growth += moreBytes();
        }
        if (size > ends.length / 4 * 3) {
            growth += 2 * (4L * ends.length + 8L * hashes.length);
        }
        if (size > slots.length / 8 * 3) {
            growth += 2 * 4L * slots.length;
        }
        return growth;
    }

    /** By half: the old array is there as long as the new one is filled. */
    private int moreBytes() {
        return (int) Math.min(Integer.MAX_VALUE - 8, (long) bytes.length + (bytes.length >> 1));
    }

    /** The code of this text, added if it is new. */
    public int intern(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return intern(utf8, 0, utf8.length);
    }

    /** The code of this UTF-8 text, added if it is new. The source is not kept. */
    public int intern(byte[] source, int offset, int length) {
        return intern(source, offset, length, hash(source, offset, length));
    }

    /** As {@link #intern(byte[], int, int)}, for a caller that computed {@link #hash} already. */
    public int intern(byte[] source, int offset, int length, long hash) {
        int mask = slots.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (true) {
            int code = slots[slot] - 1;
            if (code < 0) {
                return add(source, offset, length, hash, slot);
            }
            if (hashes[code] == hash && equalsAt(code, source, offset, length)) {
                return code;
            }
            slot = slot + 1 & mask;
        }
    }

    /** The code of this UTF-8 text, or -1 where it is absent. */
    public int find(byte[] source, int offset, int length) {
        long hash = hash(source, offset, length);
        int mask = slots.length - 1;
        for (int slot = (int) (hash >>> 32) & mask; slots[slot] != 0; slot = slot + 1 & mask) {
            int code = slots[slot] - 1;
            if (hashes[code] == hash && equalsAt(code, source, offset, length)) {
                return code;
            }
        }
        return -1;
    }

    /** The text of an entry. Allocates. */
    public String string(int code) {
        return new String(bytes, ends[code], length(code), StandardCharsets.UTF_8);
    }

    /** The array that holds the entries' bytes; entry {@code code} begins at {@link #offset}. A view, replaced as the dictionary grows. */
    public byte[] bytes() {
        return bytes;
    }

    public int offset(int code) {
        return ends[code];
    }

    public int length(int code) {
        return ends[code + 1] - ends[code];
    }

    /** The hash of an entry, as {@link #hash(byte[], int, int)} gives it. */
    public long hash(int code) {
        return hashes[code];
    }

    /** Orders two entries, perhaps of different dictionaries, by their unsigned UTF-8 bytes. */
    public static int compare(Dictionary left, int leftCode, Dictionary right, int rightCode) {
        if (left == right && leftCode == rightCode) {
            return 0;
        }
        return Arrays.compareUnsigned(
                left.bytes,
                left.ends[leftCode],
                left.ends[leftCode + 1],
                right.bytes,
                right.ends[rightCode],
                right.ends[rightCode + 1]);
    }

    /** A 64-bit hash of bytes, the same on every machine. Not for adversaries' sake: tables probe with stored full hashes. */
    public static long hash(byte[] source, int offset, int length) {
        long hash = length * MULTIPLIER;
        int end = offset + length;
        int at = offset;
        for (; at + 8 <= end; at += 8) {
            hash = mix(hash ^ (long) LONG.get(source, at));
        }
        if (at < end) {
            long tail;
            if (at + 8 <= source.length) {
                tail = (long) LONG.get(source, at) & -1L >>> 64 - 8 * (end - at);
            } else {
                tail = 0;
                for (int i = end - 1; i >= at; i--) {
                    tail = tail << 8 | source[i] & 0xFF;
                }
            }
            hash = mix(hash ^ tail);
        }
        return hash;
    }

    /** One step of {@link #hash}: multiply, then fold the high half down. */
    public static long mix(long value) {
        long product = value * MULTIPLIER;
        return product ^ product >>> 32;
    }

    private boolean equalsAt(int code, byte[] source, int offset, int length) {
        return Arrays.equals(bytes, ends[code], ends[code + 1], source, offset, offset + length);
    }

    private int add(byte[] source, int offset, int length, long hash, int slot) {
        int code = size;
        if (code + 2 > ends.length) {
            ends = Arrays.copyOf(ends, ends.length * 2);
            hashes = Arrays.copyOf(hashes, ends.length);
        }
        int start = ends[code];
        int end = Math.addExact(start, length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, moreBytes()));
        }
        System.arraycopy(source, offset, bytes, start, length);
        ends[code + 1] = end;
        hashes[code] = hash;
        slots[slot] = code + 1;
        size = code + 1;
        if (size * 2 > slots.length) {
            rehash();
        }
        return code;
    }

    private void rehash() {
        int[] wider = new int[slots.length * 2];
        int mask = wider.length - 1;
        for (int code = 0; code < size; code++) {
            int slot = (int) (hashes[code] >>> 32) & mask;
            while (wider[slot] != 0) {
                slot = slot + 1 & mask;
            }
            wider[slot] = code + 1;
        }
        slots = wider;
    }
}
