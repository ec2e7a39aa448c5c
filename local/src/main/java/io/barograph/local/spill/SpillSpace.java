package io.barograph.local.spill;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.FullDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The temporary files of one run, all in one folder. Nothing is opened before the first one is asked for.
 *
 * <p><b>Nothing stays behind</b>, however the process ends. Files are opened with {@code DELETE_ON_CLOSE}: on POSIX systems
 * the JDK takes a file's name out of the folder as soon as it is open, so that the system frees its space with the last handle,
 * after {@code kill -9} too; on Windows the system deletes it with the last handle. What a file system without such deletion
 * (some network mounts) keeps of a dead process, the next run with the same folder deletes: names hold the process's number.
 *
 * <p>Files are readable by their owner only. Thread-safe.
 */
public final class SpillSpace implements AutoCloseable {
    private static final String PREFIX = "barograph-";
    private static final String SUFFIX = ".spill";
    private static final Set<OpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);

    private final Path folder;
    private final Opener opener;
    /** What makes less be written, beside what always helps; empty where nothing does. */
    private final String less;

    private final SecureRandom random = new SecureRandom();
    private final List<SpillFile> open = new ArrayList<>();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private boolean swept;
    private boolean closed;

    /** @param folder where files are made; it must exist once the first is asked for */
    public SpillSpace(Path folder) {
        this(folder, SpillSpace::create);
    }

    SpillSpace(Path folder, Opener opener) {
        this(folder, opener, ", or raise --memory, so that less has to be written");
    }

    private SpillSpace(Path folder, Opener opener, String less) {
        this.folder = folder;
        this.opener = opener;
        this.less = less;
    }

    /** Where what goes to files does so however much memory there is. */
    public static SpillSpace ofCopies(Path folder) {
        return new SpillSpace(folder, SpillSpace::create, "");
    }

    /** Opens a new file: the place where tests let a disk be full. */
    @FunctionalInterface
    interface Opener {
        FileChannel open(Path file) throws IOException;
    }

    private static FileChannel create(Path file) throws IOException {
        FileAttribute<?>[] ownerOnly =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        return FileChannel.open(file, OPTIONS, ownerOnly);
    }

    /**
     * A new, empty file, closed by whoever is done with it, at the latest with this space.
     *
     * @param content what it is to hold, for messages: groups, rows to sort, …
     * @throws BarographException IO_ERROR where the folder takes no file; DISK_FULL
     */
    public synchronized SpillFile newFile(String content) {
        if (closed) {
            throw new IllegalStateException("the run has ended");
        }
        if (!swept) {
            swept = true;
            deleteLeftovers();
        }
        Path path = folder.resolve(
                PREFIX + ProcessHandle.current().pid() + "-" + Long.toHexString(random.nextLong()) + SUFFIX);
        try {
            SpillFile file = new SpillFile(this, opener.open(path), content);
            open.add(file);
            return file;
        } catch (NoSuchFileException missing) {
            throw new BarographException(
                    ErrorCode.IO_ERROR,
                    "the folder for temporary files, " + folder
                            + ", does not exist; create it, or name another one with --temp",
                    missing);
        } catch (IOException failed) {
            throw failure(failed, content, 0);
        }
    }

    /** Files of processes that are no more, on file systems that keep what was deleted while open. */
    private void deleteLeftovers() {
        try (var files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                int dash = name.indexOf('-', PREFIX.length());
                if (dash > 0 && isOfDeadProcess(name.substring(PREFIX.length(), dash))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | RuntimeException ignored) {
            // Tidying up for others must not fail a run; what is wrong with the folder shows when a file is made in it.
            return;
        }
    }

    private static boolean isOfDeadProcess(String number) {
        try {
            return ProcessHandle.of(Long.parseLong(number)).isEmpty();
        } catch (NumberFormatException foreign) {
            return false;
        }
    }

    /** Bytes written to all files so far, closed ones too. */
    public long bytesWritten() {
        return written.get();
    }

    /** Closes, and so deletes, every file. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!open.isEmpty()) {
            open.get(open.size() - 1).close();
        }
    }

    void wrote(int bytes) {
        written.addAndGet(bytes);
        held.addAndGet(bytes);
    }

    synchronized void closed(SpillFile file, long bytes) {
        open.remove(file);
        held.addAndGet(-bytes);
    }

    /** What a failure of the file system means to the user. */
    BarographException failure(IOException failed, String content, int more) {
        String text = String.valueOf(failed.getMessage());
        if (FullDisk.codeOf(failed) == ErrorCode.DISK_FULL) {
            return new BarographException(
                    ErrorCode.DISK_FULL,
                    "the disk of the folder for temporary files, " + folder + ", is full: " + ByteSize.text(held.get())
                            + " are there for " + content + ", and " + ByteSize.text(more) + " more do not fit (" + text
                            + "). They are deleted again. Free some space, or name a folder on another disk with --temp"
                            + less,
                    failed);
        }
        return new BarographException(
                ErrorCode.IO_ERROR,
                "temporary files in " + folder + " cannot be used for " + content + ": " + text
                        + "; name another folder with --temp",
                failed);
    }
}
