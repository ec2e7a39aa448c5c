package io.barograph.testkit.spark;

/** A process that starts executors: one core, one executor a job. Used by one thread. */
public final class SparkWorker extends SparkProcess {
    private final SparkMaster master;

    private SparkWorker(int number, SparkMaster master) {
        super("spark-worker-" + number, 2);
        this.master = master;
    }

    static SparkWorker start(int number, SparkMaster master) {
        SparkWorker started = new SparkWorker(number, master);
        started.begin();
        return started;
    }

    @Override
    protected ProcessBuilder program() {
        return java(
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                LOOPBACK,
                "--port",
                Integer.toString(port(0)),
                "--webui-port",
                Integer.toString(port(1)),
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                folder().resolve("work").toString(),
                master.uri());
    }

    /** How many of its executors run. */
    public long executors() {
        return children().count();
    }

    /** Ends its executors as {@code kill -9} does; it starts others in their place. Returns how many there were. */
    public long killExecutors() {
        return children().filter(ProcessHandle::destroyForcibly).count();
    }
}
