package io.barograph.oracle;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A share of {@link ExactStatesLane}; -Dbarograph.cases=N sets how many data sets each shape gets. */
@Tag("thorough")
class ExactStatesTest {
    private static final int CASES = Integer.getInteger("barograph.cases", 1500);
    private static final int MANY_ROWS = 20_000;

    private final ExactStatesLane lane = new ExactStatesLane(HostileDoubles.seed());

    @ParameterizedTest
    @EnumSource(HostileDoubles.class)
    void everyMomentIsTheTrueOneRoundedOnce(HostileDoubles shape) {
        for (int i = 0; i < CASES; i++) {
            lane.moments(shape, i, ExactStatesLane.fewRows(i));
        }
    }

    @ParameterizedTest
    @EnumSource(HostileDoubles.class)
    void everyPairMomentIsTheTrueOneRoundedOnce(HostileDoubles shape) {
        for (int i = 0; i < CASES / 3; i++) {
            lane.pairs(shape, i, ExactStatesLane.fewRows(i));
        }
    }

    @Test
    void everyMomentOfIntegersIsTheTrueOneRoundedOnce() {
        for (int i = 0; i < CASES * 2; i++) {
            lane.integers(i, ExactStatesLane.fewRows(i));
        }
    }

    @ParameterizedTest
    @EnumSource(HostileDoubles.class)
    @Tag("slow")
    void soIsEveryOneOfManyRows(HostileDoubles shape) {
        lane.moments(shape, 0, MANY_ROWS);
        lane.pairs(shape, 0, MANY_ROWS / 4);
    }

    @Test
    @Tag("slow")
    void soIsEveryOneOfManyIntegers() {
        lane.integers(0, MANY_ROWS);
    }
}
