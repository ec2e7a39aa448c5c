package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.plan.PlanExplanation;
import io.barograph.core.plan.PlanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Texts with what they give, read from a file: lines that start with {@code "> "} are SQL, those behind them, up to an empty
 * line, the plan or the error. {@code main} writes the file anew from the texts in it; read the difference before you
 * commit it.
 */
final class PlanCases {
    record Case(String sql, String expected) {
        @Override
        public String toString() {
            return sql;
        }
    }

    private PlanCases() {}

    static List<Case> read(Path file) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String block : Files.readString(file).split("\n\n+")) {
            List<String> lines = block.lines().toList();
            String sql = lines.stream()
                    .filter(line -> line.startsWith("> "))
                    .map(line -> line.substring(2))
                    .collect(Collectors.joining("\n"));
            String expected =
                    lines.stream().filter(line -> !line.startsWith("> ")).collect(Collectors.joining("\n"));
            cases.add(new Case(sql, expected));
        }
        return cases;
    }

    /** What a text gives, as the files have it. */
    static String outcome(String sql) {
        try {
            return render(SqlPlanner.plan(sql, new FakeCatalog()));
        } catch (BarographException e) {
            return e.code() + " " + e.line() + ":" + e.column() + " " + e.getMessage();
        }
    }

    private static String render(Statement statement) {
        if (statement instanceof Statement.Select select) {
            // The version and the table's columns are the same in all cases.
            return PlanText.of(select.query())
                    .replace("plan 1\n", "")
                    .replace(PlanText.fields(FakeCatalog.COLUMNS), "(…)")
                    .strip();
        }
        if (statement instanceof Statement.Explain explain) {
            return (explain.analyze() ? "analyze\n" : "")
                    + PlanExplanation.of(explain.query()).strip();
        }
        if (statement instanceof Statement.Describe describe) {
            return "describe " + describe.table().name() + " "
                    + describe.table().schema();
        }
        if (statement instanceof Statement.DescribeQuery describe) {
            return "describe " + describe.query().root().schema();
        }
        if (statement instanceof Statement.ShowTables tables) {
            return "show " + tables.names();
        }
        if (statement instanceof Statement.Summarize summarize) {
            return "summarize " + summarize.table().name();
        }
        return "declare " + ((Statement.Declare) statement).tables();
    }

    public static void main(String[] files) throws IOException {
        for (String file : files) {
            StringBuilder text = new StringBuilder();
            for (Case each : read(Path.of(file))) {
                text.append(each.sql().lines().map(line -> "> " + line + "\n").collect(Collectors.joining()))
                        .append(outcome(each.sql()))
                        .append("\n\n");
            }
            Files.writeString(Path.of(file), text.toString().stripTrailing() + "\n");
        }
    }
}
