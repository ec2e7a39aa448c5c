package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys of one partition: merges what all gatherers send, shows what is ripe, and revises it. Its state is canonical bytes. Used by
 * one thread.
 */
public final class HostedPartition {
    private final LiveQuery network;
    private final int number;
    private final int partitions;
    private final List<PartCodec> codecs;
    private final TimeCome come = new TimeCome();
    private final Map<String, LaneTime> lanes = new HashMap<>();
    private final Set<String> certain = new HashSet<>();
    /** Whether this is none of a key: without any, the one group there is, even over no rows, is the first partition's. */
    private final boolean isEmpty;
    /** Whether all has been shown to its end: to show that again would be to show that nothing is there. */
    private boolean over;
    /** Whether rows at rest are in the state. */
    private boolean hasRest;

    private int of = Integer.MAX_VALUE;

    /**
     * @param number from 0
     * @param partitions how many there are
     */
    HostedPartition(LiveQuery network, int number, int partitions) {
        this.network = network;
        this.number = number;
        this.partitions = partitions;
        this.isEmpty = number > 0 && network.nodes().stream().anyMatch(LiveNode::isOneGroup);
        this.codecs = PartCodec.of(network);
    }

    /** An earlier instance may have shown rows that this one does not know of. */
    public void mayHaveStaleRows() {
        network.mayHaveStaleRows(true);
    }

    /**
     * Takes a message of a {@link HostedGather}.
     *
     * <p><b>Layout</b>: the number of the tables' lanes; byte 1 where those that are told of stand behind all that an earlier
     * instance can have shown; how many these are, per lane its {@link LaneTime}; then parts, each of the number of its stage + 1,
     * its length, and what {@link PartCodec} wrote. Numbers are varints.
     */
    public void accept(byte[] message) {
        if (!hasRest) {
            hasRest = true;
            PartCodec.deliverRest(network, codecs, number, partitions);
        }
        StateInput input = new StateInput(message);
        of = (int) input.readVarint();
        boolean isCertain = input.readByte() == 1;
        for (long left = input.readVarint(); left > 0; left--) {
            LaneTime lane = LaneTime.read(input);
            lanes.put(lane.name(), lane);
            if (isCertain) {
                certain.add(lane.name());
            }
        }
        boolean hasParts = !input.isAtEnd();
        while (!input.isAtEnd()) {
            int stage = (int) input.readVarint() - 1;
            Partial.Part part = codecs.get(stage).read(new StateInput(input.readBytes((int) input.readVarint())));
            network.absorb(stage, part);
        }
        long before = come.upTo();
        long settledBefore = come.settled();
        look();
        if (hasParts || come.upTo() != before || come.settled() != settledBefore || come.ended()) {
            publish(false);
        }
        if (certain.size() >= of) {
            network.mayHaveStaleRows(false);
        }
    }

    /** Until all lanes have told of themselves nobody knows how far they are. */
    private void look() {
        if (lanes.size() >= of) {
            come.look(lanes.values());
        }
    }

    private void publish(boolean saves) {
        if (isEmpty || over) {
            return;
        }
        over = come.ended();
        network.publish(new Store.Moment(come.upTo(), come.settled(), come.ended(), saves, false));
    }

    /** Shows what is ripe, to its last revision: before each {@link #snapshot}, which keeps nothing of what was shown. */
    public void show() {
        publish(true);
    }

    /**
     * The state. Layout: the number of lanes that have ended, per lane its {@link LaneTime}; the {@link Checkpoint} of the query.
     */
    public byte[] snapshot() {
        StateOutput output = new StateOutput();
        List<LaneTime> ended = lanes.values().stream()
                .filter(LaneTime::ended)
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
        // Whoever read them to their end is gone, and will not tell of them again.
        output.writeVarint(ended.size());
        ended.forEach(lane -> lane.write(output));
        QuerySnapshot snapshot = network.states().snapshot(List.of(), come.upTo(), null);
        while (snapshot.writeNext()) {
            // One after the other.
        }
        network.states().saved();
        byte[] query = new Checkpoint(come.ended(), List.of(), List.of(snapshot.written())).toBytes();
        output.writeVarint(query.length);
        output.writeBytes(query, 0, query.length);
        return output.toByteArray();
    }

    /** Takes up what {@link #snapshot} gave; before anything else. */
    public void restore(byte[] state) {
        hasRest = true;
        StateInput input = new StateInput(state);
        for (long left = input.readVarint(); left > 0; left--) {
            LaneTime lane = LaneTime.read(input);
            lanes.put(lane.name(), lane);
            certain.add(lane.name());
        }
        Checkpoint checkpoint = Checkpoint.of(input.readBytes((int) input.readVarint()));
        over = checkpoint.ended();
        Checkpoint.Insert saved = checkpoint.inserts().get(0);
        network.states().take(saved, false);
        come.resume(saved.upTo());
    }
}
