package io.barograph.core.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Dictionary;
import org.junit.jupiter.api.Test;

class CaseMappingTest {
    /** Found on JDK 17 and equal on 25: a JDK that differs would change answers. */
    private static final long LOWER = 3967166661898601019L;

    private static final long UPPER = 7271126727796379959L;

    @Test
    void everyJdkMapsEveryCodePointAlike() {
        assertThat(hash(false)).isEqualTo(LOWER);
        assertThat(hash(true)).isEqualTo(UPPER);
    }

    @Test
    void oneCodePointStaysOne() {
        assertThat(CaseMapping.upper("straße")).isEqualTo("STRAßE");
        assertThat(CaseMapping.lower("İI")).isEqualTo("ii");
        assertThat(CaseMapping.upper("서울 é")).isEqualTo("서울 É");
    }

    private static long hash(boolean upper) {
        long hash = 0;
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            hash = Dictionary.mix(hash ^ CaseMapping.map(codePoint, upper));
        }
        return hash;
    }
}
