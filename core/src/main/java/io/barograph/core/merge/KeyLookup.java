package io.barograph.core.merge;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Dictionary;
import java.util.Arrays;

/** Looks keys of one table up in another without changing either. For one thread; the tables must not change meanwhile. */
final class KeyLookup {
    private static final int NOWHERE = -1;

    private final KeyEncoder theirEncoder;
    private final GroupIndex theirs;
    private final GroupIndex ours;
    private final boolean masked;
    /** Per VARCHAR column: our code of each of their texts, or -1. */
    private final int[][] codes;

    private final long[][] words;
    private final int[] hashes = new int[Batch.CAPACITY];
    private final int[] found = new int[Batch.CAPACITY];

    KeyLookup(MergeTable from, MergeTable in) {
        theirEncoder = from.encoder();
        theirs = from.index();
        ours = in.index();
        masked = in.encoder().isNullable();
        int columns = theirEncoder.columns();
        codes = new int[columns][];
        for (int column = 0; column < columns; column++) {
            boolean text = theirEncoder.codec(column).isCoded();
            codes[column] = text
                    ? translated(
                            theirEncoder.codec(column).dictionary(),
                            in.encoder().codec(column).dictionary())
                    : new int[0];
        }
        words = new long[ours.width()][Batch.CAPACITY];
    }

    private static int[] translated(Dictionary from, Dictionary to) {
        int[] codes = new int[from.size()];
        for (int code = 0; code < codes.length; code++) {
            codes[code] = to.find(from.bytes(), from.offset(code), from.length(code));
        }
        return codes;
    }

    /** Our numbers of their groups, or something negative where we have none; valid until the next call. */
    int[] find(int[] groups, int count) {
        int columns = codes.length;
        for (int word = columns; word < words.length; word++) {
            Arrays.fill(words[word], 0, count, 0);
        }
        for (int column = 0; column < columns; column++) {
            theirs.copyWord(column, groups, count, words[column]);
            if (theirEncoder.codec(column).isCoded()) {
                translate(column, groups, count);
            }
        }
        for (int i = 0; i < count; i++) {
            hashes[i] = theirs.hash(groups[i]);
        }
        if (masked) {
            setMasks(groups, count);
        }
        ours.lookUp(words, hashes, count, found);
        if (!masked && theirEncoder.isNullable()) {
            dropNulls(groups, count);
        }
        return found;
    }

    private void translate(int column, int[] groups, int count) {
        long[] theirCodes = words[column];
        for (int i = 0; i < count; i++) {
            if (!isNull(groups[i], column)) {
                theirCodes[i] = codes[column][(int) theirCodes[i]];
            }
        }
    }

    private void setMasks(int[] groups, int count) {
        for (int column = 0; column < codes.length; column++) {
            for (int i = 0; i < count; i++) {
                if (isNull(groups[i], column)) {
                    words[codes.length + (column >> 6)][i] |= 1L << column;
                }
            }
        }
    }

    /** Keys with a NULL, where none of ours has one. */
    private void dropNulls(int[] groups, int count) {
        for (int column = 0; column < codes.length; column++) {
            for (int i = 0; i < count; i++) {
                if (isNull(groups[i], column)) {
                    found[i] = NOWHERE;
                }
            }
        }
    }

    private boolean isNull(int group, int column) {
        return theirEncoder.isNullKey(theirs, group, column);
    }
}
