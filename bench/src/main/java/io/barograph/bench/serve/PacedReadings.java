package io.barograph.bench.serve;

import io.barograph.bench.PostConnection;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;

/**
 * Posts readings to a service at a steady pace: each device one per second of event time, in order, over one connection, a request
 * when the one before is on the disk. Event time runs as fast as that takes. Used by one thread.
 */
public final class PacedReadings implements Closeable {
    static final int DEVICES = 1_000;
    /** Readings of a device in a minute of event time. */
    static final int PER_MINUTE = 60;

    private static final LocalDateTime BEGIN = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int SECONDS_PER_REQUEST = 10;

    private final PostConnection connection;
    private final long perSecond;
    private long second;
    private long begun;
    private long sent;

    /** @param perSecond readings a second of the clock on the wall */
    PacedReadings(String host, int port, long perSecond) throws IOException {
        this.connection = new PostConnection(host, port);
        this.perSecond = perSecond;
    }

    /** Posts for some seconds: {@code PORT READINGS_PER_SECOND SECONDS}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[2]));
        try (PacedReadings readings =
                new PacedReadings("127.0.0.1", Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]))) {
            while (System.nanoTime() < end) {
                readings.send();
            }
            System.out.printf("readings acknowledged: %.0f/s%n", readings.rate());
        }
    }

    /** What a device says in a second: for half of an hour it falls, then it rises, in steps that doubles hold exactly. */
    static double temperature(int device, long second) {
        return 20 + device % 8 + Math.abs(second % 3_600 - 1_800) / 256.0;
    }

    /** Posts the next readings, when it is time for them; gives how many have been sent. */
    long send() throws IOException, InterruptedException {
        if (begun == 0) {
            begun = System.nanoTime();
        }
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < SECONDS_PER_REQUEST; i++, second++) {
            String time = TIME.format(BEGIN.plusSeconds(second));
            for (int device = 0; device < DEVICES; device++) {
                body.append(time)
                        .append(',')
                        .append(device)
                        .append(',')
                        .append(temperature(device, second))
                        .append('\n');
            }
        }
        long early = begun + sent * TimeUnit.SECONDS.toNanos(1) / perSecond - System.nanoTime();
        if (early > 0) {
            TimeUnit.NANOSECONDS.sleep(early);
        }
        connection.post(connection.request("/v1/tables/readings/rows", body.toString()));
        sent += (long) SECONDS_PER_REQUEST * DEVICES;
        return sent;
    }

    /** Readings a second that were acknowledged so far. */
    double rate() {
        return sent / ((System.nanoTime() - begun) / 1e9);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
