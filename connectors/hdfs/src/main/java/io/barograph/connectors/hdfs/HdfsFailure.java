package io.barograph.connectors.hdfs;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.hdfs.BlockMissingException;
import org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException;
import org.apache.hadoop.hdfs.protocol.QuotaExceededException;
import org.apache.hadoop.hdfs.server.namenode.SafeModeException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.ipc.StandbyException;
import org.apache.hadoop.security.AccessControlException;

/** What Hadoop's failures mean, in a line each. */
final class HdfsFailure {
    private HdfsFailure() {}

    /**
     * The failure as {@link io.barograph.formats.store.FileStore} tells it, for the caller to throw.
     *
     * @param name of the file
     * @throws BarographException UNAVAILABLE where HDFS does not answer
     */
    static IOException of(String name, IOException failed) {
        IOException cause = failed instanceof RemoteException remote ? remote.unwrapRemoteException() : failed;
        if (cause instanceof FileNotFoundException) {
            return new NoSuchFileException(name);
        }
        // The second one where whoever made it has not closed it yet.
        if (cause instanceof org.apache.hadoop.fs.FileAlreadyExistsException
                || cause instanceof AlreadyBeingCreatedException) {
            return new FileAlreadyExistsException(name, null, firstLine(cause));
        }
        if (cause instanceof AccessControlException) {
            return new AccessDeniedException(name, null, firstLine(cause));
        }
        if (cause instanceof BlockMissingException) {
            return new FileSystemException(
                    name, null, "no DataNode that answers has a part of it; see hdfs fsck " + pathOf(name));
        }
        if (cause instanceof SafeModeException) {
            return new FileSystemException(
                    name, null, "its NameNode is in safe mode and takes no changes yet; try again");
        }
        if (cause instanceof QuotaExceededException) {
            return new FileSystemException(name, null, "its quota is used up: " + firstLine(cause));
        }
        if (cause instanceof StandbyException) {
            throw unavailable(
                    name, "is a standby; name the nameservice, with HADOOP_CONF_DIR set, or the active one", cause);
        }
        if (isOfConnection(cause)) {
            throw unavailable(name, reason(cause), cause);
        }
        return new FileSystemException(name, null, firstLine(cause));
    }

    /** Failures before or in the midst of talking to a NameNode. */
    private static boolean isOfConnection(IOException failed) {
        return failed instanceof SocketException
                || failed instanceof SocketTimeoutException
                || failed instanceof UnknownHostException
                || failed instanceof EOFException;
    }

    private static String reason(IOException failed) {
        if (failed instanceof UnknownHostException) {
            return "is no host that is known here";
        }
        if (failed instanceof NoRouteToHostException) {
            return "cannot be reached from here";
        }
        if (failed instanceof ConnectException) {
            return "refuses connections";
        }
        if (failed instanceof SocketTimeoutException) {
            return "does not answer";
        }
        return "has broken off the connection, or speaks another protocol";
    }

    private static BarographException unavailable(String name, String what, IOException failed) {
        String authority =
                URI.create(name.replaceFirst("^(hdfs://[^/]*).*", "$1/")).getAuthority();
        return new BarographException(
                ErrorCode.UNAVAILABLE,
                "'" + name + "': the NameNode " + (authority == null ? "of HADOOP_CONF_DIR" : authority) + " " + what
                        + "; is it running, and is that its RPC port (8020, mostly)?",
                failed);
    }

    private static String pathOf(String name) {
        return name.replaceFirst("^hdfs://[^/]*", "");
    }

    private static String firstLine(IOException failed) {
        return String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
    }
}
