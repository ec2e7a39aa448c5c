package io.barograph.cli;

import io.barograph.cli.generate.FrameWriter;
import io.barograph.cli.generate.SensorFrame;
import io.barograph.cli.render.Counted;
import io.barograph.cli.render.Durations;
import io.barograph.formats.output.AtomicFile;
import io.barograph.formats.output.OutputFormats;
import io.barograph.formats.text.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** {@code baro generate}: synthetic sensors, seeded. */
final class GenerateCommand implements Command {
    private static final Option ROWS = Option.of("--rows", "N", "how many readings (100,000)");
    private static final Option DEVICES = Option.of("--devices", "D", "of how many devices, 1 to 1,000,000 (100)");
    private static final Option SEED = Option.of("--seed", "S", "any whole number: same seed, same bytes (42)");
    private static final Option STEP = Option.of("--step", "TIME", "between readings, as in 10ms, 1s, 5m (1s)");
    private static final Option START = Option.of("--start", "TIME", "of the first reading, UTC (2023-01-01 00:00:00)");

    private static final String FORMAT = "csv";
    private static final LocalDateTime DEFAULT_START = LocalDateTime.of(2023, 1, 1, 0, 0);

    @Override
    public String name() {
        return "generate";
    }

    @Override
    public String summary() {
        return "synthetic sensor readings, the same for the same seed";
    }

    @Override
    public List<String> usage() {
        return List.of("baro generate FILE --rows N --devices D --seed S");
    }

    @Override
    public List<Option> options() {
        return List.of(ROWS, DEVICES, SEED, STEP, START, CommonOptions.THREADS);
    }

    @Override
    public String details() {
        return """
                Columns: timestamp,device_id,temperature,humidity,pressure. One reading a step, of a random device;
                uniform in 20-30 °C, 40-60 % and 900-1100 hPa with four decimals. FILE may end in .csv or .csv.gz,
                or be - for standard output.

                  baro generate sensors.csv --rows 1000000 --devices 100 --seed 7 --step 10ms
                """;
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException {
        String name = arguments.operand("FILE");
        SensorFrame frame = frame(arguments);
        int threads = CommonOptions.threads(arguments);
        boolean compress = name.endsWith(".gz");
        checkFormat(name);
        long started = System.nanoTime();
        long bytes;
        if (name.equals("-")) {
            bytes = write(frame, false, console.stream(), threads, console);
        } else {
            try (AtomicFile file = AtomicFile.create(name)) {
                bytes = write(
                        frame,
                        compress,
                        file.stream(e -> OutputClosedException.of(e, AtomicFile.failure(name, e))),
                        threads,
                        console);
                file.commit();
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            console.err()
                    .printf(
                            java.util.Locale.ROOT,
                            "%s of %s in %s (%.1f MB, %.2f s)%n",
                            Counted.of(frame.rows(), "reading"),
                            Counted.of(frame.devices(), "device"),
                            name,
                            bytes / 1e6,
                            seconds);
        }
        return 0;
    }

    /** Refuses names whose ending readers would believe. */
    private static void checkFormat(String name) {
        OutputFormats.ofFile(name)
                .filter(format -> !format.name().equals(FORMAT))
                .ifPresent(format -> {
                    throw Arguments.invalid("readings are generated as csv, not as " + format.name()
                            + "; generate sensors.csv, then: baro \"SELECT * FROM 'sensors.csv'\" -o " + name);
                });
        if (Compression.ofName(name) == Compression.ZSTD) {
            throw Arguments.invalid(
                    "readings are generated plain or with .gz behind the name; generate sensors.csv, then: zstd"
                            + " sensors.csv");
        }
    }

    private static long write(SensorFrame frame, boolean compress, OutputStream target, int threads, Console console)
            throws IOException {
        try (ProgressLine progress = new ProgressLine(console, "generating")) {
            return new FrameWriter(frame, compress, target, progress, console.cancellation()).write(threads);
        }
    }

    private static SensorFrame frame(Arguments arguments) {
        long rows = arguments.number(ROWS, 100_000, 0, Long.MAX_VALUE);
        int devices = (int) arguments.number(DEVICES, 100, 1, 1_000_000);
        long seed = arguments.number(SEED, 42, Long.MIN_VALUE, Long.MAX_VALUE);
        long step = arguments.value(STEP, 1_000_000_000L, "a time such as 10ms, 1s or 5m", Durations::parse);
        LocalDateTime start =
                arguments.value(START, DEFAULT_START, "a time such as 2023-01-01 or 2023-01-01 06:30:00", text -> {
                    String iso = text.strip().replace(' ', 'T');
                    return iso.contains("T")
                            ? LocalDateTime.parse(iso)
                            : LocalDate.parse(iso).atStartOfDay();
                });
        try {
            long startNanos = Math.addExact(
                    Math.multiplyExact(start.toEpochSecond(ZoneOffset.UTC), 1_000_000_000L), start.getNano());
            return new SensorFrame(rows, devices, seed, startNanos, step);
        } catch (ArithmeticException e) {
            throw Arguments.invalid(
                    "the readings would not lie between 1677-09-21 and 2262-04-11; choose fewer rows or a shorter --step");
        } catch (IllegalArgumentException e) {
            throw Arguments.invalid("option --step must not be negative");
        }
    }
}
