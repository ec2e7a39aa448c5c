package io.barograph.spark.live;

import io.barograph.local.live.LanePlanner;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The pieces of lanes as a source that Spark knows by this class's name. It makes an object of it by itself, and tells it texts alone: so
 * the planners of this process's runs are found by their number.
 */
public final class PieceSource implements TableProvider {
    static final String RUN = "run";
    static final String PARTITIONS = "partitions";

    private static final Map<String, LanePlanner> PLANNERS = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();

    /** Makes a planner known; gives what to call it. */
    static String add(LanePlanner planner) {
        String run = Long.toString(LAST.incrementAndGet());
        PLANNERS.put(run, planner);
        return run;
    }

    static void remove(String run) {
        PLANNERS.remove(run);
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return PieceRows.SCHEMA;
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return new Pieces();
    }

    private static final class Pieces implements SupportsRead {
        @Override
        public String name() {
            return "lanes";
        }

        @Override
        @SuppressWarnings("deprecation") // Columns, which take its place, are made of it by default.
        public StructType schema() {
            return PieceRows.SCHEMA;
        }

        @Override
        public Set<TableCapability> capabilities() {
            return Set.of(TableCapability.MICRO_BATCH_READ);
        }

        @Override
        public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
            LanePlanner planner = Objects.requireNonNull(PLANNERS.get(options.get(RUN)), "a run of this process");
            int partitions = options.getInt(PARTITIONS, 1);
            return () -> new PieceScan(planner, partitions);
        }
    }

    private record PieceScan(LanePlanner planner, int partitions) implements Scan {
        @Override
        public StructType readSchema() {
            return PieceRows.SCHEMA;
        }

        @Override
        public MicroBatchStream toMicroBatchStream(String checkpoints) {
            return new PieceStream(planner, partitions);
        }
    }
}
