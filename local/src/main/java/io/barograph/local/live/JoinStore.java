package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;

/** The rows of both sides of a join: a fold goes along those that may meet, and the others pass. */
final class JoinStore implements Store {
    private final FoldStore meeting;
    private final RowStore alone = new RowStore();

    JoinStore(FoldStore meeting) {
        this.meeting = meeting;
    }

    @Override
    public void absorb(Partial.Part part) {
        Partial.Part.Sides sides = (Partial.Part.Sides) part;
        meeting.absorb(sides.meeting());
        alone.absorb(sides.alone());
    }

    @Override
    public void publish(Moment moment, Target target) {
        alone.publish(moment, target);
        meeting.publish(moment, target);
    }

    @Override
    public boolean isDue(long upTo, long settled) {
        return alone.isDue(upTo, settled) || meeting.isDue(upTo, settled);
    }

    @Override
    public long memoryBytes() {
        return meeting.memoryBytes();
    }

    /** What passes has passed. */
    @Override
    public Snapshot snapshot() {
        return meeting.snapshot();
    }

    @Override
    public void read(StateInput input) {
        meeting.read(input);
    }

    @Override
    public void showAgain() {
        meeting.showAgain();
    }
}
