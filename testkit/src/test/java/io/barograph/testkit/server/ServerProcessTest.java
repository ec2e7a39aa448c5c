package io.barograph.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ServerProcessTest {
    /** A shell's script that serves nobody, but says in a file that it would. */
    private static final class Script extends ServerProcess {
        private final String script;

        Script(String script) {
            super("script", 1);
            this.script = script;
        }

        @Override
        protected void prepare() throws IOException {
            run(new ProcessBuilder("sh", "-c", "echo prepared"));
        }

        @Override
        protected ProcessBuilder program() {
            return new ProcessBuilder("sh", "-c", script);
        }

        @Override
        protected boolean answers() {
            return Files.exists(path("ready"));
        }

        Path path(String name) {
            return folder().resolve(name);
        }
    }

    @Test
    void oneThatDoesNotStartSaysWhatItWroteAndLeavesNothing() {
        Script server = new Script("echo no such setting; exit 1");
        assertThatThrownBy(server::begin)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("script did not start:\nprepared\nno such setting");
        assertThat(server.path("")).doesNotExist();
    }

    @Test
    void oneThatWasKilledIsStartedUntilItsLastProcessesLetItHaveItsData() throws IOException {
        try (Script server =
                new Script("echo >> starts; test -e held && rm held && exit 1; touch ready; exec sleep 600")) {
            server.begin();
            server.kill();
            Files.delete(server.path("ready"));
            Files.createFile(server.path("held"));
            server.restart();
            assertThat(Files.readAllLines(server.path("starts"))).hasSize(3);
            server.stop();
        }
    }
}
