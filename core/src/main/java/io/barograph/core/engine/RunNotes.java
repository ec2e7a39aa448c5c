package io.barograph.core.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a run's answer does not hold, in words for people: records that were rejected or late, and values that were undefined. */
public final class RunNotes {
    private static final int SHOWN = 3;
    /** The kind of reason for decimals in a column of BIGINT. */
    private static final Pattern DECIMALS = Pattern.compile("column '(.+)': '?…'? is a DOUBLE, no BIGINT");

    private RunNotes() {}

    /**
     * A sentence for each kind, without a full stop; none where all went well.
     *
     * @param way to see what was left out, such as {@code see them with --rejects FILE}; empty where there is none to name
     */
    public static List<String> of(RunSummary summary, String way) {
        String seen = way.isEmpty() ? "" : "; " + way;
        String records = summary.read() == 1 ? "" : "s";
        List<String> notes = new ArrayList<>();
        if (summary.rejected() > 0) {
            notes.add(String.format(
                            Locale.ROOT, "%,d of %,d record%s rejected: ", summary.rejected(), summary.read(), records)
                    + most(summary.rejectReasons())
                    + seen);
            addDeclaration(summary, notes);
        }
        if (summary.late() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d row%s late and left out%s; 'accept' = 'ALL' in the table's WITH takes them",
                    summary.late(),
                    summary.read(),
                    records,
                    seen));
        }
        if (!summary.undefined().isEmpty()) {
            long count = summary.undefinedValues();
            notes.add(String.format(
                            Locale.ROOT,
                            "%,d value%s undefined and taken as NULL: ",
                            count,
                            count == 1 ? " was" : "s were")
                    + most(summary.undefined()));
        }
        return notes;
    }

    /** Where a column was taken for whole numbers by the part of the data that is looked at: how to declare it. */
    private static void addDeclaration(RunSummary summary, List<String> notes) {
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
        if (!columns.isEmpty() && file.isPresent()) {
            notes.add("these have decimals where those looked at had none; to read them, declare: CREATE TABLE t ("
                    + String.join(", ", columns) + ") WITH ('path' = '"
                    + file.get().replace("'", "''")
                    + "'); and query t");
        }
    }

    /** The most frequent kinds, {@code 4,876 × reason, 12 × other, and 3 other kinds}. */
    private static String most(Map<String, Long> counts) {
        List<Map.Entry<String, Long>> most = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(SHOWN, most.size()); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%,d × ", most.get(i).getValue()))
                    .append(most.get(i).getKey());
        }
        int others = most.size() - SHOWN;
        if (others > 0) {
            text.append(", and ").append(others).append(others == 1 ? " other kind" : " other kinds");
        }
        return text.toString();
    }
}
