package io.barograph.connectors.hdfs;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/** The clients of NameNodes, one each, made when first asked for. Thread-safe. */
final class Connections {
    private final Configuration configuration;
    private final Map<String, DistributedFileSystem> clients = new ConcurrentHashMap<>();

    Connections(Configuration configuration) {
        this.configuration = configuration;
    }

    /** The client of the NameNode that has a path. */
    DistributedFileSystem to(Path path) throws IOException {
        String known = authority(path);
        DistributedFileSystem client = clients.get(known);
        if (client == null) {
            synchronized (this) {
                client = clients.get(known);
                if (client == null) {
                    client = connect(URI.create("hdfs://" + known));
                    clients.put(known, client);
                }
            }
        }
        return client;
    }

    /** Which NameNode a path names, or the configuration where it names none. */
    String authority(Path path) {
        String authority = path.toUri().getAuthority();
        return authority == null ? defaultAuthority(path) : authority;
    }

    private String defaultAuthority(Path path) {
        URI otherwise = FileSystem.getDefaultUri(configuration);
        if (!"hdfs".equals(otherwise.getScheme()) || otherwise.getAuthority() == null) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "'hdfs://" + path.toUri().getPath() + "' names no NameNode, and fs.defaultFS is '" + otherwise
                            + "'; write hdfs://HOST:PORT" + path.toUri().getPath()
                            + ", or set HADOOP_CONF_DIR to the folder of the cluster's core-site.xml");
        }
        return otherwise.getAuthority();
    }

    /** Makes a client of its own instead of asking Hadoop's cache, which would search the thread's class path. */
    private DistributedFileSystem connect(URI nameNode) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Connections.class.getClassLoader());
        try {
            DistributedFileSystem client = new DistributedFileSystem();
            client.initialize(nameNode, configuration);
            return client;
        } catch (IllegalArgumentException unknownHost) {
            if (unknownHost.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "'" + nameNode + "' is no NameNode: " + unknownHost.getMessage(),
                    unknownHost);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
