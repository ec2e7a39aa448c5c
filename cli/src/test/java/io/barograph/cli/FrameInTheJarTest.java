package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** baro.jar holds what this module's class path has: docs/reference/frame.md starts a JShell on it. */
class FrameInTheJarTest {
    @Test
    void frameIsThere() {
        assertThatCode(() -> Class.forName("io.barograph.frame.Frame")).doesNotThrowAnyException();
    }
}
