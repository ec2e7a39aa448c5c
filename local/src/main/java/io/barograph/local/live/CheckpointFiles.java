package io.barograph.local.live;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.FullDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A folder of checkpoints, each a file that is there as a whole or not at all: written under another name, forced to disk,
 * renamed. The last {@link #KEPT} are kept. One process at a time has the folder.
 *
 * <p><b>Layout</b> of a file: the bytes {@code BAROLIVE}, the version (int), the payload's length (long), the CRC-32C
 * of version and payload (int), the payload. Big-endian.
 */
final class CheckpointFiles implements AutoCloseable {
    /** A crash between saving a checkpoint and showing it in a sink goes back to the one before. */
    static final int KEPT = 3;

    private static final byte[] MAGIC = {'B', 'A', 'R', 'O', 'L', 'I', 'V', 'E'};
    private static final int VERSION = 4;
    private static final int HEADER_BYTES = 24;
    private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{12})");
    private static final String LOCK = "lock";

    private final Path folder;
    private final CheckpointDisk disk;
    private final @Nullable FileChannel lockFile;
    private final boolean wasUsed;
    /** The checkpoint that all sinks show, or which the run began from; -1 for none. */
    private long shown = -1;

    private CheckpointFiles(Path folder, CheckpointDisk disk, @Nullable FileChannel lockFile, boolean wasUsed) {
        this.folder = folder;
        this.disk = disk;
        this.lockFile = lockFile;
        this.wasUsed = wasUsed;
    }

    /** On a disk that nobody else has; the folder is its name, for messages. */
    static CheckpointFiles on(CheckpointDisk disk, Path folder) {
        return new CheckpointFiles(folder, disk, null, true);
    }

    /** Opens a folder, which is made where it is not there. */
    static CheckpointFiles open(Path folder) {
        try {
            Files.createDirectories(folder);
            boolean wasUsed = Files.exists(folder.resolve(LOCK));
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isTaken(lock)) {
                lock.close();
                throw new BarographException(
                        ErrorCode.FENCED,
                        "another process runs this pipeline: it has locked '" + folder
                                + "'; stop it first, or give this one another folder with --state");
            }
            return new CheckpointFiles(folder, new CheckpointDisk.Local(folder), lock, wasUsed);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /** Whether an earlier run had the folder, though it may have left no checkpoint. */
    boolean wasUsed() {
        return wasUsed;
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

    /** A file that is no whole checkpoint. */
    record Damaged(long id, Path file) {
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /**
     * The checkpoints that are whole, the newest first.
     *
     * @param damaged is told of files that are not
     */
    List<Found> whole(List<Damaged> damaged) {
        List<Found> found = new ArrayList<>();
        for (String file : files()) {
            byte[] payload = read(file);
            if (payload == null) {
                damaged.add(new Damaged(id(file), folder.resolve(file)));
            } else {
                found.add(new Found(id(file), payload));
            }
        }
        return found;
    }

    /** The newest first. */
    private List<String> files() {
        try {
            return disk.list().stream()
                    .filter(file -> NAME.matcher(file).matches())
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private static long id(String file) {
        Matcher matcher = NAME.matcher(file);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    private byte @Nullable [] read(String file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(disk.read(file));
            byte[] magic = new byte[MAGIC.length];
            if (bytes.remaining() < HEADER_BYTES) {
                return null;
            }
            bytes.get(magic);
            int version = bytes.getInt();
            long length = bytes.getLong();
            int crc = bytes.getInt();
            if (!Arrays.equals(magic, MAGIC) || length != bytes.remaining()) {
                return null;
            }
            byte[] payload = new byte[bytes.remaining()];
            bytes.get(payload);
            if (crc(version, payload) != crc) {
                return null;
            }
            if (version != VERSION) {
                throw new BarographException(
                        ErrorCode.NOT_SUPPORTED,
                        "checkpoint '" + folder.resolve(file) + "' has layout version " + version
                                + "; this version of Barograph reads " + VERSION
                                + ". Go on with the version that wrote it, or start anew with --fresh");
            }
            return payload;
        } catch (IOException e) {
            throw failed(folder.resolve(file), e);
        }
    }

    private static int crc(int version, byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(version).flip());
        crc.update(payload);
        return (int) crc.getValue();
    }

    /** Saves a checkpoint; on return it survives a crash. Older ones than the last few go. */
    void save(long id, byte[] payload) {
        String name = String.format(Locale.ROOT, "checkpoint-%012d", id);
        String hidden = "." + name + ".tmp";
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES)
                .put(MAGIC)
                .putInt(VERSION)
                .putLong(payload.length)
                .putInt(crc(VERSION, payload))
                .flip();
        try {
            disk.write(hidden, header, ByteBuffer.wrap(payload));
            disk.move(hidden, name);
            disk.force();
            List<String> all = files();
            for (String old : all.subList(Math.min(KEPT, all.size()), all.size())) {
                if (id(old) != shown) {
                    disk.delete(old);
                }
            }
        } catch (IOException e) {
            throw failed(folder.resolve(hidden), e);
        }
    }

    /** Keeps a checkpoint however many come behind it, until the next call: a run that fails has to begin from it. */
    void keep(long id) {
        shown = id;
    }

    /** Forgets all checkpoints. */
    void clear() {
        for (String file : files()) {
            try {
                disk.delete(file);
            } catch (IOException e) {
                throw failed(folder.resolve(file), e);
            }
        }
    }

    private static BarographException failed(Path file, IOException e) {
        return new BarographException(
                FullDisk.codeOf(e), "checkpoints cannot be kept in '" + file + "': " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            if (lockFile != null) {
                lockFile.close();
            }
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }
}
