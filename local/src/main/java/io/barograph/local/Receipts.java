package io.barograph.local;

import io.barograph.core.engine.AnswerChecksum;
import io.barograph.core.engine.Receipt;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.zone.Zones;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Makes receipts of runs, and tells which files are no longer those of a receipt. */
public final class Receipts {
    private static final int TAIL_BYTES = 4096;
    /** The connector that goes without saying. */
    private static final String FILES = "filesystem";

    private Receipts() {}

    /**
     * The receipt of a run.
     *
     * @param version of Barograph
     * @param text the query, as given
     * @param query that was run
     * @param checksum of its answer
     * @throws BarographException {@code IO_ERROR} where a file that was just read can no longer be
     */
    public static Receipt of(String version, String text, Query query, RunSummary summary, AnswerChecksum checksum) {
        List<Receipt.Lane> lanes = new ArrayList<>();
        for (RunSummary.LaneSummary lane : summary.lanes()) {
            lanes.add(new Receipt.Lane(
                    lane.table(),
                    lane.lane(),
                    isFile(query, lane.table(), lane.lane()) ? lane.sizeBytes() : Receipt.Lane.UNKNOWN,
                    lane.startOffset(),
                    lane.endOffset(),
                    tail(query, lane.table(), lane.lane(), lane.startOffset(), lane.endOffset()),
                    lane.read(),
                    lane.used(),
                    lane.late(),
                    0,
                    lane.rejected(),
                    lane.duplicate()));
        }
        return new Receipt(
                Receipt.FORMAT,
                version,
                StagePlan.VERSION,
                Zones.version(),
                text,
                StagePlan.of(query).fingerprint(),
                false,
                lanes,
                summary.resultRows(),
                checksum.value());
    }

    /**
     * What tells that a lane's bytes are those that were read, see {@link Receipt.Lane#tail}.
     *
     * @param query that reads the table
     * @throws BarographException {@code IO_ERROR} where a file that was just read can no longer be
     */
    public static String tail(Query query, String table, String lane, long start, long end) {
        return isFile(query, table, lane) ? tail(lane, start, end) : "";
    }

    private static boolean isFile(Query query, String table, String lane) {
        boolean isOfFiles =
                isOfFiles(query.root(), table) || query.scalars().stream().anyMatch(plan -> isOfFiles(plan, table));
        // A directory is the name of a lane that its files are together.
        return isOfFiles && Files.isRegularFile(Path.of(lane));
    }

    private static boolean isOfFiles(Plan plan, String table) {
        return plan instanceof Plan.Scan scan
                        && (scan.table().name().equals(table)
                                || scan.table().source().name().equals(table))
                        && scan.table()
                                .options()
                                .getOrDefault("connector", FILES)
                                .equalsIgnoreCase(FILES)
                || plan.inputs().stream().anyMatch(input -> isOfFiles(input, table));
    }

    /**
     * What has changed about the files since the receipt was given, one sentence per file; empty where nothing has that can
     * be told without reading them whole. What is no file is not looked at, nor a file of which nothing was read, such as one
     * in a folder that WHERE left out; what a live run has read may have grown since.
     */
    public static List<String> changes(Receipt receipt) {
        List<String> changes = new ArrayList<>();
        for (Receipt.Lane lane : receipt.lanes()) {
            if (lane.startOffset() == lane.endOffset()) {
                continue;
            }
            if (lane.tail().isEmpty() && !Files.isRegularFile(Path.of(lane.name()))) {
                continue;
            }
            try (FileChannel file = FileChannel.open(Path.of(lane.name()))) {
                if (file.size() < lane.endOffset()) {
                    changes.add("'" + lane.name() + "' has only " + file.size() + " of the " + lane.endOffset()
                            + " bytes that were read");
                } else if (!tail(file, lane.startOffset(), lane.endOffset()).equals(lane.tail())) {
                    changes.add("'" + lane.name() + "' holds other bytes before byte " + lane.endOffset());
                } else if (!receipt.isLive() && file.size() != size(lane)) {
                    changes.add("'" + lane.name() + "' had " + size(lane) + " bytes and has " + file.size());
                }
            } catch (NoSuchFileException gone) {
                changes.add("'" + lane.name() + "' is gone");
            } catch (IOException failed) {
                changes.add("'" + lane.name() + "' cannot be read: " + failed.getMessage());
            }
        }
        return changes;
    }

    /** Of a receipt that knows no sizes the files were read to their ends. */
    private static long size(Receipt.Lane lane) {
        return lane.sizeBytes() == Receipt.Lane.UNKNOWN ? lane.endOffset() : lane.sizeBytes();
    }

    private static String tail(String name, long start, long end) {
        try (FileChannel file = FileChannel.open(Path.of(name))) {
            return tail(file, start, end);
        } catch (IOException failed) {
            throw new BarographException(
                    ErrorCode.IO_ERROR,
                    "cannot read '" + name + "' again for the receipt: " + failed.getMessage(),
                    failed);
        }
    }

    private static String tail(FileChannel file, long start, long end) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(TAIL_BYTES, end - start));
        if (bytes.capacity() == 0) {
            return "";
        }
        long at = end - bytes.capacity();
        while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) >= 0) {
            // Reads on until the buffer is full or the file ends.
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.flip());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
