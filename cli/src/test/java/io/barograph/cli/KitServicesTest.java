package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.Job;
import io.barograph.local.TaskHost;
import io.barograph.local.live.LiveHost;
import io.barograph.local.live.LiveJob;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every call to what a kit brings is made where the thread's classes are the kit's. */
class KitServicesTest {
    @TempDir
    Path folder;

    private URLClassLoader kit;
    private KitServices services;

    @BeforeEach
    void makeKit() throws IOException {
        Path named = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(named.resolve(Provider.class.getName()), Provider.class.getName());
        kit = new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
        services = new KitServices(kit, "toy");
    }

    @AfterEach
    void closeKit() throws IOException {
        kit.close();
    }

    /** A service that a kit brings. */
    public static class Provider {
        final Host host = new Host();
    }

    /** Notes for every call which classes its thread has. */
    static final class Host implements TaskHost, LiveHost {
        ClassLoader called;
        ClassLoader told;

        private void note() {
            called = Thread.currentThread().getContextClassLoader();
        }

        @Override
        public String name() {
            note();
            return "toy";
        }

        @Override
        public int partitions() {
            return 7;
        }

        @Override
        public long leastTaskBytes() {
            return 42;
        }

        @Override
        public void run(Job job, Cancellation cancellation, Consumer<byte[]> answer) {
            note();
            try (Cancellation.Watch watch = cancellation.whenRequested(
                    () -> told = Thread.currentThread().getContextClassLoader())) {
                answer.accept(new byte[1]);
            }
            cancellation.check();
            throw new BarographException(ErrorCode.UNAVAILABLE, "gave up");
        }

        @Override
        public LiveHost live() {
            return this;
        }

        @Override
        public void check(LiveJob job) {
            note();
        }

        @Override
        public String explain(LiveJob job) {
            note();
            return "as it likes";
        }

        @Override
        public End run(List<LiveJob> jobs, long checkpointNanos, @Nullable String state, RunOptions options) {
            throw new AssertionError("nobody runs it");
        }

        @Override
        public void close() {}
    }

    private TaskHost open(Host[] opened) {
        return services.open(
                Provider.class,
                provider -> true,
                provider -> {
                    opened[0] = provider.host;
                    return provider.host;
                },
                TaskHost.class,
                "run queries");
    }

    @Test
    void everyCallIsMadeWithinTheKit() {
        Host[] host = new Host[1];
        TaskHost opened = open(host);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        assertThat(opened.name()).isEqualTo("toy");
        assertThat(host[0].called).isSameAs(kit);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        assertThat(opened.partitions()).isEqualTo(7);
        assertThat(opened.leastTaskBytes()).as("what the host says, no default").isEqualTo(42);
        host[0].called = null;
        assertThat(opened.live().explain(null)).isEqualTo("as it likes");
        assertThat(host[0].called).isSameAs(kit);
    }

    @Test
    void whatAHostThrowsIsThrown() {
        TaskHost opened = open(new Host[1]);
        assertThatThrownBy(() -> opened.run(null, new Cancellation(), chunk -> {}))
                .isInstanceOf(BarographException.class)
                .hasMessage("gave up");
    }

    @Test
    void aRequestToStopComesFromWithinTheKit() {
        Host[] host = new Host[1];
        TaskHost opened = open(host);
        Cancellation cancellation = new Cancellation();
        assertThatThrownBy(() -> opened.run(null, cancellation, chunk -> cancellation.request()))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(host[0].told).isSameAs(kit);
    }

    @Test
    void aKitWithoutTheServiceSaysHowToGetIt() {
        assertThatThrownBy(() -> services.open(
                        Provider.class, provider -> false, provider -> provider.host, TaskHost.class, "run queries"))
                .isInstanceOf(BarographException.class)
                .hasMessage(
                        "what is installed for 'toy' does not run queries; install it again: baro engines install toy");
    }
}
