package io.barograph.connectors.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.Breaker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("thorough")
class PatientCallsTest {
    private static final Place NEARBY = new Place() {
        @Override
        public String address() {
            return "nearby:1";
        }

        @Override
        public Patience patience() {
            return Patience.parse("1 minute");
        }

        @Override
        public boolean isTransient(Throwable failed) {
            return failed instanceof NoAnswerException;
        }

        @Override
        public String reason(Throwable failed) {
            return failed.getMessage();
        }

        @Override
        public BarographException failure(String doing, Throwable failed) {
            return new BarographException(ErrorCode.UNAVAILABLE, doing + ": " + failed.getMessage(), failed);
        }
    };

    private final PatientCalls calls = new PatientCalls(NEARBY);
    private int tries;

    @Test
    void callsThatAreTriedAgainAreCounted() {
        assertThat(calls.breaker()).isEqualTo(new Breaker("nearby:1", Breaker.State.CLOSED, 0));
        String answer = calls.call("cannot ask", () -> {
            if (++tries < 3) {
                throw new NoAnswerException("it is away");
            }
            return "here";
        });
        assertThat(answer).isEqualTo("here");
        assertThat(calls.breaker()).isEqualTo(new Breaker("nearby:1", Breaker.State.CLOSED, 2));
        assertThat(calls.health()).isEmpty();
    }

    @Test
    void threeFailuresInARowOpenTheBreakerAndAnAnswerClosesIt() {
        String answer = calls.call("cannot ask", () -> {
            if (++tries <= 3) {
                throw new NoAnswerException("it is away");
            }
            // Behind the third failure the breaker waited, and let this one call by.
            assertThat(calls.breaker().state()).isEqualTo(Breaker.State.HALF_OPEN);
            assertThat(calls.health()).contains("nearby:1: it is away", "circuit breaker: half open");
            return "here";
        });
        assertThat(answer).isEqualTo("here");
        assertThat(tries).isEqualTo(4);
        assertThat(calls.breaker().state()).isEqualTo(Breaker.State.CLOSED);
        assertThat(calls.breaker().retries()).isGreaterThan(3);
    }

    @Test
    void whatTryingAgainDoesNotMendIsNotTriedAgain() {
        assertThatThrownBy(() -> calls.call("cannot ask", () -> {
                    tries++;
                    throw new IllegalStateException("never");
                }))
                .isInstanceOf(BarographException.class)
                .hasMessage("cannot ask: never");
        assertThat(tries).isEqualTo(1);
        assertThat(calls.breaker().retries()).isZero();
    }

    @Test
    void ofTwoBeforeOneSystemTheGreaterTroubleStands() {
        Breaker open = new Breaker("nearby:1", Breaker.State.OPEN, 2);
        Breaker half = new Breaker("nearby:1", Breaker.State.HALF_OPEN, 3);
        assertThat(open.and(half)).isEqualTo(half.and(open)).isEqualTo(new Breaker("nearby:1", Breaker.State.OPEN, 5));
    }
}
