package io.barograph.local;

import io.barograph.core.merge.MergedGroups;

/** The groups of a merge, finished as they are read, in key order. */
record GroupRows(MergedGroups groups, long memoryBytes) implements HeldRows {
    /** States of one piece: where they are large, as all values of a group are, few groups are work for several workers. */
    private static final long PIECE_BYTES = 8L << 20;

    @Override
    public int rowsPerPiece() {
        long bytesPerGroup = memoryBytes / Math.max(1, size()) + 1;
        return (int) Math.max(1, Math.min(PIECE_ROWS, PIECE_BYTES / bytesPerGroup));
    }

    @Override
    public long size() {
        return groups.groups();
    }

    @Override
    public RangeReader newRangeReader() {
        MergedGroups.Reader reader = groups.reader();
        return (from, count) -> reader.read((int) from, count);
    }
}
