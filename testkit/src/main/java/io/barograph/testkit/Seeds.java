package io.barograph.testkit;

import java.util.Random;

/** Where randomness in tests comes from: one seed, printed with every failure, repeated with {@code -Dbarograph.seed=…}. */
public final class Seeds {
    private static final long DEFAULT = 20_230_101;

    private Seeds() {}

    /** The seed of this run. */
    public static long seed() {
        return Long.getLong("barograph.seed", DEFAULT);
    }

    /** Numbers for one test, which do not depend on which others run. */
    public static Random random(String test) {
        return new Random(seed() * 31 + test.hashCode());
    }

    /** What a failure's message must end in. */
    public static String repeat() {
        return "; repeat with -Dbarograph.seed=" + seed();
    }
}
