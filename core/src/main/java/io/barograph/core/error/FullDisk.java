package io.barograph.core.error;

import java.util.List;
import java.util.Locale;

/** Tells failures to write for want of room from others: the JDK has no type of its own for them, only the system's words. */
public final class FullDisk {
    /** Of Linux and macOS, of Windows, of a user's quota, of a process's longest file ({@code ulimit -f}). */
    private static final List<String> WORDS =
            List.of("no space left", "not enough space", "quota exceeded", "file too large");

    private FullDisk() {}

    /** {@code DISK_FULL} where the failure says so, else {@code IO_ERROR}. */
    public static ErrorCode codeOf(Exception failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(message::contains) ? ErrorCode.DISK_FULL : ErrorCode.IO_ERROR;
    }
}
