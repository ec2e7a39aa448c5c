package io.barograph.connectors.hdfs;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.Block;
import io.barograph.formats.store.FileStore;
import io.barograph.formats.store.StoredBytes;
import io.barograph.formats.store.StoredFile;
import io.barograph.formats.store.StoredOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * HDFS, by Hadoop's own client: {@code hdfs://host:port/path}, {@code hdfs://nameservice/path}, or {@code hdfs:///path} for the
 * default of {@code HADOOP_CONF_DIR}. Who asks is the user of this process, {@code HADOOP_USER_NAME}, or whom Kerberos has
 * given a ticket. A connection per NameNode, kept. Thread-safe.
 */
public final class HdfsStore implements FileStore {
    private static final String ROOT = "hdfs://";
    private static final int USUAL_PORT = 8020;

    private final Connections connections;

    /** As the environment says. */
    public HdfsStore() {
        this(HdfsConfiguration.of(System.getenv()));
    }

    HdfsStore(Configuration configuration) {
        this.connections = new Connections(configuration);
    }

    @Override
    public String scheme() {
        return "hdfs";
    }

    /** Something that is done with the file system that a name is in. */
    @FunctionalInterface
    private interface Task<T> {
        T run(DistributedFileSystem hdfs, Path path) throws IOException;
    }

    private <T> T with(String name, Task<T> task) throws IOException {
        try {
            Path path = pathOf(name);
            return task.run(connections.to(path), path);
        } catch (IOException e) {
            throw HdfsFailure.of(name, e);
        }
    }

    private static Path pathOf(String name) {
        try {
            // A name that ends behind the host is that of the root.
            return new Path(name.indexOf('/', ROOT.length()) < 0 ? name + "/" : name);
        } catch (IllegalArgumentException e) {
            throw new BarographException(ErrorCode.INVALID_OPTION, "'" + name + "' is no name of a file on HDFS", e);
        }
    }

    @Override
    public String place(String name) {
        Path path = pathOf(name);
        String authority = connections.authority(path).toLowerCase(Locale.ROOT);
        return ROOT
                + (authority.indexOf(':') < 0 ? authority + ":" + USUAL_PORT : authority)
                + path.toUri().getPath();
    }

    @Override
    public @Nullable StoredFile find(String name) throws IOException {
        try {
            return with(name, (hdfs, path) -> entry(name, hdfs.getFileStatus(path)));
        } catch (NoSuchFileException nothing) {
            return null;
        }
    }

    private static StoredFile entry(String name, FileStatus found) {
        return found.isDirectory()
                ? new StoredFile(name, StoredFile.Kind.FOLDER, 0)
                : new StoredFile(name, StoredFile.Kind.FILE, found.getLen());
    }

    @Override
    public void walk(String folder, int depth, Consumer<StoredFile> visitor) throws IOException {
        List<String> folders = new ArrayList<>();
        with(folder, (hdfs, path) -> {
            RemoteIterator<FileStatus> all = hdfs.listStatusIterator(path);
            while (all.hasNext()) {
                FileStatus found = all.next();
                StoredFile file = entry(in(folder, found.getPath().getName()), found);
                visitor.accept(file);
                if (file.isFolder()) {
                    folders.add(file.name());
                }
            }
            return folders;
        });
        if (depth > 1) {
            for (String one : folders) {
                walk(one, depth - 1, visitor);
            }
        }
    }

    @Override
    public StoredBytes open(String name) throws IOException {
        return with(name, (hdfs, path) -> new HdfsBytes(name, hdfs.open(path)));
    }

    @Override
    public List<Block> blocks(String name) throws IOException {
        return with(name, (hdfs, path) -> {
            List<Block> blocks = new ArrayList<>();
            for (BlockLocation block : hdfs.getFileBlockLocations(path, 0, Long.MAX_VALUE)) {
                blocks.add(
                        new Block(block.getOffset(), block.getOffset() + block.getLength(), List.of(block.getHosts())));
            }
            return blocks;
        });
    }

    @Override
    public OutputStream create(String name) throws IOException {
        return with(
                name,
                (hdfs, path) -> new HdfsOutput(
                        name, hdfs.createFile(path).overwrite(true).build()));
    }

    @Override
    public StoredOutput createNew(String name) throws IOException {
        return with(
                name,
                (hdfs, path) -> new HdfsOutput(
                        name, hdfs.createFile(path).overwrite(false).build()));
    }

    @Override
    public void makeFolders(String name) throws IOException {
        with(name, (hdfs, path) -> hdfs.mkdirs(path));
    }

    @Override
    public void move(String from, String to) throws IOException {
        with(from, (hdfs, path) -> {
            hdfs.rename(path, pathOf(to), Options.Rename.OVERWRITE);
            return to;
        });
    }

    @Override
    public void delete(String name) throws IOException {
        with(name, (hdfs, path) -> hdfs.delete(path, true));
    }

    /** Many machines write here: a process has its host in its name. */
    @Override
    public String processName() {
        return host() + "-" + ProcessHandle.current().pid();
    }

    @Override
    public boolean isRunning(String processName) {
        String here = host() + "-";
        String process = processName.startsWith(here) ? processName.substring(here.length()) : "";
        return !process.matches("[0-9]{1,18}")
                || ProcessHandle.of(Long.parseLong(process))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9-]", "-");
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    @Override
    public String in(String folder, String path) {
        return folder.equals(ROOT) ? ROOT + "/" + path : FileStore.super.in(folder, path);
    }

    @Override
    public String pathFrom(String folder, String name) {
        return folder.equals(ROOT) ? name.substring(ROOT.length() + 1) : FileStore.super.pathFrom(folder, name);
    }
}
