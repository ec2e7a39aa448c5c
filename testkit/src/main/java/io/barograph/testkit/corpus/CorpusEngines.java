package io.barograph.testkit.corpus;

import java.util.List;
import java.util.Map;

/** The engines that run the corpus here. */
public final class CorpusEngines {
    public static final CorpusEngine LOCAL = new CorpusEngine(
            "local",
            "with 1, 2, 3 and 7 threads, splits from whole files down to a byte, files in either order",
            1,
            true,
            Map.of());

    public static final CorpusEngine TASKS = new CorpusEngine(
            "tasks",
            "as a cluster's tasks, in any order, twice, without a cluster: what all engines below share",
            1,
            false,
            Map.of());

    public static final CorpusEngine SPARK =
            new CorpusEngine("spark", "Spark in the test's process, two threads", 1, false, Map.of());

    public static final CorpusEngine FLINK =
            new CorpusEngine("flink", "a Flink mini cluster, three slots", 12, false, Map.of());

    public static final CorpusEngine HADOOP =
            new CorpusEngine("hadoop", "MapReduce in the test's process", 12, false, Map.of());

    private CorpusEngines() {}

    /** In the order of the page. */
    public static List<CorpusEngine> all() {
        return List.of(LOCAL, TASKS, SPARK, FLINK, HADOOP);
    }
}
