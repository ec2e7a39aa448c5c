package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The settings that {@code SET} knows: those that change no answer, under our names and Flink's. */
public final class Settings {
    /** How much of late rows and rejected records is kept beside a live run's checkpoints: {@code 1g}, or {@code none}. */
    public static final String KEPT = "left-out.keep";

    /** The most workers of a query, as {@code --threads} takes them, too. */
    public static final int MOST_THREADS = 1024;

    private static final List<String> KEYS = List.of(
            "threads",
            "strict",
            "parallelism.default",
            "execution.runtime-mode",
            "pipeline.name",
            "checkpoint.interval",
            "execution.checkpointing.interval",
            "checkpoint.dir",
            KEPT,
            "discovery.interval",
            "execution.checkpointing.dir");

    private Settings() {}

    /**
     * A setting that can be kept, under our name.
     *
     * @throws BarographException INVALID_OPTION for an unknown key or a value that it cannot have
     */
    public static Statement.Set check(Statement.Set set) {
        return switch (set.key()) {
            case "threads", "parallelism.default" -> {
                if (!isNumber(set.value())
                        || Integer.parseInt(set.value()) < 1
                        || Integer.parseInt(set.value()) > MOST_THREADS) {
                    throw invalid(set, "a number of workers from 1 to " + MOST_THREADS);
                }
                yield new Statement.Set("threads", set.value());
            }
            case "strict" -> {
                if (!set.value().equalsIgnoreCase("true") && !set.value().equalsIgnoreCase("false")) {
                    throw invalid(set, "true or false");
                }
                yield set;
            }
            case "execution.runtime-mode" -> {
                if (!set.value().equalsIgnoreCase("batch") && !set.value().equalsIgnoreCase("streaming")) {
                    throw invalid(set, "batch or streaming");
                }
                yield set;
            }
            case "pipeline.name" -> set;
            case KEPT -> {
                if (!set.value().matches("(?i)none|\\d{1,6}[kmgt]")) {
                    throw invalid(set, "a size such as '1g', or 'none'");
                }
                yield set;
            }
            case "checkpoint.interval", "execution.checkpointing.interval" -> {
                if (LengthText.nanos(set.value()).orElse(0) == 0) {
                    throw invalid(set, "a length of time such as '10 seconds'");
                }
                yield new Statement.Set("checkpoint.interval", set.value());
            }
            case "discovery.interval" -> {
                if (LengthText.nanos(set.value()).orElse(0) == 0) {
                    throw invalid(set, "a length of time such as '5 seconds'");
                }
                yield set;
            }
            case "checkpoint.dir", "execution.checkpointing.dir" -> {
                if (!isFolder(set.value())) {
                    throw invalid(set, "a folder of this machine, such as 'checkpoints'");
                }
                yield new Statement.Set("checkpoint.dir", set.value());
            }
            default ->
                throw new BarographException(
                        ErrorCode.INVALID_OPTION,
                        "there is no setting '" + set.key() + "'" + NearNames.hint(set.key(), KEYS, "there are"));
        };
    }

    private static boolean isFolder(String text) {
        try {
            return !text.isBlank() && !text.contains("://") && Path.of(text).getNameCount() > 0;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static BarographException invalid(Statement.Set set, String expected) {
        return new BarographException(
                ErrorCode.INVALID_OPTION,
                "SET '" + set.key() + "' expects " + expected + ", not '" + set.value() + "'");
    }
}
