package io.barograph.cli.live;

import io.barograph.cli.Console;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The terminal's size as it is now: the launcher's at first, then what the terminal says, asked twice a second. Thread-safe. */
public final class ScreenSize implements Supplier<LiveScreen.Size>, AutoCloseable {
    private static final int DEFAULT_HEIGHT = 24;
    private static final int NARROWEST = 20;
    private static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private @Nullable Terminal terminal;
    private LiveScreen.Size size;
    private long askedAt = System.nanoTime();
    private boolean isOpen = true;

    public ScreenSize(Console console) {
        size = atStart(console);
    }

    /** What the launcher has found. */
    public static LiveScreen.Size atStart(Console console) {
        return new LiveScreen.Size(console.width(), Integer.getInteger("baro.height", DEFAULT_HEIGHT));
    }

    @Override
    public synchronized LiveScreen.Size get() {
        if (isOpen && System.nanoTime() - askedAt >= ASK_NANOS) {
            Size now = ask();
            if (now.getColumns() >= NARROWEST && now.getRows() > 1) {
                size = new LiveScreen.Size(now.getColumns(), now.getRows());
            }
            askedAt = System.nanoTime();
        }
        return size;
    }

    private Size ask() {
        try {
            if (terminal == null) {
                terminal = TerminalBuilder.builder()
                        .system(true)
                        .dumb(true)
                        .nativeSignals(false)
                        .build();
            }
            return terminal.getSize();
        } catch (IOException e) {
            // A terminal that cannot be asked keeps the size that it had.
            isOpen = false;
            return new Size(0, 0);
        }
    }

    @Override
    public synchronized void close() {
        isOpen = false;
        try {
            if (terminal != null) {
                terminal.close();
            }
        } catch (IOException e) {
            // It is the system's; nothing of it was changed.
        }
    }
}
