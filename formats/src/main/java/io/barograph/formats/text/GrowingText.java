package io.barograph.formats.text;

import io.barograph.core.source.Lane;
import java.io.IOException;

/** A table of text that can be read while it is appended to: it knows which records are complete. */
public interface GrowingText {
    /**
     * The offset of a lane's first record, behind a header and the like; -1 where these are not complete yet.
     *
     * @param lane its size is how much of the file counts
     */
    long recordsStart(Lane lane) throws IOException;

    /**
     * The position behind the last complete record among the first lines; 0 where none is complete.
     *
     * @param bytes the first of them begins a record; one more than {@code limit} must be there
     * @param limit end of what is known
     * @param mostLines lines at most, but a record's lines are not parted
     */
    int completeRecords(byte[] bytes, int limit, int mostLines);

    /** As {@link #completeRecords}, of records that are a line each. */
    static int completeLines(byte[] bytes, int limit, int mostLines) {
        int end = 0;
        int lines = 0;
        for (int at = 0; at < limit && lines < mostLines; at++) {
            if (bytes[at] == '\n') {
                end = at + 1;
                lines++;
            }
        }
        return end;
    }
}
