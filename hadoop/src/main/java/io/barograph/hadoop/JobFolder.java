package io.barograph.hadoop;

import io.barograph.local.Job;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.SequenceFile;
import org.jspecify.annotations.Nullable;

/**
 * A job's folder on the cluster's file system, gone when closed, and when this process ends:
 *
 * <pre>
 * job                            the job, as bytes
 * round-N/stage-M/part-…         what tasks of stage M sent that ran in the round of stage N: chunks by partition
 * failures/ATTEMPT               what a task failed with
 * </pre>
 */
final class JobFolder implements AutoCloseable {
    private static final String FOLDER = "barograph.job.folder";
    private static final String STAGE = "barograph.job.stage";
    private static final String JOB = "job";
    private static final String FAILURES = "failures";
    private static final String ROUND = "round-";

    private final Configuration configuration;
    private final FileSystem files;
    private final Path folder;

    private JobFolder(Configuration configuration, FileSystem files, Path folder) {
        this.configuration = configuration;
        this.files = files;
        this.folder = folder;
    }

    /** Makes one, with the job in it. */
    static JobFolder create(Configuration configuration, Path parent, Job job) throws IOException {
        FileSystem files = parent.getFileSystem(configuration);
        JobFolder made = new JobFolder(configuration, files, new Path(parent, "barograph-" + UUID.randomUUID()));
        files.deleteOnExit(made.folder);
        byte[] bytes = job.toBytes();
        try (FSDataOutputStream out = files.create(new Path(made.folder, JOB))) {
            out.writeInt(bytes.length);
            out.write(bytes);
        }
        return made;
    }

    /** Tells the tasks of a round which it is. */
    void enter(Configuration round, int stage) {
        round.set(FOLDER, folder.toString());
        round.setInt(STAGE, stage);
    }

    /** The job that a task of Hadoop's is of. */
    static Job readJob(Configuration round) throws IOException {
        Path file = new Path(folder(round), JOB);
        try (FSDataInputStream in = file.getFileSystem(round).open(file)) {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            return Job.of(bytes);
        }
    }

    /** The stage whose round it is. */
    static int stage(Configuration round) {
        return round.getInt(STAGE, -1);
    }

    static Path failuresOf(Configuration round) {
        return new Path(folder(round), FAILURES);
    }

    private static Path folder(Configuration round) {
        String folder = round.get(FOLDER);
        if (folder == null) {
            throw new IllegalStateException("the job says not where its folder is");
        }
        return new Path(folder);
    }

    /** Where a round's tasks write, until another one reads. */
    Path outputOf(Round round) {
        return new Path(folder, ROUND + round.stage());
    }

    /** Within a round's output: how names of files begin that hold what tasks of a stage sent. */
    static String chunksOf(int stage) {
        return "stage-" + stage + "/part";
    }

    /** The files of what tasks of a stage sent in rounds that are over. */
    List<Path> sent(int stage) throws IOException {
        List<Path> sent = new ArrayList<>();
        for (FileStatus file : files.globStatus(new Path(folder, ROUND + "*/" + chunksOf(stage) + "*"))) {
            sent.add(file.getPath());
        }
        return sent;
    }

    /** Reads what tasks of a stage sent, a chunk at a time. */
    void read(int stage, Consumer<byte[]> reader) throws IOException {
        IntWritable partition = new IntWritable();
        BytesWritable chunk = new BytesWritable();
        for (Path file : sent(stage)) {
            try (SequenceFile.Reader in = new SequenceFile.Reader(configuration, SequenceFile.Reader.file(file))) {
                while (in.next(partition, chunk)) {
                    reader.accept(chunk.copyBytes());
                }
            }
        }
    }

    /** What a task failed with; null where none has left a word. */
    @Nullable
    Failure failure() throws IOException {
        return Failure.first(files, new Path(folder, FAILURES));
    }

    @Override
    public void close() throws IOException {
        files.delete(folder, true);
        files.cancelDeleteOnExit(folder);
    }
}
