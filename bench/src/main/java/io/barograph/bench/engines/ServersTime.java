package io.barograph.bench.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Processor time of the servers that this process has started, and of the processes that have ended under them; on Linux. */
final class ServersTime {
    /** {@code USER_HZ}: what {@code /proc} counts in, on every machine that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;
    /** Of what stands behind the name of the program: user, system, and both of children that were waited for. */
    private static final int FIRST = 11;

    private static final int LAST = 14;

    private ServersTime() {}

    /** Seconds since they were started; differences count. */
    static double seconds() {
        return ProcessHandle.current()
                        .descendants()
                        .mapToLong(server -> ticks(server.pid()))
                        .sum()
                / TICKS_PER_SECOND;
    }

    private static long ticks(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            long sum = 0;
            for (int i = FIRST; i <= LAST; i++) {
                sum += Long.parseLong(fields[i]);
            }
            return sum;
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
