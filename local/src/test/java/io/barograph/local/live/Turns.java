package io.barograph.local.live;

import java.util.Random;

/** A seeded schedule, with a clock that goes on by up to a millisecond a turn. */
final class Turns implements LiveRun.Schedule {
    private final Random random;
    private final CheckpointDisk disk;
    private long now;

    Turns(Random random, CheckpointDisk disk) {
        this.random = random;
        this.disk = disk;
    }

    @Override
    public CheckpointDisk disk() {
        return disk;
    }

    @Override
    public int next(int parties) {
        return random.nextInt(parties);
    }

    @Override
    public boolean spills() {
        return random.nextInt(20) == 0;
    }

    @Override
    public long nanoTime() {
        now += random.nextInt(1_000_000);
        return now;
    }
}
