package io.barograph.core.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanCodecTest {
    /** One component of every kind; plans of real queries are tested where tasks are. */
    private record Sample(
            int number,
            long large,
            double real,
            boolean truth,
            String text,
            @Nullable String none,
            BigDecimal decimal,
            Type type,
            Exchange constant,
            List<Object> list,
            Set<String> set,
            Map<String, String> map,
            Object nested) {}

    private record Guarded(int positive) {
        Guarded {
            if (positive < 1) {
                throw new IllegalArgumentException("not positive: " + positive);
            }
        }
    }

    private static Sample sample() {
        return new Sample(
                -7,
                Long.MIN_VALUE,
                Double.NaN,
                true,
                "온도 ℃",
                null,
                new BigDecimal("-12345678901234567890.123"),
                Type.decimal(20, 3),
                Exchange.KEYED,
                List.of(1L, "온도 ℃", List.of()),
                Set.of("b", "a", "c"),
                Map.of("k", "v"),
                new Guarded(3));
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        byte[] bytes = PlanCodec.write(sample());
        assertThat(PlanCodec.read(bytes, Sample.class)).isEqualTo(sample());
        assertThat(PlanCodec.write(PlanCodec.read(bytes, Sample.class))).isEqualTo(bytes);
    }

    @Test
    void damagedBytesAreRefusedWhateverIsWrong() {
        byte[] bytes = PlanCodec.write(sample());
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
            for (int flip = random.nextInt(4); flip >= 0 && damaged.length > 0; flip--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                PlanCodec.read(damaged, Sample.class);
            } catch (BarographException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.BAD_DATA);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    void constructorsGuardTheirRecords() {
        byte[] bytes = PlanCodec.write(new Guarded(1));
        // The number is last, and zigzag.
        bytes[bytes.length - 1] = 1;
        assertThatThrownBy(() -> PlanCodec.read(bytes, Guarded.class))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("refuses its values");
    }

    @Test
    void nothingButOursIsMade() {
        byte[] bytes = PlanCodec.write(new Guarded(1));
        byte[] ours = Guarded.class.getName().getBytes(StandardCharsets.UTF_8);
        byte[] other = "java.lang.Runtime$Version".getBytes(StandardCharsets.UTF_8);
        int at = indexOf(bytes, ours);
        Arrays.fill(bytes, at, at + ours.length, (byte) 'x');
        System.arraycopy(other, 0, bytes, at, other.length);
        assertThatThrownBy(() -> PlanCodec.read(bytes, Guarded.class))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("none of ours");
    }

    private static int indexOf(byte[] bytes, byte[] sought) {
        for (int at = 0; ; at++) {
            if (Arrays.equals(bytes, at, at + sought.length, sought, 0, sought.length)) {
                return at;
            }
        }
    }

    @Test
    void plansOfAnotherVersionAreRefused() {
        byte[] bytes = PlanCodec.write(new Guarded(1));
        bytes[4]++;
        assertThatThrownBy(() -> PlanCodec.read(bytes, Guarded.class))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("run the same Barograph everywhere");
    }
}
