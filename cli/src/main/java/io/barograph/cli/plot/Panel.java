package io.barograph.cli.plot;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Lines that share an axis of values.
 *
 * @param title what the values are
 */
public record Panel(String title, List<Line> lines) {
    public Panel {
        lines = List.copyOf(lines);
    }

    /** The axis on which every value of the lines has a place. */
    public ValueScale scale() {
        double least = values().min().orElse(0);
        double most = values().max().orElse(1);
        return ValueScale.of(least, most);
    }

    private DoubleStream values() {
        return lines.stream()
                .flatMap(line -> line.buckets().stream())
                .flatMapToDouble(bucket -> DoubleStream.of(bucket.least(), bucket.most()));
    }
}
