package io.barograph.formats.live;

import io.barograph.formats.store.StoredOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A disk that stops at a step, as a process does that is killed there, or a machine without power: nothing works from then on,
 * and what was written but not forced is torn. Nothing is forced in truth, which would take long.
 */
final class CrashingDisk implements Disk {
    private final Disk disk = new StoreDisk();
    private final Set<String> unforced = new HashSet<>();
    private final long crashAt;
    private long steps;
    /** What the next write fails with, once. */
    IOException failure;

    /** The crash. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A disk that does not stop. */
    CrashingDisk() {
        this(Long.MAX_VALUE);
    }

    /** @param crashAt how many steps go well */
    CrashingDisk(long crashAt) {
        this.crashAt = crashAt;
    }

    long steps() {
        return steps;
    }

    private void step() throws IOException {
        if (steps++ >= crashAt) {
            for (String name : unforced) {
                Path file = Path.of(name);
                if (Files.exists(file)) {
                    byte[] bytes = Files.readAllBytes(file);
                    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
                }
            }
            unforced.clear();
            throw new Crash();
        }
    }

    @Override
    public void makeFolders(String folder) throws IOException {
        step();
        disk.makeFolders(folder);
    }

    @Override
    public StoredOutput create(String file) throws IOException {
        step();
        StoredOutput out = disk.create(file);
        unforced.add(file);
        return new StoredOutput() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                step();
                if (failure != null) {
                    throw failure;
                }
                out.write(bytes, offset, length);
            }

            @Override
            public void force() throws IOException {
                step();
                unforced.remove(file);
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    @Override
    public void move(String from, String to) throws IOException {
        step();
        disk.move(from, to);
        if (unforced.remove(from)) {
            unforced.add(to);
        }
    }

    @Override
    public void delete(String file) throws IOException {
        step();
        disk.delete(file);
    }

    @Override
    public void force(String folder) throws IOException {
        step();
    }

    @Override
    public List<String> list(String folder) throws IOException {
        step();
        return disk.list(folder);
    }

    @Override
    public boolean isFolder(String name) throws IOException {
        return disk.isFolder(name);
    }

    @Override
    public long size(String file) throws IOException {
        step();
        return disk.size(file);
    }

    @Override
    public String read(String file) throws IOException {
        step();
        return disk.read(file);
    }
}
