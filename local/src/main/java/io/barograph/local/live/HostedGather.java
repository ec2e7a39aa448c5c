package io.barograph.local.live;

import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Combines the rows that one {@link HostedLanes} has for a query to partial states, and sends these to the partitions of their keys: what the lanes'
 * own time has passed, now and then; and everything when a checkpoint is made, so that nothing of it need be saved here. Behind what
 * it sends it says how far the lanes have come, to all partitions. Used by one thread.
 */
public final class HostedGather {
    private static final long TICK_NANOS = 25_000_000L;

    private final List<Partial> partials;
    private final List<LiveQuery.Reading> readings;
    private final List<PartCodec> codecs;
    private final int partitions;
    private final long mostBytes;
    private final Target target;
    private final TimeCome come = new TimeCome();
    private HostedLanes.@Nullable Progress last;
    private HostedLanes.@Nullable Progress told;
    private final LongSupplier clock;
    private long lastTick;

    /** Where messages go. */
    @FunctionalInterface
    public interface Target {
        /** Takes a message, as {@link HostedPartition#accept} does; its bytes are the target's. */
        void send(int partition, byte[] message);
    }

    /**
     * @param mostBytes of heap that partial states may take
     * @param clock as {@link System#nanoTime}
     */
    HostedGather(LiveQuery network, int partitions, long mostBytes, Target target, LongSupplier clock) {
        LiveQuery.WorkerPart part = network.newPartials();
        this.partials = part.partials();
        this.readings = part.readings();
        this.codecs = PartCodec.of(network);
        this.partitions = partitions;
        this.mostBytes = mostBytes;
        this.target = target;
        this.clock = clock;
        this.lastTick = clock.getAsLong();
    }

    /** Takes rows, as {@link HostedLanes.Target} has them. */
    public void rows(int reading, Batch rows) {
        readings.get(reading).target().accept(rows);
    }

    /** Takes how far the lanes have come with the rows before; without lanes, none of the query's is read here. */
    public void advance(HostedLanes.Progress progress) {
        if (progress.lanes().isEmpty()) {
            return;
        }
        last = progress;
        long now = clock.getAsLong();
        boolean isFull = partials.stream().mapToLong(Partial::memoryBytes).sum() > mostBytes;
        if (!isFull && now - lastTick < TICK_NANOS) {
            return;
        }
        lastTick = now;
        come.look(progress.lanes());
        // Nothing waits for lanes that are silent: what they have brought must be there before others go on.
        boolean isSilent = progress.lanes().stream().allMatch(lane -> lane.ended() || lane.isIdle());
        send(isFull || isSilent);
    }

    /** Sends everything: a checkpoint is made, or the lanes have ended. */
    public void flush() {
        send(true);
    }

    private void send(boolean all) {
        HostedLanes.Progress progress = last;
        if (progress == null) {
            return;
        }
        StateOutput[] messages = new StateOutput[partitions];
        boolean[] hasParts = new boolean[partitions];
        Arrays.setAll(messages, partition -> begin(progress));
        for (int stage = 0; stage < partials.size(); stage++) {
            Partial partial = partials.get(stage);
            if (all || partial.earliest() <= come.upTo()) {
                StateOutput[] blocks = new StateOutput[partitions];
                Arrays.setAll(blocks, partition -> new StateOutput());
                codecs.get(stage)
                        .write(
                                partial.handOver(come.upTo(), all),
                                partitions,
                                (partition, block) -> blocks[partition].writeBytes(block.bytes(), 0, block.length()));
                for (int partition = 0; partition < partitions; partition++) {
                    if (blocks[partition].length() > 0) {
                        hasParts[partition] = true;
                        messages[partition].writeVarint(stage + 1L);
                        messages[partition].writeVarint(blocks[partition].length());
                        messages[partition].writeBytes(blocks[partition].bytes(), 0, blocks[partition].length());
                    }
                }
            }
        }
        boolean isNews = !progress.equals(told);
        told = progress;
        for (int partition = 0; partition < partitions; partition++) {
            if (isNews || hasParts[partition]) {
                target.send(partition, messages[partition].toByteArray());
            }
        }
    }

    private static StateOutput begin(HostedLanes.Progress progress) {
        StateOutput message = new StateOutput();
        message.writeVarint(progress.of());
        message.writeByte(progress.isCertain() ? 1 : 0);
        message.writeVarint(progress.lanes().size());
        progress.lanes().forEach(lane -> lane.write(message));
        return message;
    }
}
