package io.barograph.local;

import io.barograph.core.merge.SessionGroups;

/** Sessions, merged and finished as they are read, in the order of their keys, then of time. */
record SessionRows(SessionGroups sessions, long memoryBytes) implements HeldRows {
    @Override
    public long size() {
        return sessions.sessions();
    }

    @Override
    public RangeReader newRangeReader() {
        SessionGroups.Reader reader = sessions.reader();
        return (from, count) -> reader.read((int) from, count);
    }
}
