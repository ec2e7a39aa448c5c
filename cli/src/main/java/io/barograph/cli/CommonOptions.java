package io.barograph.cli;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.source.RejectHandler;
import io.barograph.sql.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options that every command which runs queries takes. */
final class CommonOptions {
    static final Option THREADS = Option.of("--threads", "N", "workers (one per core)");
    static final Option MEMORY = Option.of("--memory", "SIZE", "most memory to take, as in 512m or 4g (60 % of all)");
    static final Option TEMP = Option.of(
            "--temp", "DIR", "where temporary files go: what memory has no room for, copies of pipes (the system's)");
    static final Option STRICT = Option.flag("--strict", "end at the first rejected line or undefined value");
    static final Option REJECTS =
            Option.of("--rejects", "FILE", "write rejected lines and late rows: file,line,offset,reason,text");

    private CommonOptions() {}

    /** The options of running queries. */
    static List<Option> ofRuns() {
        List<Option> options = new ArrayList<>(List.of(THREADS, MEMORY, TEMP, STRICT, REJECTS));
        options.addAll(EngineChoice.OPTIONS);
        return options;
    }

    static int threads(Arguments arguments) {
        return (int) arguments.number(THREADS, Runtime.getRuntime().availableProcessors(), 1, Settings.MOST_THREADS);
    }

    private static String temp(String text) {
        Path folder = Path.of(text);
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw Arguments.invalid("the folder '" + text + "' of --temp "
                    + (Files.isDirectory(folder)
                            ? "cannot be written"
                            : Files.exists(folder) ? "is a file" : "does not exist")
                    + "; name one for temporary files");
        }
        return folder.toString();
    }

    /** The folder for temporary files. */
    static String temp(Arguments arguments) {
        return arguments.value(TEMP, RunOptions.defaults().temp(), "a folder", CommonOptions::temp);
    }

    /** How to run a query, as the command line says. */
    static RunOptions runOptions(
            Arguments arguments, RejectHandler rejects, RunOptions.Progress progress, Console console) {
        // The launcher made the heap as large as --memory says, where it could.
        long heap = Runtime.getRuntime().maxMemory();
        long memory = arguments.value(MEMORY, heap, "a size from 64m up, as in 512m or 4g", MemorySize::parse);
        return RunOptions.defaults()
                .withThreads(threads(arguments))
                .withMemoryBytes(RunOptions.memoryOf(Math.min(heap, memory)))
                .withTemp(temp(arguments))
                .withStrict(arguments.has(STRICT))
                .withRejects(rejects)
                .withProgress(progress)
                .withCancellation(console.cancellation());
    }
}
