package io.barograph.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The process: its exit status, and its end by Ctrl-C. */
public final class Main {
    private Main() {}

    /** Runs the command and exits. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), Console.ofProcess()));
    }

    /** Runs the command; until it ends, the process does not end by a signal either. */
    static int run(List<String> arguments, Console console) {
        CountDownLatch ended = new CountDownLatch(1);
        // SIGINT and SIGTERM start the hooks; the process then exits with 130 or 143 whatever the main thread does. The
        // hook gives that thread the time to remove its temporary files and to say what became of the run.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            console.cancellation().request();
            try {
                ended.await(Baro.secondsToEnd(arguments), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try {
            return Baro.run(arguments, console);
        } finally {
            ended.countDown();
        }
    }
}
