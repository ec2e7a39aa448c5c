package io.barograph.bench.live;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Readings as lines of CSV or as objects: time in epoch milliseconds, device, temperature, humidity, pressure. For one thread. */
final class Readings {
    private final SplittableRandom random;
    private final StringBuilder line = new StringBuilder(64);

    Readings(long seed) {
        random = new SplittableRandom(seed);
    }

    /** One of the devices, from 1. */
    int device(int devices) {
        return 1 + random.nextInt(devices);
    }

    /** Up to {@code bound} milliseconds. */
    long disorder(int bound) {
        return random.nextInt(bound);
    }

    byte[] csv(long time, int device) {
        line.setLength(0);
        line.append(time).append(',').append(device).append(',');
        hundredths(1_500 + random.nextInt(2_000));
        hundredths(3_000 + random.nextInt(5_000));
        hundredths(98_000 + random.nextInt(5_000));
        line.setLength(line.length() - 1);
        return line.toString().getBytes(StandardCharsets.US_ASCII);
    }

    byte[] json(long time, int device) {
        line.setLength(0);
        line.append("{\"ts\":")
                .append(time)
                .append(",\"device_id\":")
                .append(device)
                .append(",\"temperature\":");
        hundredths(1_500 + random.nextInt(2_000));
        line.append("\"humidity\":");
        hundredths(3_000 + random.nextInt(5_000));
        line.append("\"pressure\":");
        hundredths(98_000 + random.nextInt(5_000));
        line.setCharAt(line.length() - 1, '}');
        return line.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void hundredths(int value) {
        line.append(value / 100).append('.').append((char) ('0' + value / 10 % 10));
        line.append((char) ('0' + value % 10)).append(',');
    }
}
