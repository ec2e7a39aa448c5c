package io.barograph.cli;

import io.barograph.cli.render.Counted;
import io.barograph.core.engine.RunNotes;
import io.barograph.core.engine.RunSummary;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is said on standard error about a run that succeeded: what was rejected, late, and undefined. */
final class RunReport {
    private RunReport() {}

    /** Lines to print, each ended by a line feed; empty where all went well. */
    static String text(RunSummary summary, boolean rejectsAreWritten) {
        return RunNotes.of(summary, rejectsAreWritten ? "" : "see them with --rejects FILE").stream()
                .map(note -> note + "\n")
                .collect(Collectors.joining());
    }

    /** That an answer is in its file: for people, who see nothing of it otherwise. */
    static String written(String file, RunSummary summary) {
        return String.format(
                Locale.ROOT,
                "%s in %s (%.2f s)\n",
                Counted.of(summary.resultRows(), "row"),
                file,
                summary.elapsedNanos() / 1e9);
    }

    /** What was read of each lane: law 4's equation, and the time. */
    static String lanes(RunSummary summary) {
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
            text.append(String.format(
                    Locale.ROOT,
                    "nothing was read of %,d of %s\n",
                    unread,
                    Counted.of(summary.lanes().size(), "file")));
        }
        if (summary.spilledBytes() > 0) {
            text.append(String.format(
                    Locale.ROOT, "%,.1f MiB written to temporary files\n", summary.spilledBytes() / 1048576.0));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%s in %.3f s\n",
                        Counted.of(summary.resultRows(), "row"),
                        summary.elapsedNanos() / 1e9))
                .toString();
    }
}
