package io.barograph.local.live;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A folder of checkpoints, each a file that is there as a whole or not at all: written under another name, forced to disk,
 * renamed. The last {@link #KEPT} are kept. One process at a time has the folder.
 *
 * <p><b>Layout</b> of a file: the bytes {@code BAROLIVE}, the version (int), the payload's length (long) and CRC-32C (int),
 * the payload. Big-endian.
 */
final class CheckpointFiles implements AutoCloseable {
    /** A crash between saving a checkpoint and showing it in a sink goes back to the one before. */
    static final int KEPT = 3;

    private static final byte[] MAGIC = {'B', 'A', 'R', 'O', 'L', 'I', 'V', 'E'};
    private static final int VERSION = 2;
    private static final int HEADER_BYTES = 24;
    private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{12})");
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lockFile;

    private CheckpointFiles(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /** Opens a folder, which is made where it is not there. */
    static CheckpointFiles open(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isTaken(lock)) {
                lock.close();
                throw new BarographException(
                        ErrorCode.FENCED,
                        "another process runs this pipeline: it has locked '" + folder
                                + "'; stop it first, or give this one another folder with --state");
            }
            return new CheckpointFiles(folder, lock);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private static boolean isTaken(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /** A checkpoint that was found. */
    record Found(long id, byte[] payload) {}

    /**
     * The checkpoints that are whole, the newest first.
     *
     * @param damaged is told of files that are not
     */
    List<Found> whole(List<String> damaged) {
        List<Found> found = new ArrayList<>();
        for (Path file : files()) {
            byte[] payload = read(file);
            if (payload == null) {
                damaged.add(file.toString());
            } else {
                found.add(new Found(id(file), payload));
            }
        }
        return found;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            NAME.matcher(String.valueOf(file.getFileName())).matches())
                    .sorted(Comparator.<Path>naturalOrder().reversed())
                    .toList();
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private static long id(Path file) {
        Matcher matcher = NAME.matcher(String.valueOf(file.getFileName()));
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    private static byte @Nullable [] read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            byte[] magic = new byte[MAGIC.length];
            if (bytes.remaining() < HEADER_BYTES) {
                return null;
            }
            bytes.get(magic);
            int version = bytes.getInt();
            long length = bytes.getLong();
            int crc = bytes.getInt();
            if (!java.util.Arrays.equals(magic, MAGIC) || length != bytes.remaining()) {
                return null;
            }
            if (version != VERSION) {
                throw new BarographException(
                        ErrorCode.NOT_SUPPORTED,
                        "checkpoint '" + file + "' has layout version " + version + "; this version of Barograph reads "
                                + VERSION + ". Go on with the version that wrote it, or start anew with --fresh");
            }
            byte[] payload = new byte[bytes.remaining()];
            bytes.get(payload);
            return crc(payload) == crc ? payload : null;
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static int crc(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }

    /** Saves a checkpoint; on return it survives a crash. Older ones than the last few go. */
    void save(long id, byte[] payload) {
        String name = String.format(Locale.ROOT, "checkpoint-%012d", id);
        Path hidden = folder.resolve("." + name + ".tmp");
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES)
                .put(MAGIC)
                .putInt(VERSION)
                .putLong(payload.length)
                .putInt(crc(payload))
                .flip();
        try {
            try (FileChannel file = FileChannel.open(
                    hidden,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                writeFully(file, header);
                writeFully(file, ByteBuffer.wrap(payload));
                file.force(true);
            }
            Files.move(
                    hidden, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel directory = FileChannel.open(folder)) {
                directory.force(true);
            }
            List<Path> all = files();
            for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            throw failed(hidden, e);
        }
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** Forgets all checkpoints. */
    void clear() {
        for (Path file : files()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw failed(file, e);
            }
        }
    }

    private static BarographException failed(Path file, IOException e) {
        return new BarographException(
                ErrorCode.IO_ERROR, "checkpoints cannot be kept in '" + file + "': " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }
}
