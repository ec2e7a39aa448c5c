package io.barograph.local;

import io.barograph.core.merge.MergedGroups;

/** The groups of a merge, finished as they are read, in key order. */
record GroupRows(MergedGroups groups, long memoryBytes) implements HeldRows {
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
