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
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that appears under its name only when it is complete: it is written beside it under another name, and renamed.
 * Closed without {@link #commit}, it leaves nothing behind. It is kept where its name says, see {@link FileStores}.
 */
public final class AtomicFile implements AutoCloseable {
    private static final String SUFFIX = ".tmp";

    private final FileStore store;
    private final String target;
    private final String temporary;
    private final OutputStream out;
    private boolean committed;

    private AtomicFile(FileStore store, String target, String temporary, OutputStream out) {
        this.store = store;
        this.target = target;
        this.temporary = temporary;
        this.out = out;
    }

    /** Opens one; a link is followed, so that what it points to is replaced and not the link. */
    public static AtomicFile create(String name) {
        FileStore store = FileStores.of(name);
        try {
            String target = store.resolve(name);
            StoredFile there = store.find(target);
            if (there != null && there.isFolder()) {
                throw new BarographException(
                        ErrorCode.INVALID_OPTION, "cannot write to '" + name + "': it is a folder");
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
        return new ExplainedStream(out, e -> failure(target, e));
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
            store.move(temporary, target);
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
            try {
                store.delete(temporary);
            } catch (IOException e) {
                throw failure(temporary, e);
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
        String message = String.valueOf(e.getMessage());
        if (e instanceof NoSuchFileException) {
            return new BarographException(
                    ErrorCode.FILE_NOT_FOUND, "cannot write '" + name + "': its folder does not exist", e);
        }
        if (FullDisk.codeOf(e) == ErrorCode.DISK_FULL) {
            return new BarographException(ErrorCode.DISK_FULL, "cannot write '" + name + "': the disk is full", e);
        }
        if (e instanceof AccessDeniedException) {
            return new BarographException(ErrorCode.IO_ERROR, "cannot write '" + name + "': permission denied", e);
        }
        return new BarographException(ErrorCode.IO_ERROR, "cannot write '" + name + "': " + message, e);
    }
}
