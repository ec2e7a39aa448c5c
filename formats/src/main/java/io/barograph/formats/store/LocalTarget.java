package io.barograph.formats.store;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What a path of this machine leads to when something is written there: a file, or what takes bytes as they come.
 *
 * @param path behind all links but those to open files, such as {@code /proc/self/fd/1}: what they show as their target is
 *     only a name that the file had when it was opened
 */
record LocalTarget(Path path) {
    /** As Linux has it. */
    private static final int MOST_LINKS = 40;

    private static final Path OF_THIS_PROCESS = Path.of("/dev/fd");
    private static final String STANDARD_OUTPUT = "1";
    private static final String STANDARD_ERROR = "2";

    /** Follows a path; a link may lead to what is not there yet. */
    static LocalTarget of(Path given) throws IOException {
        Path path = given.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(path) && !isOpenFile(path); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemException(given.toString(), null, "its links lead around in a circle");
            }
            path = path.resolveSibling(Files.readSymbolicLink(path));
        }
        return new LocalTarget(path);
    }

    /** Opens a device, a pipe or an open file, without emptying it; null for a file's name. */
    @Nullable
    OutputStream openStream() throws IOException {
        if (!isOpenFile(path)) {
            boolean isStream = Files.exists(path)
                    && Files.readAttributes(path, BasicFileAttributes.class).isOther();
            return isStream ? Files.newOutputStream(path, StandardOpenOption.WRITE) : null;
        }
        // Opened anew, a file has a place of its own to write at: who shares the one of our standard output would write
        // over it.
        if (isOfThisProcess(STANDARD_OUTPUT)) {
            return new Kept(FileDescriptor.out);
        }
        if (isOfThisProcess(STANDARD_ERROR)) {
            return new Kept(FileDescriptor.err);
        }
        return Files.newOutputStream(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Whether a path is the name that the system gives an open file of a process: {@code /dev/fd/1}, {@code /proc/7/fd/1}. */
    private static boolean isOpenFile(Path path) throws IOException {
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return false;
        }
        Path real = folder.toRealPath();
        return real.equals(OF_THIS_PROCESS) || real.startsWith("/proc") && real.endsWith("fd");
    }

    private boolean isOfThisProcess(String number) throws IOException {
        return path.endsWith(number) && path.resolveSibling("").toRealPath().equals(OF_THIS_PROCESS.toRealPath());
    }

    /** The process's own streams, which stay open for what comes after. */
    private static final class Kept extends OutputStream {
        private final FileOutputStream out;

        Kept(FileDescriptor descriptor) {
            out = new FileOutputStream(descriptor);
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }
    }
}
