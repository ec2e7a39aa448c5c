package io.barograph.formats.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.text.TimestampText;
import io.barograph.core.zone.Zone;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClockTest {
    private static final long SEED = Long.getLong("barograph.seed", 1);
    private static final String[] FORMS = {
        "", "", ".0", ".00", ".000", ".000", ".0000", ".000000", ".000000000", "Z", ".00Z"
    };

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void timesOfAnyFormAreReadAsWholeTexts() {
        Clock clock = new Clock(Zone.UTC);
        for (int i = 0; i < 20_000; i++) {
            String form = FORMS[random.nextInt(FORMS.length)];
            for (int k = 0; k < 20; k++) {
                check(clock, "2023-01-0" + (1 + i % 9) + " 0" + i % 10 + ":5" + k % 10 + seconds(form));
            }
        }
    }

    private void check(Clock clock, String text) {
        byte[] bytes = (text + "," + "\n".repeat(64)).getBytes(StandardCharsets.US_ASCII);
        long expected = clock.parse(bytes, 0, text.length());
        long[] values = new long[1];
        int end = clock.parse(bytes, 0, values, 0);
        // A whole text that is none must not be taken up to its end; a part of it may be.
        if (expected == TimestampText.INVALID) {
            assertThat(end).as("end of '%s', seed %d", text, SEED).isNotEqualTo(text.length());
        } else {
            assertThat(end).as("end of '%s', seed %d", text, SEED).isEqualTo(text.length());
            assertThat(values[0]).as("value of '%s', seed %d", text, SEED).isEqualTo(expected);
        }
    }

    private String seconds(String form) {
        StringBuilder text = new StringBuilder(":" + (10 + random.nextInt(50)) + form);
        for (int i = 3; i < text.length(); i++) {
            if (text.charAt(i) == '0') {
                text.setCharAt(i, (char) ('0' + random.nextInt(10)));
            }
        }
        if (random.nextInt(10) == 0) {
            text.setCharAt(random.nextInt(3), "60:/a".charAt(random.nextInt(5)));
        }
        return text.toString();
    }
}
