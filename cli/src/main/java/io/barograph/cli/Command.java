package io.barograph.cli;

import java.util.List;

/** One thing that {@code baro} does. To add one, add it to {@link Baro#COMMANDS}. */
interface Command {
    /** As typed: {@code baro NAME …}. */
    String name();

    /** One line for the overview. */
    String summary();

    /** What stands behind the name, one line per form. */
    List<String> usage();

    /** The options it takes. */
    List<Option> options();

    /** More help: examples and explanations, in lines of at most 100 characters. */
    default String details() {
        return "";
    }

    /** How long the process waits for {@link #run} to end in good order when a signal ends it. */
    default int secondsToEnd() {
        return 3;
    }

    /** Runs to the end, or throws a {@code BarographException}. Returns the exit status. */
    int run(Arguments arguments, Console console) throws Exception;
}
