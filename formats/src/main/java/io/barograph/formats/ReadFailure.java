package io.barograph.formats;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.Interruption;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What a failed read of a source means, in words for the person who asked for it. */
public final class ReadFailure {
    private ReadFailure() {}

    /** As {@link #of}, for several files: where the failure names the one that it is about, that is the name. */
    static BarographException ofFiles(String name, IOException failed) {
        String about = failed instanceof FileSystemException one ? one.getFile() : null;
        return of(about == null ? name : about, failed);
    }

    /**
     * The error for a source of this name.
     *
     * @param failed its message is shown, except where its type says more
     */
    public static BarographException of(String name, IOException failed) {
        if (failed instanceof NoSuchFileException) {
            return new BarographException(
                    ErrorCode.FILE_NOT_FOUND, "the file '" + name + "' is gone: it was there a moment ago", failed);
        }
        if (failed instanceof ClosedByInterruptException) {
            return Interruption.of(failed);
        }
        String reason = failed instanceof AccessDeniedException
                ? "permission denied; ask its owner, or run as a user who may read it"
                : String.valueOf(failed.getMessage());
        return new BarographException(ErrorCode.IO_ERROR, "cannot read '" + name + "': " + reason, failed);
    }
}
