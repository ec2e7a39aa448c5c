package io.barograph.formats.output;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears under its name only when it is complete: it is written beside it under another name, and renamed.
 * Closed without {@link #commit}, it leaves nothing behind.
 */
public final class AtomicFile implements AutoCloseable {
    private static final String SUFFIX = ".tmp";

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private boolean committed;

    private AtomicFile(Path target, Path temporary, FileChannel channel) {
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
    }

    /** Opens one; a link is followed, so that what it points to is replaced and not the link. */
    public static AtomicFile create(String name) {
        try {
            Path path = Path.of(name);
            Path target = Files.isSymbolicLink(path) ? path.toRealPath() : path.toAbsolutePath();
            if (Files.isDirectory(target)) {
                throw new BarographException(
                        ErrorCode.INVALID_OPTION, "cannot write to '" + name + "': it is a folder");
            }
            removeAbandoned(target.getParent(), "." + target.getFileName() + ".");
            Path temporary = target.resolveSibling(
                    "." + target.getFileName() + "." + ProcessHandle.current().pid() + SUFFIX);
            FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            return new AtomicFile(target, temporary, channel);
        } catch (InvalidPathException e) {
            throw new BarographException(ErrorCode.INVALID_OPTION, "'" + name + "' is no file name", e);
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    public FileChannel channel() {
        return channel;
    }

    /** What is written to it is appended; a failure is a {@link BarographException} that names the file. */
    public OutputStream stream() {
        String name = target.toString();
        return new ExplainedStream(Channels.newOutputStream(channel), e -> failure(name, e));
    }

    /** Appends a text in UTF-8. */
    public void write(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw failure(target.toString(), e);
        }
    }

    /** Gives the complete file its name. */
    public void commit() {
        try {
            channel.close();
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
            committed = true;
        } catch (IOException e) {
            throw failure(target.toString(), e);
        }
    }

    @Override
    public void close() {
        if (!committed) {
            try {
                channel.close();
            } catch (IOException e) {
                // The file is thrown away: whether its last bytes reached the disk does not matter.
            }
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                throw failure(temporary.toString(), e);
            }
        }
    }

    /**
     * Removes the unfinished files of processes that were killed: {@code PREFIX<process>.tmp} where no such process runs.
     *
     * @param folder where to look; what cannot be looked at or removed stays
     */
    static void removeAbandoned(@Nullable Path folder, String prefix) {
        if (folder == null) {
            return;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, file -> isAbandoned(file, prefix))) {
            for (Path abandoned : found) {
                removeTree(abandoned);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // They only take space; whether the new file can be written shows when it is.
        }
    }

    private static boolean isAbandoned(Path file, String prefix) {
        String name = String.valueOf(file.getFileName());
        if (!name.startsWith(prefix) || !name.endsWith(SUFFIX) || name.length() <= prefix.length() + SUFFIX.length()) {
            return false;
        }
        String process = name.substring(prefix.length(), name.length() - SUFFIX.length());
        return process.length() < 19
                && process.chars().allMatch(c -> c >= '0' && c <= '9')
                && !ProcessHandle.of(Long.parseLong(process))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }

    /** Removes a file, or a folder with all that is in it; links are not followed. */
    static void removeTree(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** What a failed write to a file of this name means. */
    public static BarographException failure(String name, IOException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof NoSuchFileException) {
            return new BarographException(
                    ErrorCode.FILE_NOT_FOUND, "cannot write '" + name + "': its folder does not exist", e);
        }
        if (message.contains("No space left") || message.contains("not enough space")) {
            return new BarographException(ErrorCode.DISK_FULL, "cannot write '" + name + "': the disk is full", e);
        }
        if (e instanceof java.nio.file.AccessDeniedException) {
            return new BarographException(ErrorCode.IO_ERROR, "cannot write '" + name + "': permission denied", e);
        }
        return new BarographException(ErrorCode.IO_ERROR, "cannot write '" + name + "': " + message, e);
    }
}
