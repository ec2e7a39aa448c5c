package io.barograph.bench.peers;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What a window holds of a device: plain sums of doubles. */
final class Statistics {
    private static final String[] METRICS = {"temperature", "humidity", "pressure"};
    private static final int BYTES = Long.BYTES + 12 * Double.BYTES;

    private long count;
    private final double[] sums = new double[3];
    private final double[] squares = new double[3];
    private final double[] least = {
        Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY
    };
    private final double[] greatest = {
        Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY
    };

    Statistics add(Reading reading) {
        count++;
        add(0, reading.temperature);
        add(1, reading.humidity);
        add(2, reading.pressure);
        return this;
    }

    private void add(int metric, double value) {
        sums[metric] += value;
        squares[metric] += value * value;
        least[metric] = Math.min(least[metric], value);
        greatest[metric] = Math.max(greatest[metric], value);
    }

    byte[] json(String device, long start) {
        StringBuilder json = new StringBuilder(320);
        json.append("{\"device_id\":").append(device).append(",\"window_start\":\"");
        json.append(Instant.ofEpochMilli(start)).append("\",\"n\":").append(count);
        for (int i = 0; i < METRICS.length; i++) {
            double mean = sums[i] / count;
            json.append(",\"avg_").append(METRICS[i]).append("\":").append(mean);
            json.append(",\"min_").append(METRICS[i]).append("\":").append(least[i]);
            json.append(",\"max_").append(METRICS[i]).append("\":").append(greatest[i]);
            json.append(",\"stddev_").append(METRICS[i]).append("\":");
            if (count < 2) {
                json.append("null");
            } else {
                json.append(Math.sqrt(Math.max(0, (squares[i] - sums[i] * mean) / (count - 1))));
            }
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(count);
        for (int i = 0; i < METRICS.length; i++) {
            bytes.putDouble(sums[i]).putDouble(squares[i]).putDouble(least[i]).putDouble(greatest[i]);
        }
        return bytes.array();
    }

    static Statistics of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Statistics statistics = new Statistics();
        statistics.count = buffer.getLong();
        for (int i = 0; i < METRICS.length; i++) {
            statistics.sums[i] = buffer.getDouble();
            statistics.squares[i] = buffer.getDouble();
            statistics.least[i] = buffer.getDouble();
            statistics.greatest[i] = buffer.getDouble();
        }
        return statistics;
    }
}
