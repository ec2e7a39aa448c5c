package io.barograph.testkit.hdfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** YARN beside an HDFS, on this machine's loopback: a ResourceManager and a NodeManager. Used by one thread. */
public final class YarnCluster implements AutoCloseable {
    private static final long MOST_SECONDS = 60;

    private final HdfsCluster files;
    private final ResourceManager resourceManager;
    private final NodeManager nodeManager;

    private YarnCluster(HdfsCluster files) {
        this.files = files;
        resourceManager = ResourceManager.start(files.nameNode());
        try {
            nodeManager = NodeManager.start(files.nameNode(), resourceManager);
        } catch (RuntimeException failed) {
            resourceManager.close();
            throw failed;
        }
        try {
            await("activeNodes");
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** Starts one and waits until jobs can be submitted: about ten seconds. The HDFS stays the caller's. */
    public static YarnCluster start(HdfsCluster files) {
        return new YarnCluster(files);
    }

    /** Waits until some job is running. */
    public void awaitJob() {
        await("appsRunning");
    }

    private void await(String metric) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        try {
            while (resourceManager.metric(metric) < 1) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(metric + " is still 0 after " + MOST_SECONDS + " s");
                }
                Thread.sleep(100);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while YARN was watched", e);
        }
    }

    /** HOST:PORT of the ResourceManager. */
    public String master() {
        return resourceManager.address();
    }

    /** What whoever submits a job has to say: what an organisation has in the files of its cluster. */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(resourceManager.addresses());
        settings.put("fs.defaultFS", files.nameNode().uri());
        settings.put("mapreduce.application.classpath", NodeManager.classPathOfJobs());
        settings.put("yarn.app.mapreduce.am.resource.mb", "512");
        settings.put("yarn.app.mapreduce.am.command-opts", "-Xmx300m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        settings.put("mapreduce.map.memory.mb", "512");
        settings.put("mapreduce.reduce.memory.mb", "512");
        settings.put("mapred.child.java.opts", "-Xmx300m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        settings.put("mapreduce.task.io.sort.mb", "32");
        return settings;
    }

    @Override
    public void close() {
        nodeManager.close();
        resourceManager.close();
    }
}
