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
}
