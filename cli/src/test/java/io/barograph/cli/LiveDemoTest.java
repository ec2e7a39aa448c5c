package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class LiveDemoTest {
    @Test
    void theTourShowsARevisionALateRowABadOneAndEndsWithEqualChecksums() {
        Session session = new Session();
        int status = session.run("demo", "--live");

        assertThat(status).as(session.out()).isZero();
        assertThat(session.out())
                .contains("-U[")
                .contains("+U[")
                .contains("read 720 = used 718 + late 1 + rejected 1 + duplicate 0")
                .contains("the same, bit for bit");
    }
}
