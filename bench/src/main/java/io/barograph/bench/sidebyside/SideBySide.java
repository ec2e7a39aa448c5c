package io.barograph.bench.sidebyside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs each job with the {@code baro} command (whole process, start included) and with DuckDB in turn, checks that the
 * answers agree, and prints every run, the medians and their ratio.
 *
 * <p>Run it with {@code bench/side-by-side [--rows N] [--runs N] [--job NAME] [--dir DIR] [--ceiling PROGRAM]}.
 */
public final class SideBySide {
    private final Path root;
    private final Path folder;
    private final long rows;
    private final int runs;
    private final @Nullable String only;
    private final @Nullable Path ceiling;
    private final int threads = Runtime.getRuntime().availableProcessors();

    private SideBySide(Options options) {
        root = Path.of(options.get("root", "."));
        folder = Path.of(options.get("dir", System.getProperty("java.io.tmpdir") + "/barograph-bench"));
        rows = Long.parseLong(options.get("rows", "50000000"));
        runs = Integer.parseInt(options.get("runs", "5"));
        only = options.find("job");
        String program = options.find("ceiling");
        ceiling = program == null ? null : Path.of(program);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new SideBySide(new Options(arguments)).run();
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
        Path input = prepare(job);
        System.out.printf(Locale.ROOT, "%n%s: %s, %.2f GB%n", job.name(), input.getFileName(), Files.size(input) / 1e9);
        Path ours = folder.resolve(job.name() + "-barograph." + job.answer());
        Path theirs = folder.resolve(job.name() + "-duckdb." + job.answer());
        double[] barograph = new double[runs];
        double[] duckdb = new double[runs];
        double[] bound = new double[runs];
        for (int run = -1; run < runs; run++) {
            double own = barograph(job, input, ours);
            double peer = duckdb(job.duckdb().replace("FILE", input.toString()), theirs);
            double limit = ceiling == null || job != Job.SEED ? 0 : ceiling(input);
            if (run < 0) {
                long answers = AnswerCheck.compare(job, ours, theirs);
                System.out.printf("  answers agree: %d rows%n", answers);
            } else {
                barograph[run] = own;
                duckdb[run] = peer;
                bound[run] = limit;
                System.out.printf(Locale.ROOT, "  run %d: barograph %.2f s, duckdb %.2f s%n", run + 1, own, peer);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "  median: barograph %.2f s, duckdb %.2f s: %.2f times as fast%n",
                median(barograph),
                median(duckdb),
                median(duckdb) / median(barograph));
        if (bound[0] > 0) {
            System.out.printf(
                    Locale.ROOT,
                    "  hand-written C for this file: %.2f s; barograph takes %.2f times that%n",
                    median(bound),
                    median(barograph) / median(bound));
        }
    }

    private Path prepare(Job job) throws IOException, InterruptedException {
        Path input = folder.resolve(rows + "-" + job.input());
        if (!Files.exists(input)) {
            Path partial = folder.resolve("partial-" + job.input());
            if (job.input().equals(Job.PARQUET.input())) {
                duckdb("SELECT * FROM read_csv('" + prepare(Job.SEED) + "')", partial);
            } else if (job == Job.SEED) {
                execute(List.of(
                        root.resolve("baro").toString(),
                        "generate",
                        partial.toString(),
                        "--rows",
                        Long.toString(rows),
                        "--devices",
                        "100",
                        "--seed",
                        "42",
                        "--step",
                        "10ms"));
            } else {
                StationsGenerator.write(partial, rows * 2, 42);
            }
            Files.move(partial, input);
        }
        return input;
    }

    private double barograph(Job job, Path input, Path output) throws IOException, InterruptedException {
        long start = System.nanoTime();
        execute(List.of(
                root.resolve("baro").toString(),
                job.barograph().replace("FILE", input.toString()),
                "--threads",
                Integer.toString(threads),
                "-o",
                output.toString()));
        return (System.nanoTime() - start) / 1e9;
    }

    private double duckdb(String query, Path output) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String printed = execute(List.of(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                DuckDbWorker.class.getName(),
                query,
                output.toString(),
                Integer.toString(threads)));
        return Double.parseDouble(printed.strip());
    }

    private double ceiling(Path input) throws IOException, InterruptedException {
        long start = System.nanoTime();
        execute(List.of(
                String.valueOf(ceiling),
                input.toString(),
                folder.resolve("ceiling").toString(),
                Integer.toString(threads)));
        return (System.nanoTime() - start) / 1e9;
    }

    private static String execute(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String output;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            output = reader.lines().collect(Collectors.joining("\n"));
        }
        int status = process.waitFor();
        if (status != 0) {
            throw new IllegalStateException("exit status " + status + " of " + command);
        }
        return output;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Arguments of the form {@code --name value}. */
    private static final class Options {
        private final List<String> arguments;

        Options(String[] arguments) {
            this.arguments = new ArrayList<>(List.of(arguments));
        }

        @Nullable
        String find(String name) {
            int at = arguments.indexOf("--" + name);
            return at < 0 || at + 1 >= arguments.size() ? null : arguments.get(at + 1);
        }

        String get(String name, String fallback) {
            String value = find(name);
            return value == null ? fallback : value;
        }
    }
}
