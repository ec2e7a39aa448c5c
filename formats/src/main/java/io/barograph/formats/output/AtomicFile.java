package io.barograph.formats.output;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.FullDisk;
import io.barograph.formats.store.FileStore;
import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.StoredFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears under its name only when it is complete: it is written beside it under another name, and renamed.
 * Closed without {@link #commit}, it leaves nothing behind. It is kept where its name says, see {@link FileStores}.
 *
 * <p>What is no file, such as a device, a pipe or {@code /dev/stdout}, is written straight into: there is nothing to rename, and what was
 * written stays.
 */
public final class AtomicFile implements AutoCloseable {
    private static final String SUFFIX = ".tmp";
    private static final String NO_FOLDER = "its folder does not exist";

    private final FileStore store;
    private final String target;
    /** Null where there is none: the target is a stream. */
    private final @Nullable String temporary;

    private final OutputStream out;
    private boolean committed;

    private AtomicFile(FileStore store, String target, @Nullable String temporary, OutputStream out) {
        this.store = store;
        this.target = target;
        this.temporary = temporary;
        this.out = out;
    }

    /** Opens one; a link is followed, so that what it points to is replaced or made, and not the link. */
    public static AtomicFile create(String name) {
        FileStore store = FileStores.of(name);
        try {
            String target = store.resolve(name);
            StoredFile there = store.find(target);
            if (there != null && there.isFolder()) {
                throw new BarographException(
                        ErrorCode.INVALID_OPTION, "cannot write to '" + name + "': it is a folder");
            }
            OutputStream stream = store.openStream(target);
            if (stream != null) {
                return new AtomicFile(store, name, null, stream);
            }
            String folder = store.folderOf(target);
            String prefix = "." + store.lastOf(target) + ".";
            removeAbandoned(store, folder, prefix);
            String temporary = store.in(folder, temporaryName(store, prefix));
            return new AtomicFile(store, target, temporary, store.create(temporary));
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    /** What is written to it is appended; a failure is a {@link BarographException} that names the file. */
    public OutputStream stream() {
        return stream(e -> failure(target, e));
    }

    /** As {@link #stream()}, where failures mean what the caller says. */
    public OutputStream stream(Function<IOException, RuntimeException> meaning) {
        return new ExplainedStream(out, meaning);
    }

    /** Appends a text in UTF-8. */
    public void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failure(target, e);
        }
    }

    /** Gives the complete file its name. */
    public void commit() {
        try {
            out.close();
            if (temporary != null) {
                store.move(temporary, target);
            }
            committed = true;
        } catch (IOException e) {
            throw failure(target, e);
        }
    }

    @Override
    public void close() {
        if (!committed) {
            try {
                out.close();
            } catch (IOException | BarographException e) {
                // The file is thrown away: whether its last bytes were written does not matter.
            }
            if (temporary != null) {
                try {
                    store.delete(temporary);
                } catch (IOException e) {
                    throw failure(temporary, e);
                }
            }
        }
    }

    /** The name of an unfinished file of this process. */
    static String temporaryName(FileStore store, String prefix) {
        return prefix + store.processName() + SUFFIX;
    }

    /**
     * Removes the unfinished files of processes that were killed: {@code PREFIX<process>.tmp} where no such process runs.
     *
     * @param folder where to look; what cannot be looked at or removed stays
     */
    static void removeAbandoned(FileStore store, String folder, String prefix) {
        List<String> abandoned = new ArrayList<>();
        try {
            store.walk(folder, 1, file -> {
                if (isAbandoned(store, store.lastOf(file.name()), prefix)) {
                    abandoned.add(file.name());
                }
            });
            for (String file : abandoned) {
                store.delete(file);
            }
        } catch (IOException e) {
            // They only take space; whether the new file can be written shows when it is.
        }
    }

    private static boolean isAbandoned(FileStore store, String name, String prefix) {
        return name.startsWith(prefix)
                && name.endsWith(SUFFIX)
                && name.length() > prefix.length() + SUFFIX.length()
                && !store.isRunning(name.substring(prefix.length(), name.length() - SUFFIX.length()));
    }

    /** What a failed write to a file of this name means. */
    public static BarographException failure(String name, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new BarographException(
                    ErrorCode.FILE_NOT_FOUND, "cannot write '" + name + "': " + whatIsMissing(name), e);
        }
        if (FullDisk.codeOf(e) == ErrorCode.DISK_FULL) {
            return new BarographException(ErrorCode.DISK_FULL, "cannot write '" + name + "': the disk is full", e);
        }
        if (e instanceof AccessDeniedException) {
            return new BarographException(ErrorCode.IO_ERROR, "cannot write '" + name + "': permission denied", e);
        }
        return new BarographException(ErrorCode.IO_ERROR, "cannot write '" + name + "': " + reason(e), e);
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException failed ? failed.getReason() : null;
        return reason == null ? String.valueOf(e.getMessage()) : reason;
    }

    private static String whatIsMissing(String name) {
        FileStore store = FileStores.of(name);
        try {
            String target = store.resolve(name);
            String folder = store.folderOf(target);
            if (store.find(folder) != null) {
                return "no file can be made in '" + folder + "'";
            }
            boolean isLink = store.find(store.folderOf(name)) != null;
            return isLink ? "it is a link to '" + target + "', and the folder of that does not exist" : NO_FOLDER;
        } catch (IOException e) {
            return NO_FOLDER;
        }
    }
}
