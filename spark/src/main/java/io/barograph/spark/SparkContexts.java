package io.barograph.spark;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.AnswerLost;
import io.barograph.local.TaskHostSettings;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Starts Spark's driver in this process, and says in our words what it fails with. */
public final class SparkContexts {
    /**
     * Executors live as long as a query. The thorough compiler takes loops over rows as early as ever, and methods that are called
     * once a batch or to read a plan later: a quarter less processor time for a query of half a minute. Those of whoever asks come
     * behind these, and win.
     */
    private static final String EXECUTOR_OPTIONS = "-XX:-UsePerfData"
            + " -XX:Tier4InvocationThreshold=100000 -XX:Tier4CompileThreshold=100000"
            + " -XX:Tier4MinInvocationThreshold=20 -XX:Tier4BackEdgeThreshold=150000"
            + " -XX:Tier3MinInvocationThreshold=10 -XX:Tier3BackEdgeThreshold=15000";

    /** What to do against the loss of executors. */
    static final String MORE_MEMORY =
            "mostly for want of memory: give more with --conf spark.executor.memory=4g, or see in the"
                    + " executors' logs why they have ended";

    /** In what Spark says where executors, or what they have made, are gone for good. */
    private static final List<String> LOSSES =
            List.of("ExecutorLostFailure", "Missing an output location", "FetchFailedException");

    private static final String LOOPBACK = "127.0.0.1";

    private SparkContexts() {}

    /**
     * Connects to a master, or starts executors as threads of this process.
     *
     * @throws BarographException UNAVAILABLE where Spark refuses
     */
    public static JavaSparkContext open(TaskHostSettings settings) {
        try {
            return new JavaSparkContext(configuration(settings));
        } catch (Exception refused) {
            throw new BarographException(
                    ErrorCode.UNAVAILABLE,
                    "Spark does not start" + (settings.master() == null ? "" : " at '" + settings.master() + "'") + ": "
                            + refused.getMessage(),
                    refused);
        }
    }

    private static SparkConf configuration(TaskHostSettings settings) {
        SparkConf configuration = new SparkConf(false)
                .setAppName("barograph")
                .set("spark.ui.enabled", "false")
                .set("spark.local.dir", settings.temp());
        String master = settings.master();
        if (master == null) {
            configuration
                    .setMaster("local[" + settings.threads() + "]")
                    .set("spark.driver.bindAddress", LOOPBACK)
                    .set("spark.driver.host", LOOPBACK);
        } else {
            configuration
                    .setMaster(master)
                    .set("spark.executor.defaultJavaOptions", EXECUTOR_OPTIONS)
                    .setJars(new String[] {settings.jobJar().toString()});
        }
        settings.properties().forEach(configuration::set);
        return configuration;
    }

    /** What a task failed with, in its own words, or an {@link AnswerLost}; Spark wraps either. */
    public static RuntimeException told(JavaSparkContext context, Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof BarographException || cause instanceof AnswerLost) {
                return (RuntimeException) cause;
            }
        }
        String text = String.valueOf(failed.getMessage());
        if (!context.sc().isStopped() && LOSSES.stream().anyMatch(text::contains)) {
            return new BarographException(
                    ErrorCode.UNAVAILABLE,
                    "Spark at '" + context.master()
                            + "' gave up: executors were lost, those in their place, too, " + MORE_MEMORY + " ("
                            + firstLine(text)
                            + ")",
                    failed);
        }
        return new BarographException(
                ErrorCode.UNAVAILABLE,
                "Spark at '" + context.master() + "' gave up: " + reason(context, failed)
                        + "; is its master there, and of Spark " + context.version() + "?",
                failed);
    }

    /** Spark tells of failures by stack traces, and of a driver that has stopped by whatever was tried next. */
    private static String reason(JavaSparkContext context, Exception failed) {
        if (context.sc().isStopped()) {
            return "it has stopped the driver, as where no master answers";
        }
        return failed.getMessage() == null ? failed.toString() : firstLine(failed.getMessage());
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
