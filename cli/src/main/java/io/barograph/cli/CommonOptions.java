package io.barograph.cli;

/** The options that several commands share. */
final class CommonOptions {
    static final Option THREADS = Option.of("--threads", "N", "workers (one per core)");
    static final Option MEMORY = Option.of("--memory", "SIZE", "most memory to take, as in 512m or 4g");
    static final Option STRICT = Option.flag("--strict", "end at the first rejected line or undefined expression");

    private static final int MOST_THREADS = 1024;

    private CommonOptions() {}

    static int threads(Arguments arguments) {
        return (int) arguments.number(THREADS, Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS);
    }
}
