package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When Ctrl-C counts for a statement. */
class LineEditorTest {
    private LineDisciplineTerminal terminal;
    private LineEditor editor;

    @BeforeEach
    void open() throws IOException {
        terminal = new LineDisciplineTerminal("test", "xterm", new ByteArrayOutputStream(), StandardCharsets.UTF_8);
        editor = new LineEditor(
                terminal, LineReaderBuilder.builder().terminal(terminal).build());
    }

    @AfterEach
    void close() {
        editor.close();
    }

    private String type(String line) throws IOException {
        terminal.processInputBytes(line.getBytes(StandardCharsets.UTF_8));
        return editor.next();
    }

    private boolean isCancelled(Runnable statement) {
        Cancellation cancellation = new Cancellation();
        AtomicInteger runs = new AtomicInteger();
        editor.cancellable(cancellation, () -> {
            runs.incrementAndGet();
            statement.run();
        });
        assertThat(runs).hasValue(1);
        return cancellation.isRequested();
    }

    @Test
    void aStatementThatRunsIsCancelled() throws IOException {
        assertThat(type("SELECT 1;\r")).isEqualTo("SELECT 1;");
        assertThat(isCancelled(() -> terminal.raise(Terminal.Signal.INT))).isTrue();
        assertThat(isCancelled(() -> {})).isFalse();
    }

    @Test
    void aSignalBetweenTheEndOfTheLineAndTheStatementIsMeantForIt() throws IOException {
        type("SELECT 1;\r");
        terminal.raise(Terminal.Signal.INT);
        assertThat(isCancelled(() -> {})).isTrue();
        assertThat(isCancelled(() -> {})).isFalse();
    }

    @Test
    void aSignalThatCameWhileNothingRanCancelsNothingLater() throws IOException {
        terminal.raise(Terminal.Signal.INT);
        type("SELECT 1;\r");
        assertThat(isCancelled(() -> {})).isFalse();
    }
}
