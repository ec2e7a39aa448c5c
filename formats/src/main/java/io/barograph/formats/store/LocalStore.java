package io.barograph.formats.store;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of this machine, by their paths. */
final class LocalStore implements FileStore {
    /** No process has a number of more digits. */
    private static final int MOST_DIGITS = 18;

    @Override
    public String scheme() {
        return "file";
    }

    /** The type of a file, of the bits that POSIX systems tell, and what it is of a pipe. */
    private static final int TYPE_BITS = 0170000;

    private static final int PIPE_BITS = 0010000;

    private volatile Path folder = Path.of("");
    private volatile @Nullable PipeCopies pipes;

    /** From now on pipes are read as these copies; null for never. */
    void copyPipes(@Nullable PipeCopies copies) {
        pipes = copies;
    }

    @Nullable
    PipeCopies pipes() {
        return pipes;
    }

    /** The copy that was made of a pipe of this name; null where none was. */
    PipeCopies.@Nullable Copy copied(String name) {
        PipeCopies copies = pipes;
        return copies == null ? null : copies.made(name);
    }

    /** From now on names that are not absolute belong to this folder. */
    void startAt(Path start) {
        folder = start;
    }

    /** A name as a path, where a name that is none is the user's mistake. */
    Path path(String name) {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new BarographException(ErrorCode.INVALID_OPTION, "'" + name + "' is no file name", e);
        }
    }

    /** As {@link FileStores#place}; a name that is no path stands for itself. */
    @Override
    public String place(String name) {
        try {
            return slashed(real(folder.resolve(name).toAbsolutePath()));
        } catch (InvalidPathException nowhere) {
            return name;
        }
    }

    /** Follows the links of what there is of a path. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException notThere) {
            Path parent = path.getParent();
            return parent == null
                    ? path
                    : real(parent).resolve(path.getFileName()).normalize();
        }
    }

    /** A path with the separator that names have. */
    static String slashed(Path path) {
        return path.toString().replace(File.separatorChar, '/');
    }

    @Override
    public @Nullable StoredFile find(String name) throws IOException {
        PipeCopies.Copy copy = copied(name);
        if (copy != null) {
            return new StoredFile(name, StoredFile.Kind.FILE, copy.size());
        }
        try {
            return entry(folder.resolve(name), name);
        } catch (InvalidPathException | NoSuchFileException nothing) {
            return null;
        }
    }

    private static StoredFile entry(Path path, String name) throws IOException {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        if (found.isDirectory()) {
            return new StoredFile(name, StoredFile.Kind.FOLDER, 0);
        }
        return found.isRegularFile()
                ? new StoredFile(name, StoredFile.Kind.FILE, found.size())
                : new StoredFile(name, isPipe(path) ? StoredFile.Kind.PIPE : StoredFile.Kind.OTHER, 0);
    }

    private static boolean isPipe(Path path) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                && ((int) Files.getAttribute(path, "unix:mode") & TYPE_BITS) == PIPE_BITS;
    }

    @Override
    public void walk(String folder, int depth, Consumer<StoredFile> visitor) throws IOException {
        Path named = Path.of(folder);
        // A link that was asked for is followed; what links within it lead to may come twice, or lie anywhere.
        Path root = Files.isSymbolicLink(named) ? named.toRealPath() : named;
        Files.walkFileTree(root, Set.of(), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                return path.equals(root) ? FileVisitResult.CONTINUE : visitFile(path, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                try {
                    visitor.accept(
                            entry(path, named.resolve(root.relativize(path)).toString()));
                } catch (IOException gone) {
                    // A link to nothing, or a file that went while we looked.
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException failed) throws IOException {
                if (failed instanceof NoSuchFileException && !path.equals(root)) {
                    return FileVisitResult.CONTINUE;
                }
                throw failed;
            }
        });
    }

    @Override
    public StoredBytes open(String name) throws IOException {
        PipeCopies.Copy copy = copied(name);
        return copy != null ? copy.open() : new Bytes(FileChannel.open(path(name), StandardOpenOption.READ));
    }

    private record Bytes(FileChannel channel) implements StoredBytes {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(long offset, byte[] target, int at, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(target, at, length), offset);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Override
    public OutputStream create(String name) throws IOException {
        return Files.newOutputStream(path(name));
    }

    @Override
    public @Nullable OutputStream openStream(String name) throws IOException {
        return LocalTarget.of(path(name)).openStream();
    }

    @Override
    public StoredOutput createNew(String name) throws IOException {
        return new Output(FileChannel.open(path(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    private static final class Output extends StoredOutput {
        private final FileChannel channel;

        Output(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Override
    public void force(String name) throws IOException {
        Path forced = path(name);
        // Elsewhere folders cannot be opened, and names are kept in order by the system itself.
        if (forced.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(forced, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public void makeFolders(String name) throws IOException {
        Files.createDirectories(path(name));
    }

    @Override
    public void move(String from, String to) throws IOException {
        // Never by a copy, as to another disk: half of it would be seen.
        Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        try (Stream<Path> tree = Files.walk(path(name))) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException nothing) {
            // As good, and somebody else may just have removed it.
        }
    }

    @Override
    public String resolve(String name) throws IOException {
        return LocalTarget.of(path(name)).path().toString();
    }

    @Override
    public String processName() {
        return Long.toString(ProcessHandle.current().pid());
    }

    @Override
    public boolean isRunning(String processName) {
        return processName.length() > MOST_DIGITS
                || !processName.chars().allMatch(c -> c >= '0' && c <= '9')
                || ProcessHandle.of(Long.parseLong(processName))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }

    @Override
    public String folderOf(String name) {
        Path folder = path(name).getParent();
        return folder == null ? "" : folder.toString();
    }

    @Override
    public String lastOf(String name) {
        return String.valueOf(path(name).getFileName());
    }

    @Override
    public String in(String folder, String path) {
        return Path.of(folder, path).toString();
    }

    @Override
    public String pathFrom(String folder, String name) {
        return slashed(Path.of(folder).relativize(Path.of(name)));
    }
}
