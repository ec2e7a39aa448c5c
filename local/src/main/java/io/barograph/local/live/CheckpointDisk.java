package io.barograph.local.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** What is done with a folder of checkpoints: few steps, each of which may be the last one before a crash. */
interface CheckpointDisk {
    /** The names of the files, in any order. */
    List<String> list() throws IOException;

    byte[] read(String name) throws IOException;

    /** Writes a file from the start; its bytes stay from here on. */
    void write(String name, ByteBuffer... parts) throws IOException;

    /** Gives a file another name in one step, in place of what has it. */
    void move(String from, String to) throws IOException;

    /** Names that were given, and those that were taken away, stay so from here on. */
    void force() throws IOException;

    /** Removes a file, where it is there. */
    void delete(String name) throws IOException;

    /** A folder of this machine. */
    record Local(Path folder) implements CheckpointDisk {
        @Override
        public List<String> list() throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.map(file -> String.valueOf(file.getFileName())).toList();
            }
        }

        @Override
        public byte[] read(String name) throws IOException {
            return Files.readAllBytes(folder.resolve(name));
        }

        @Override
        public void write(String name, ByteBuffer... parts) throws IOException {
            try (FileChannel file = FileChannel.open(
                    folder.resolve(name),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                for (ByteBuffer part : parts) {
                    while (part.hasRemaining()) {
                        file.write(part);
                    }
                }
                file.force(true);
            }
        }

        @Override
        public void move(String from, String to) throws IOException {
            Files.move(
                    folder.resolve(from),
                    folder.resolve(to),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void force() throws IOException {
            try (FileChannel directory = FileChannel.open(folder)) {
                directory.force(true);
            }
        }

        @Override
        public void delete(String name) throws IOException {
            Files.deleteIfExists(folder.resolve(name));
        }
    }
}
