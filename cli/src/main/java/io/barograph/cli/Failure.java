package io.barograph.cli;

import io.barograph.cli.render.TextWidth;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says on standard error what went wrong, and gives the exit status for it. */
final class Failure {
    /** What shells give for a command that was ended by Ctrl-C. */
    static final int CANCELLED_STATUS = 130;

    private static final String RED = "\u001b[1;31m";
    private static final String PLAIN = "\u001b[0m";

    private Failure() {}

    /** Reports a failure that has no place in a query's text. */
    static int report(BarographException failure, Console console) {
        return report(failure, null, console);
    }

    /** As {@link #report(BarographException, String, Console)}; a place is led by the file's name: {@code a.sql:3:14}. */
    static int report(BarographException failure, @Nullable String file, String text, Console console) {
        if (file == null || failure.line() == 0) {
            return report(failure, text, console);
        }
        String place = file + ":" + failure.line() + ":" + failure.column() + ": ";
        BarographException named =
                BarographException.at(failure.code(), failure.line(), failure.column(), place + failure.getMessage());
        return report(named, text, console);
    }

    /**
     * Reports a failure; where it has a place in the query, with that line and a caret under the column.
     *
     * @param query the text that line and column count in, or null
     */
    static int report(BarographException failure, @Nullable String query, Console console) {
        if (failure.code() == ErrorCode.CANCELLED || console.cancellation().isRequested()) {
            console.err().println("cancelled");
            return CANCELLED_STATUS;
        }
        if (failure.code() == ErrorCode.INTERNAL) {
            return reportDefect(failure, query == null ? "query: not known" : DefectReport.ofQuery(query), console);
        }
        StringBuilder text = new StringBuilder();
        text.append(console.errorColours() ? RED + "error:" + PLAIN : "error:")
                .append(' ')
                .append(failure.getMessage())
                .append('\n');
        if (query != null && failure.line() > 0) {
            text.append(place(query, failure.line(), failure.column()));
        }
        console.err().print(text);
        console.err().flush();
        return failure.code().category().exitStatus();
    }

    /** The query's line and a caret under the column: {@code LINE 2: WHERE temprature > 20}. */
    static String place(String query, int line, int column) {
        List<String> lines = query.lines().toList();
        if (line > lines.size()) {
            return "";
        }
        String prefix = "line " + line + ": ";
        String shown = lines.get(line - 1);
        int before = Math.min(Math.max(column - 1, 0), shown.length());
        StringBuilder caret = new StringBuilder(" ".repeat(prefix.length()));
        // A tab before the caret stays a tab, so that both lines are indented alike; a wide character takes two cells.
        for (int i = 0; i < before; i++) {
            caret.append(shown.charAt(i) == '\t' ? "\t" : " ".repeat(TextWidth.of(shown.substring(i, i + 1))));
        }
        return prefix + shown + "\n" + caret + "^\n";
    }

    static BarographException outOfMemory(OutOfMemoryError error) {
        return new BarographException(
                ErrorCode.OUT_OF_MEMORY,
                "the run needs more memory than the " + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MiB it may take; give it more with --memory, or group by fewer keys",
                error);
    }

    /**
     * Reports a defect of ours: one line on the screen, everything else in a file that can be sent to us.
     *
     * @param asked as {@link DefectReport#write} has it
     */
    static int reportDefect(Throwable defect, String asked, Console console) {
        if (console.cancellation().isRequested()) {
            console.err().println("cancelled");
            return CANCELLED_STATUS;
        }
        String where;
        try {
            where = "; please send us " + DefectReport.write(defect, asked)
                    + ": it holds the versions, the query and the place in the code, and nothing of your data";
        } catch (IOException e) {
            where = " (and no report could be written: " + e.getMessage() + ")";
        }
        boolean wrapped = defect instanceof BarographException;
        Throwable first = wrapped && defect.getCause() != null ? defect.getCause() : defect;
        String what = first instanceof BarographException ? first.getMessage() : first.toString();
        console.err().println("error: a defect in baro ended this run, sorry (" + what + ")" + where);
        return ErrorCode.INTERNAL.category().exitStatus();
    }
}
