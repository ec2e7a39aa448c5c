package io.barograph.cli;

import io.barograph.core.source.TableDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code baro summarize}: the first look at a file. */
final class SummarizeCommand implements Command {
    private static final Option BY =
            Option.of("--by", "COLUMN", "the key whose clocks are looked at (found by its name)");
    private static final Option TIME =
            Option.of("--time", "COLUMN", "the time: a TIMESTAMP, or seconds, ms, us or ns since 1970");

    @Override
    public String name() {
        return "summarize";
    }

    @Override
    public String summary() {
        return "first look: columns, rates, gaps, duplicates, disorder, rejected lines";
    }

    @Override
    public List<String> usage() {
        return List.of("baro summarize FILE [--by KEY] [--time COLUMN]");
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>(List.of(BY, TIME));
        options.addAll(CommonOptions.ofRuns());
        return options;
    }

    @Override
    public String details() {
        return """
                Of large tables quantiles and distinct counts are approximate and say so; all else is exact. Clocks are
                looked at in the order of the file: a gap is more than five times a key's median interval; a duplicate
                has the time of an earlier row of its key; a row is out of order when an earlier row of its key has a
                later time. A time more than a day off is a gap (or a clock set back) if the key's next row agrees with
                it, and a stray one if not.
                """;
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String file = arguments.operand("FILE");
        try (Runner runner = new Runner(arguments, console)) {
            TableDescription table = runner.catalog().table(file, Map.of(), null);
            Summary.show(table, arguments.value(TIME), arguments.value(BY), console, runner);
            runner.commitRejects();
        }
        return 0;
    }
}
