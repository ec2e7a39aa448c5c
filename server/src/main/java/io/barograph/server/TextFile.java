package io.barograph.server;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that the service is started with. */
final class TextFile {
    private TextFile() {}

    /**
     * A file's text.
     *
     * @param what it is, for messages
     * @throws BarographException {@code FILE_NOT_FOUND}, {@code INVALID_ARGUMENT} for what is no UTF-8, {@code IO_ERROR}
     */
    static String read(Path file, String what) {
        String called = "the " + what + " '" + file + "'";
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BarographException(
                    ErrorCode.FILE_NOT_FOUND,
                    called + " is not there: no such file in "
                            + file.toAbsolutePath().normalize().getParent(),
                    e);
        } catch (CharacterCodingException e) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT, called + " is no text in UTF-8; save it in that encoding", e);
        } catch (AccessDeniedException e) {
            throw new BarographException(
                    ErrorCode.IO_ERROR, called + " cannot be read: permission denied; ask its owner", e);
        } catch (IOException e) {
            throw new BarographException(ErrorCode.IO_ERROR, called + " cannot be read: " + e.getMessage(), e);
        }
    }
}
