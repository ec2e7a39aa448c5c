package io.barograph.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a shell shows answers, and where. */
final class ShellSettings {
    private @Nullable String mode;
    private @Nullable String maxRows;
    private @Nullable String output;
    private @Nullable String once;
    private boolean timer;

    boolean timer() {
        return timer;
    }

    void setTimer(boolean on) {
        timer = on;
    }

    /** @param form of answers, but for files whose ending says one, as {@code --format} takes it; refused where it does not */
    void setMode(@Nullable String form) {
        if (form != null) {
            AnswerFormat.checkForm(form, ".mode");
            if (output == null) {
                AnswerFormat.checkShown(form);
            }
        }
        @Nullable String before = mode;
        mode = form;
        try {
            AnswerFormat.check(parsed(shown()));
        } catch (RuntimeException e) {
            mode = before;
            throw e;
        }
    }

    @Nullable
    String mode() {
        return mode;
    }

    /** @param rows as {@code --max-rows} takes it; refused where it does not */
    void setMaxRows(@Nullable String rows) {
        @Nullable String before = maxRows;
        maxRows = rows;
        try {
            AnswerFormat.check(parsed(shown()));
        } catch (RuntimeException e) {
            maxRows = before;
            throw e;
        }
    }

    /** @param file for the next answers; null for the screen; refused where no file can be made */
    void setOutput(@Nullable String file) {
        if (file != null) {
            AnswerFormat.checkFile(file);
        }
        output = file;
    }

    /** @param file for the next answer alone; refused as that of {@link #setOutput} */
    void setOnce(String file) {
        AnswerFormat.checkFile(file);
        once = file;
    }

    /** Where the next answer goes; null for the screen. */
    @Nullable
    String output() {
        return once == null ? output : once;
    }

    /** Whether {@link #output} is that of the next answer alone. */
    boolean isOnce() {
        return once != null;
    }

    /** An answer was given, or failed: what was for it alone is over. */
    void answered() {
        once = null;
    }

    /** The settings as the options of a query. A mode is for the screen, and for a file whose ending says no form. */
    Arguments arguments() {
        @Nullable String file = output();
        List<String> line = file != null && AnswerFormat.isToldBy(file) ? new ArrayList<>() : shown();
        add(line, "--output", file);
        return parsed(line);
    }

    private List<String> shown() {
        List<String> line = new ArrayList<>();
        add(line, "--format", mode);
        add(line, "--max-rows", maxRows);
        return line;
    }

    private static Arguments parsed(List<String> line) {
        return Arguments.parse(line, AnswerFormat.options());
    }

    private static void add(List<String> line, String option, @Nullable String value) {
        if (value != null) {
            line.add(option);
            line.add(value);
        }
    }
}
