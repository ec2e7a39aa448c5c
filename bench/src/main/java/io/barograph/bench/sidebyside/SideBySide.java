package io.barograph.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Runs each job with the {@code baro} command (whole process, start included) and with DuckDB in turn, checks that the
 * answers agree, and prints every run, the medians and their ratio, in wall and in processor time. With {@code --process
 * session} each engine is one process that is asked again and again, as from a shell, a notebook or a service: then the
 * first time of asking is printed for itself.
 *
 * <p>Run it with {@code bench/side-by-side [--rows N] [--runs N] [--job NAME] [--process each|session] [--dir DIR]
 * [--ceiling PROGRAM]}.
 */
public final class SideBySide {
    private final Path baro;
    private final Path folder;
    private final int runs;
    private final @Nullable String only;
    private final @Nullable Path ceiling;
    private final int threads = Runtime.getRuntime().availableProcessors();
    private final boolean session;
    private final Inputs inputs;

    private SideBySide(Options options) {
        baro = Path.of(options.get("root", ".")).resolve("baro");
        folder = Path.of(options.get("dir", System.getProperty("java.io.tmpdir") + "/barograph-bench"));
        runs = Integer.parseInt(options.get("runs", "5"));
        only = options.find("job");
        String program = options.find("ceiling");
        ceiling = program == null ? null : Path.of(program);
        session = options.get("process", "each").equals("session");
        inputs = new Inputs(folder, Long.parseLong(options.get("rows", "50000000")), baro, new DuckDb(threads));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.of(arguments, "root", "dir", "runs", "rows", "job", "process", "ceiling");
            options.requireOneOf("job", Job.all().stream().map(Job::name).toList());
            options.requireOneOf("process", List.of("each", "session"));
        } catch (IllegalArgumentException wrong) {
            System.err.println("error: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        new SideBySide(options).run();
    }

    private void run() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        System.out.printf("%d threads, JDK %s, %s%n", threads, Runtime.version(), System.getProperty("os.arch"));
        for (Job job : Job.all()) {
            if (only == null || only.equals(job.name())) {
                run(job);
            }
        }
    }

    private void run(Job job) throws IOException, InterruptedException {
        Path input = inputs.prepare(job.input());
        String beside =
                job.beside().isEmpty() ? "" : inputs.prepare(job.beside()).toString();
        System.out.printf(Locale.ROOT, "%n%s: %s, %.2f GB%n", job.name(), input.getFileName(), Files.size(input) / 1e9);
        try (Engine barograph = session ? new BarographShell(baro, threads) : new BarographCommand(baro, threads);
                Engine peer = session ? new DuckDbSession(threads) : new DuckDb(threads)) {
            run(job, input, beside, barograph, peer);
        }
    }

    private void run(Job job, Path input, String beside, Engine barograph, Engine peer)
            throws IOException, InterruptedException {
        Path ours = folder.resolve(job.name() + "-barograph." + job.answer());
        Path theirs = folder.resolve(job.name() + "-duckdb." + job.answer());
        Cost[] owns = new Cost[runs];
        Cost[] others = new Cost[runs];
        Cost[] bound = new Cost[runs];
        for (int run = -1; run < runs; run++) {
            Cost own = barograph.run(place(job.barograph(), input, beside), ours);
            Cost other = peer.run(place(job.duckdb(), input, beside), theirs);
            Cost limit = ceiling == null || job != Job.SEED ? new Cost(0, 0) : ceiling(ceiling, input);
            if (run < 0) {
                long answers = AnswerCheck.compare(job, ours, theirs);
                System.out.printf("  answers agree: %d rows%n", answers);
                System.out.printf("  warm-up: barograph %s, duckdb %s%n", own, other);
            } else {
                owns[run] = own;
                others[run] = other;
                bound[run] = limit;
                System.out.printf("  run %d: barograph %s, duckdb %s%n", run + 1, own, other);
            }
        }
        report(Cost.median(owns), Cost.median(others), Cost.median(bound));
    }

    private static String place(String query, Path input, String beside) {
        return query.replace("FILE", input.toString()).replace("BESIDE", beside);
    }

    private static void report(Cost own, Cost peer, Cost bound) {
        System.out.printf(
                Locale.ROOT,
                "  median: barograph %s, duckdb %s: %.2f times as fast, by processor time %.2f times%n",
                own,
                peer,
                peer.wall() / own.wall(),
                peer.processor() / own.processor());
        if (bound.wall() > 0) {
            System.out.printf(
                    Locale.ROOT,
                    "  hand-written C for this file: %s; barograph takes %.2f times that%n",
                    bound,
                    own.wall() / bound.wall());
        }
    }

    private Cost ceiling(Path program, Path input) throws IOException, InterruptedException {
        return ChildProcess.run(List.of(
                        program.toString(),
                        input.toString(),
                        folder.resolve("ceiling").toString(),
                        Integer.toString(threads)))
                .cost();
    }
}
