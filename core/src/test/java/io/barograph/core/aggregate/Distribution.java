package io.barograph.core.aggregate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Seeded values of one argument, in the order in which rows bring them. */
enum Distribution {
    UNIFORM {
        @Override
        double next(SplittableRandom random) {
            return random.nextDouble(20, 30);
        }
    },
    NORMAL {
        @Override
        double next(SplittableRandom random) {
            return gaussian(random);
        }
    },
    LOGNORMAL {
        @Override
        double next(SplittableRandom random) {
            return Math.exp(4 * gaussian(random));
        }
    },
    SORTED {
        @Override
        double next(SplittableRandom random) {
            return UNIFORM.next(random);
        }

        @Override
        double[] values(SplittableRandom random, int count) {
            double[] values = super.values(random, count);
            Arrays.sort(values);
            return values;
        }
    },
    REVERSED {
        @Override
        double next(SplittableRandom random) {
            return NORMAL.next(random);
        }

        @Override
        double[] values(SplittableRandom random, int count) {
            double[] values = super.values(random, count);
            Arrays.sort(values);
            for (int i = 0; i < count / 2; i++) {
                double kept = values[i];
                values[i] = values[count - 1 - i];
                values[count - 1 - i] = kept;
            }
            return values;
        }
    },
    FEW_VALUES {
        @Override
        double next(SplittableRandom random) {
            return (random.nextInt(7) - 3) * 0.1;
        }
    },
    CONSTANT {
        @Override
        double next(SplittableRandom random) {
            return -1013.25;
        }
    },
    WHOLE_NUMBERS {
        @Override
        double next(SplittableRandom random) {
            return random.nextInt(-100_000, 100_000);
        }
    },
    EVERY_MAGNITUDE {
        @Override
        double next(SplittableRandom random) {
            double value = Double.longBitsToDouble(random.nextLong());
            return Double.isFinite(value) ? value : Double.MAX_VALUE;
        }
    },
    SUBNORMAL {
        @Override
        double next(SplittableRandom random) {
            double value = Double.longBitsToDouble(random.nextLong(1L << 1 + random.nextInt(53)));
            return random.nextBoolean() ? value : -value;
        }
    },
    /** Values on the borders of buckets, and one step beside them. */
    POWERS_OF_TWO {
        @Override
        double next(SplittableRandom random) {
            double power = Math.scalb(1 + random.nextInt(4) * 0x1p-9, random.nextInt(-1074, 1024));
            return switch (random.nextInt(3)) {
                case 0 -> Math.nextDown(power);
                case 1 -> Math.nextUp(power);
                default -> power;
            };
        }
    },
    WITH_SPECIALS {
        @Override
        double next(SplittableRandom random) {
            return switch (random.nextInt(12)) {
                case 0 -> Double.NaN;
                case 1 -> Double.POSITIVE_INFINITY;
                case 2 -> Double.NEGATIVE_INFINITY;
                case 3 -> -0.0;
                case 4 -> 0.0;
                default -> gaussian(random);
            };
        }
    };

    abstract double next(SplittableRandom random);

    double[] values(SplittableRandom random, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = next(random);
        }
        return values;
    }

    /** Box and Muller's. */
    private static double gaussian(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
