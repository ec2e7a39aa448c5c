package io.barograph.detect;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.fold.Fold;
import java.util.function.Consumer;

/** Goes along a key's rows with a track for each metric. */
final class DetectFold implements Fold {
    private static final int VERSION = 3;

    private final DetectOperator operator;
    private final Schema input;
    private final int[] metrics;
    private final boolean clocked;
    private final MetricTrack[] tracks;
    private final JudgedRows judged;
    private final HeldKey key;
    /** The earliest deadline of all tracks. */
    private long deadline;

    DetectFold(DetectOperator operator, Schema input) {
        this.operator = operator;
        this.input = input;
        this.metrics = operator.metrics().stream().mapToInt(Integer::intValue).toArray();
        this.clocked = input.type(operator.time()) == Type.TIMESTAMP;
        this.tracks = new MetricTrack[metrics.length];
        this.judged = new JudgedRows(input, metrics);
        this.key = new HeldKey(input, operator.keys(), operator.time());
        begin();
    }

    @Override
    public void begin() {
        for (int i = 0; i < tracks.length; i++) {
            tracks[i] = operator.track(input, metrics[i]);
        }
        key.clear();
        deadline = Long.MAX_VALUE;
    }

    @Override
    public void accept(Batch batch, Consumer<Batch> output) {
        LongColumn times = (LongColumn) batch.column(operator.time());
        judged.over(batch, output);
        if (!key.isPresent()) {
            key.hold(batch);
        }
        for (int row = 0; row < batch.size(); row++) {
            if (times.validity().isNull(row)) {
                for (int i = 0; i < metrics.length; i++) {
                    judged.addNull(row, i);
                }
                continue;
            }
            long time = times.values()[row];
            if (time > deadline) {
                judged.flush();
                tellSilences(time, output);
                judged.over(batch, output);
            }
            for (int i = 0; i < metrics.length; i++) {
                judge(batch.column(metrics[i]), row, i, time);
            }
            deadline = earliestDeadline();
        }
        judged.flush();
    }

    private void judge(Column column, int row, int index, long time) {
        if (column.validity().isNull(row)) {
            judged.addNull(row, index);
            return;
        }
        MetricTrack track = tracks[index];
        double score = track.observe(time, value(column, row));
        if (score >= Track.ALARM) {
            judged.addAnomaly(row, index, score, track.event(), track.reason());
        } else {
            judged.add(row, index, score);
        }
    }

    private static double value(Column column, int row) {
        if (column instanceof DoubleColumn doubles) {
            return doubles.values()[row];
        }
        if (column instanceof LongColumn longs) {
            return longs.values()[row];
        }
        DecimalColumn decimals = (DecimalColumn) column;
        return DecimalColumn.number(
                        decimals.high()[row],
                        decimals.low()[row],
                        decimals.type().scale())
                .doubleValue();
    }

    @Override
    public void advance(long time, Consumer<Batch> output) {
        if (clocked && time > deadline) {
            tellSilences(time, output);
            deadline = earliestDeadline();
        }
    }

    /** Numbers of no clock are each key's own: how far they have come in another tells nothing. */
    @Override
    public long deadline() {
        return clocked ? deadline : Long.MAX_VALUE;
    }

    /** A row for every metric that was silent before this time, the earliest first. */
    private void tellSilences(long time, Consumer<Batch> output) {
        while (true) {
            int earliest = 0;
            for (int i = 1; i < tracks.length; i++) {
                earliest = tracks[i].deadline() < tracks[earliest].deadline() ? i : earliest;
            }
            MetricTrack track = tracks[earliest];
            long certain = track.deadline();
            if (certain >= time) {
                return;
            }
            double score = track.expire();
            judged.over(key.rowAt(certain), output);
            judged.addAnomaly(0, earliest, score, track.event(), track.reason());
            judged.flush();
        }
    }

    private long earliestDeadline() {
        long earliest = Long.MAX_VALUE;
        for (MetricTrack track : tracks) {
            earliest = Math.min(earliest, track.deadline());
        }
        return earliest;
    }

    @Override
    public void end(Consumer<Batch> output) {}

    @Override
    public void write(StateOutput output) {
        output.writeByte(VERSION);
        key.write(output);
        for (MetricTrack track : tracks) {
            track.write(output);
        }
    }

    @Override
    public void read(StateInput state) {
        int version = state.readByte();
        if (version != VERSION) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "a saved detector state has layout version " + version + "; this version of Barograph reads "
                            + VERSION + ". Read it with the version that wrote it");
        }
        key.read(state);
        for (MetricTrack track : tracks) {
            track.read(state);
        }
        deadline = earliestDeadline();
    }

    @Override
    public long memoryBytes() {
        long bytes = 128 + key.memoryBytes();
        for (MetricTrack track : tracks) {
            bytes += track.memoryBytes();
        }
        return bytes;
    }
}
