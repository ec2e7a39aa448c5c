package io.barograph.cli;

import io.barograph.cli.render.Counted;
import io.barograph.core.engine.RunSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is said on standard error about a run that succeeded: what was rejected, late, and undefined. */
final class RunReport {
    private static final int SHOWN = 3;
    /** The kind of reason for decimals in a column of BIGINT. */
    private static final Pattern DECIMALS = Pattern.compile("column '(.+)': '?…'? is a DOUBLE, no BIGINT");

    private RunReport() {}

    /** Lines to print, each ended by a line feed; empty where all went well. */
    static String text(RunSummary summary, boolean rejectsAreWritten) {
        StringBuilder text = new StringBuilder();
        if (summary.rejected() > 0) {
            text.append(String.format(
                    Locale.ROOT, "%,d of %s rejected: ", summary.rejected(), Counted.of(summary.read(), "record")));
            appendMost(text, summary.rejectReasons());
            text.append(rejectsAreWritten ? "\n" : "; see them with --rejects FILE\n");
            appendWayOut(text, summary);
        }
        if (summary.late() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "%,d of %s late and left out%s; 'accept' = 'ALL' in the table's WITH takes them\n",
                    summary.late(),
                    Counted.of(summary.read(), "row"),
                    rejectsAreWritten ? "" : "; see them with --rejects FILE"));
        }
        if (!summary.undefined().isEmpty()) {
            long count = summary.undefined().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            text.append(String.format(
                    Locale.ROOT, "%,d value%s undefined and taken as NULL: ", count, count == 1 ? " was" : "s were"));
            appendMost(text, summary.undefined());
            text.append("\n");
        }
        return text.toString();
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

    /** Where a column was taken for whole numbers by the part of the data that is looked at: how to declare it. */
    private static void appendWayOut(StringBuilder text, RunSummary summary) {
        List<String> columns = summary.rejectReasons().keySet().stream()
                .map(DECIMALS::matcher)
                .filter(Matcher::matches)
                .map(matcher -> '"' + matcher.group(1).replace("\"", "\"\"") + "\" DOUBLE")
                .sorted()
                .toList();
        // A table that was declared has a name; one that was not has the file's, or the glob's.
        Optional<String> file = summary.lanes().stream()
                .filter(lane -> lane.rejected() > 0)
                .map(RunSummary.LaneSummary::table)
                .filter(name -> name.indexOf('.') >= 0 || name.indexOf('/') >= 0)
                .findFirst();
        if (columns.isEmpty() || file.isEmpty()) {
            return;
        }
        text.append("these have decimals where those looked at had none; to read them, declare: CREATE TABLE t (")
                .append(String.join(", ", columns))
                .append(") WITH ('path' = '")
                .append(file.get().replace("'", "''"))
                .append("'); and query t\n");
    }

    /** The most frequent kinds, {@code 4,876 × reason, 12 × other, and 3 other kinds}. */
    private static void appendMost(StringBuilder text, Map<String, Long> counts) {
        List<Map.Entry<String, Long>> most = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        for (int i = 0; i < Math.min(SHOWN, most.size()); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%,d × ", most.get(i).getValue()))
                    .append(most.get(i).getKey());
        }
        int others = most.size() - SHOWN;
        if (others > 0) {
            text.append(", and ").append(others).append(others == 1 ? " other kind" : " other kinds");
        }
    }
}
