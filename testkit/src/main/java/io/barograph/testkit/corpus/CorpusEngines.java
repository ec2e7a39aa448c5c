package io.barograph.testkit.corpus;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The engines that run the corpus here. */
public final class CorpusEngines {
    private static final Set<CorpusCase.Order> ALL_ORDERS = Set.of(CorpusCase.Order.BY_KEY, CorpusCase.Order.ASKED);
    private static final Set<CorpusCase.Order> ASKED = Set.of(CorpusCase.Order.ASKED);

    public static final CorpusEngine LOCAL = new CorpusEngine(
            "local",
            "with 1, 2, 3 and 7 threads, splits from whole files down to a byte, files in either order",
            1,
            ALL_ORDERS,
            Map.of());

    public static final CorpusEngine TASKS = new CorpusEngine(
            "tasks",
            "as a cluster's tasks, in any order, twice, without a cluster: what all engines below share",
            1,
            ASKED,
            Map.of());

    public static final CorpusEngine SPARK =
            new CorpusEngine("spark", "Spark in the test's process, two threads", 1, ASKED, Map.of());

    public static final CorpusEngine FLINK =
            new CorpusEngine("flink", "a Flink mini cluster, three slots", 4, ASKED, Map.of());

    public static final CorpusEngine HADOOP =
            new CorpusEngine("hadoop", "MapReduce in the test's process", 12, ASKED, Map.of());

    public static final CorpusEngine LIVE = live(
            "live",
            "CSV tables as live ones, one of a query and all of them: records come in random portions, from files in random turns, with"
                    + " checkpoints and crashes in between");

    public static final CorpusEngine LIVE_SPARK = live(
            "live-spark",
            "the same in the micro-batches that Spark runs, carried by a cluster that the test simulates");

    public static final CorpusEngine LIVE_FLINK = live(
            "live-flink",
            "the same in the parts that Flink runs, carried by a cluster that the test simulates, with another number of"
                    + " readers behind each crash");

    private CorpusEngines() {}

    private static CorpusEngine live(String name, String how) {
        return new CorpusEngine(name, how, 1, Set.of(), CorpusGaps.of(name));
    }

    /** In the order of the page. */
    public static List<CorpusEngine> all() {
        return List.of(LOCAL, TASKS, SPARK, FLINK, HADOOP, LIVE, LIVE_SPARK, LIVE_FLINK);
    }
}
