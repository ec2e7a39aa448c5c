package io.barograph.local.live;

import io.barograph.core.live.Revisions;

/** How many rows a sink was given, and was told to change or to take back. For one thread. */
final class RowCounts {
    private long added;
    private long revised;
    private long removed;

    void count(Revisions changes) {
        for (int i = 0; i < changes.size(); i++) {
            boolean before = changes.hadBefore(i);
            boolean after = changes.hasAfter(i);
            added += after && !before ? 1 : 0;
            revised += after && before ? 1 : 0;
            removed += before && !after ? 1 : 0;
        }
    }

    void add(RowCounts others) {
        added += others.added;
        revised += others.revised;
        removed += others.removed;
    }

    long added() {
        return added;
    }

    long revised() {
        return revised;
    }

    long removed() {
        return removed;
    }

    void set(long addedRows, long revisedRows, long removedRows) {
        added = addedRows;
        revised = revisedRows;
        removed = removedRows;
    }
}
