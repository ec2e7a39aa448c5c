package io.barograph.hadoop;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.jspecify.annotations.Nullable;

/** What a task failed with, in its own words: left in a file of the job's folder, since Hadoop keeps a stack trace alone. */
record Failure(ErrorCode code, String message) {
    static Failure of(BarographException failed) {
        return new Failure(failed.code(), String.valueOf(failed.getMessage()));
    }

    BarographException toException() {
        return new BarographException(code, message);
    }

    /** Leaves it for the driver, in a file of the attempt's. */
    void leave(TaskAttemptContext context) throws IOException {
        Path file = new Path(
                JobFolder.failuresOf(context.getConfiguration()),
                context.getTaskAttemptID().toString());
        try (FSDataOutputStream out =
                file.getFileSystem(context.getConfiguration()).create(file, true)) {
            out.writeUTF(code.name());
            out.writeUTF(message.substring(0, Math.min(message.length(), 1 << 14)));
        }
    }

    /** What the first attempt that failed has left; null where none has. */
    static @Nullable Failure first(FileSystem files, Path folder) throws IOException {
        FileStatus first = null;
        if (files.exists(folder)) {
            for (FileStatus file : files.listStatus(folder)) {
                if (first == null || file.getModificationTime() < first.getModificationTime()) {
                    first = file;
                }
            }
        }
        if (first == null) {
            return null;
        }
        try (FSDataInputStream in = files.open(first.getPath())) {
            return new Failure(ErrorCode.valueOf(in.readUTF()), in.readUTF());
        }
    }
}
