package io.barograph.oracle;

import java.util.SplittableRandom;

/** Seeded rows that have broken sums before: each shape one way to lose bits. */
enum HostileDoubles {
    SENSOR {
        @Override
        double next(SplittableRandom random, int row) {
            return Math.round(random.nextDouble(20, 30) * 10_000) / 10_000.0;
        }
    },
    OFFSET_WITH_NOISE {
        @Override
        double next(SplittableRandom random, int row) {
            return 1e9 + random.nextDouble(-1e-3, 1e-3);
        }
    },
    AROUND_ZERO {
        @Override
        double next(SplittableRandom random, int row) {
            return random.nextInt(5) == 0 ? (random.nextBoolean() ? 0.0 : -0.0) : random.nextDouble(-1, 1);
        }
    },
    MANY_MAGNITUDES {
        @Override
        double next(SplittableRandom random, int row) {
            return Math.pow(10, random.nextDouble(-5, 5)) * (random.nextInt(4) == 0 ? -1 : 1);
        }
    },
    CANCELLING {
        @Override
        double next(SplittableRandom random, int row) {
            double large = 1e300 / (1 + row / 2);
            return row % 2 == 0 ? large : -large + (random.nextInt(3) == 0 ? Math.ulp(large) : 0);
        }
    },
    HUGE {
        @Override
        double next(SplittableRandom random, int row) {
            return (random.nextBoolean() ? 1 : -1) * random.nextDouble(1e307, Double.MAX_VALUE);
        }
    },
    SUBNORMAL {
        @Override
        double next(SplittableRandom random, int row) {
            long bits = random.nextLong(1L << 1 + random.nextInt(55));
            return Double.longBitsToDouble(bits) * (random.nextBoolean() ? 1 : -1);
        }
    },
    TINY {
        @Override
        double next(SplittableRandom random, int row) {
            return random.nextDouble(1e-163, 1e-160);
        }
    },
    ANY_BITS {
        @Override
        double next(SplittableRandom random, int row) {
            double value = Double.longBitsToDouble(random.nextLong());
            return Double.isFinite(value) ? value : 1;
        }
    },
    WITH_INFINITY {
        @Override
        double next(SplittableRandom random, int row) {
            return random.nextInt(8) == 0 ? Double.POSITIVE_INFINITY : random.nextDouble(100);
        }
    },
    WITH_SPECIALS {
        @Override
        double next(SplittableRandom random, int row) {
            return switch (random.nextInt(40)) {
                case 0 -> Double.NaN;
                case 1 -> Double.POSITIVE_INFINITY;
                case 2, 3 -> Double.NEGATIVE_INFINITY;
                default -> random.nextDouble(100);
            };
        }
    },
    CONSTANT {
        @Override
        double next(SplittableRandom random, int row) {
            return 0.1;
        }
    },
    WHOLE {
        @Override
        double next(SplittableRandom random, int row) {
            return random.nextInt(-3, 4);
        }
    },
    OUTLIER_FIRST {
        @Override
        double next(SplittableRandom random, int row) {
            return row == 0 ? 9.99e20 : random.nextDouble(20, 30);
        }
    };

    abstract double next(SplittableRandom random, int row);

    double[] rows(SplittableRandom random, int count) {
        double[] rows = new double[count];
        for (int i = 0; i < count; i++) {
            rows[i] = next(random, i);
        }
        return rows;
    }

    /** The property barograph.seed where it is a number, else a fixed one. */
    static long seed() {
        String given = System.getProperty("barograph.seed", "");
        return given.matches("-?\\d+") ? Long.parseLong(given) : 20_230_101L;
    }
}
