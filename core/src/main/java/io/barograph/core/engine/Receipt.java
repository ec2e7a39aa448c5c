package io.barograph.core.engine;

import io.barograph.core.source.SecretOptions;
import java.util.List;

/**
 * Where an answer came from: enough to prove it again, on any engine, years later. What touches no answer (threads,
 * memory, splits) is not in it.
 *
 * @param format version of the receipt's own layout
 * @param barograph version that computed the answer
 * @param stages version of the stage format behind {@code plan}
 * @param timeZones version of the time-zone database
 * @param query the text, as given, but for secrets among the options of tables
 * @param plan fingerprint of the stages
 * @param isLive whether rows came as time went by: the answer is then the table that is left where all lanes end there, every
 *     window in it, without an order of its rows
 * @param lanes what was read, in the order of tables and lanes
 * @param rows of the answer
 * @param checksum of the answer, see {@link AnswerChecksum}
 */
public record Receipt(
        int format,
        String barograph,
        int stages,
        String timeZones,
        String query,
        String plan,
        boolean isLive,
        List<Lane> lanes,
        long rows,
        String checksum) {
    /** The present layout. */
    public static final int FORMAT = 1;

    public Receipt {
        query = SecretOptions.hiddenIn(query);
        lanes = List.copyOf(lanes);
    }

    /**
     * A lane's part. {@code read = used + late + rejected + duplicate}.
     *
     * @param sizeBytes of the file, as stored, when the query was planned: a query that had enough rows has read less of it;
     *     {@link #UNKNOWN} where the lane is no file, or rows came as time went by
     * @param startOffset first byte read, or in a topic the first offset
     * @param endOffset byte or offset behind the last one read
     * @param tail SHA-256, in hex, of the last {@code min(4096, endOffset - startOffset)} bytes read, as stored: tells at
     *     once that a file is another one; empty where nothing was read, or the lane is no file
     * @param retired late rows among them that a batch run would have used
     */
    public record Lane(
            String table,
            String name,
            long sizeBytes,
            long startOffset,
            long endOffset,
            String tail,
            long read,
            long used,
            long late,
            long retired,
            long rejected,
            long duplicate) {
        /** The size of what has none. */
        public static final long UNKNOWN = -1;
    }
}
