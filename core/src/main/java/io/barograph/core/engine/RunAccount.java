package io.barograph.core.engine;

import java.util.Locale;

/** What a run did, in numbers for people, as {@code EXPLAIN ANALYZE} shows it. */
public final class RunAccount {
    private RunAccount() {}

    /** What was read of each lane, law 4's equation; what went to temporary files; rows and time. Lines, each ended by a line feed. */
    public static String of(RunSummary summary) {
        StringBuilder text = new StringBuilder();
        int unread = 0;
        for (RunSummary.LaneSummary lane : summary.lanes()) {
            if (lane.endOffset() == 0) {
                unread++;
                continue;
            }
            text.append(String.format(
                    Locale.ROOT,
                    "%s: bytes %,d to %,d, read %,d = used %,d + late %,d + rejected %,d + duplicate %,d\n",
                    lane.lane(),
                    lane.startOffset(),
                    lane.endOffset(),
                    lane.read(),
                    lane.used(),
                    lane.late(),
                    lane.rejected(),
                    lane.duplicate()));
        }
        if (unread > 0) {
            int files = summary.lanes().size();
            text.append(String.format(
                    Locale.ROOT, "nothing was read of %,d of %,d file%s\n", unread, files, files == 1 ? "" : "s"));
        }
        if (summary.spilledBytes() > 0) {
            text.append(String.format(
                    Locale.ROOT, "%,.1f MiB written to temporary files\n", summary.spilledBytes() / 1048576.0));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%,d row%s in %.3f s\n",
                        summary.resultRows(),
                        summary.resultRows() == 1 ? "" : "s",
                        summary.elapsedNanos() / 1e9))
                .toString();
    }
}
