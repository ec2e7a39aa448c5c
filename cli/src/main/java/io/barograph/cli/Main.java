package io.barograph.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The process: its exit status, and its end by Ctrl-C. */
public final class Main {
    private static final long SECONDS_TO_END = 3;

    private Main() {}

    /** Runs the command and exits. */
    public static void main(String[] arguments) {
        Console console = Console.ofProcess();
        CountDownLatch ended = new CountDownLatch(1);
        // SIGINT and SIGTERM start the hooks; the process then exits with 130 or 143 whatever the main thread does. The
        // hook gives that thread the time to remove its temporary files and to say what became of the run.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            console.cancellation().request();
            try {
                ended.await(SECONDS_TO_END, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        int status;
        try {
            status = Baro.run(List.of(arguments), console);
        } finally {
            ended.countDown();
        }
        System.exit(status);
    }
}
