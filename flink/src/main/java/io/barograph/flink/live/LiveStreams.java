package io.barograph.flink.live;

import io.barograph.local.live.HostedTables;
import io.barograph.local.live.LiveJob;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Live queries as a streaming job: per query, behind lanes that are read once for all,
 *
 * <pre>
 *  lanes ─► gather ══ by key ══► merge and show ──► write
 *  as parallel as the job       as parallel         one
 * </pre>
 */
public final class LiveStreams {
    private static final TypeInformation<Tuple2<Integer, byte[]>> SENT =
            Types.TUPLE(Types.INT, Types.PRIMITIVE_ARRAY(Types.BYTE));

    private LiveStreams() {}

    /**
     * Adds queries.
     *
     * @param partitions of the keys of each: as parallel as merging can ever be, and fixed for the life of its states
     */
    public static void add(StreamExecutionEnvironment environment, List<LiveJob> jobs, int partitions) {
        // Rows at rest go to those who compute alone.
        List<HostedJob> outlined =
                jobs.stream().map(LiveJob::outlined).map(HostedJob::new).toList();
        // States that are taken up belong to these queries of these tables, in this order: those of others are refused
        // by Flink.
        HostedJobs together = new HostedJobs(outlined);
        String all = "lanes into " + jobs.stream().map(LiveJob::name).collect(Collectors.joining(", "));
        DataStream<LaneRecord> lanes = environment
                .fromSource(
                        new LaneSource(together),
                        WatermarkStrategy.noWatermarks(),
                        all,
                        TypeInformation.of(LaneRecord.class))
                .uid(all + " of " + tables(together));
        for (int number = 0; number < jobs.size(); number++) {
            HostedJob job = new HostedJob(jobs.get(number));
            String name = jobs.get(number).name();
            lanes.transform("gather into " + name, SENT, new GatherOperator(job, number, keys(partitions)))
                    .uid("gather into " + name)
                    .keyBy(new ByPartition())
                    .transform(
                            "merge into " + name,
                            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                            new PartitionOperator(job))
                    .uid("merge into " + name)
                    .setMaxParallelism(partitions)
                    .transform("write " + name, Types.VOID, new SinkOperator(outlined.get(number)))
                    .uid("write " + name)
                    .setParallelism(1)
                    .setMaxParallelism(1);
        }
    }

    private static String tables(HostedJobs jobs) {
        try (HostedTables tables = jobs.tables()) {
            return tables.shapes();
        }
    }

    /** By partition the least key whose key group it is. */
    static int[] keys(int partitions) {
        int[] keys = new int[partitions];
        boolean[] found = new boolean[partitions];
        int missing = partitions;
        for (int key = 0; missing > 0; key++) {
            int group = KeyGroupRangeAssignment.assignToKeyGroup(key, partitions);
            if (!found[group]) {
                found[group] = true;
                keys[group] = key;
                missing--;
            }
        }
        return keys;
    }

    private static final class ByPartition implements KeySelector<Tuple2<Integer, byte[]>, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Integer getKey(Tuple2<Integer, byte[]> sent) {
            return sent.f0;
        }
    }
}
