package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.TableDescription;
import io.barograph.local.ChunkTarget;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads one piece of a lane: a worker's part of a micro-batch. For one thread. */
final class PieceReading implements AutoCloseable {
    private static final long WAIT_NANOS = 100_000_000L;
    /** What is gathered goes when it takes this part of the memory: states merge however they are cut. */
    private static final int GATHERED_SHARE = 4;

    private static final int MEMORY_CHECK = 16;

    private final MicroBatchQueries queries;
    private final LanePiece piece;
    private final ChunkTarget target;
    private final List<LiveQuery.WorkerPart> parts;
    private final List<List<PartCodec>> codecs;
    private final LiveTable table;
    private final LiveSource source;
    private final LaneState lane;
    private int sent;

    PieceReading(
            MicroBatchJob job,
            MicroBatchQueries queries,
            LiveCatalog live,
            LanePiece piece,
            byte @Nullable [] state,
            ChunkTarget target) {
        this.queries = queries;
        this.piece = piece;
        this.target = target;
        this.parts = queries.all().stream().map(LiveQuery::newPartials).toList();
        this.codecs = queries.codecs();
        TableDescription description = job.tables().get(piece.table());
        this.table = live.open(description);
        this.source = new LiveSource(description, new OneLane(table, piece.bounded()), "", 0, System.nanoTime());
        MicroBatchQueries.readings(parts, description).forEach(source::want);
        this.lane = source.lanes.get(0);
        lane.goesOn = !piece.isLast();
        if (state != null) {
            StateInput saved = new StateInput(state);
            LaneState.readText(saved);
            lane.resume(source.schema(), saved, false, Long.MIN_VALUE);
        }
        if (lane.offset != piece.from()) {
            throw new BarographException(
                    ErrorCode.DATA_LOST,
                    "lane '" + piece.name() + "' is to be read from offset " + piece.from()
                            + " on, but its state is of offset " + lane.offset
                            + "; the folder of checkpoints is not as it was left: bring it back, or start anew with --fresh");
        }
    }

    /**
     * Reads it, and gives the lane's state.
     *
     * @param memoryBytes about what may be gathered
     * @param isCancelled whether to give up
     */
    byte[] read(long memoryBytes, BooleanSupplier isCancelled) throws IOException {
        if (piece.from() < piece.to() || piece.isLast()) {
            List<LiveQuery.Reading> readings = MicroBatchQueries.readings(parts, source.description);
            try (LaneReading reading =
                    new LaneReading(source, List.of(lane), readings, false, RejectHandler.NONE, LiveObserver.NONE)) {
                readTo(reading, memoryBytes / GATHERED_SHARE, isCancelled);
            }
        }
        lane.moved();
        send();
        StateOutput state = new StateOutput();
        lane.write(source.schema(), state);
        byte[] report = LiveChunk.of(LiveChunk.LANE, LaneReport.of(piece, lane, queries.undefined()));
        for (int partition = 0; partition < piece.partitions(); partition++) {
            target.send(partition, report);
        }
        return state.toByteArray();
    }

    private void readTo(LaneReading reading, long most, BooleanSupplier isCancelled) throws IOException {
        for (int steps = 1; !lane.isAtBound && !lane.ended; steps++) {
            if (isCancelled.getAsBoolean()) {
                throw new BarographException(ErrorCode.CANCELLED, "the reading of a lane was cancelled");
            }
            reading.step(WAIT_NANOS, System.nanoTime());
            if (steps % MEMORY_CHECK == 0 && gatheredBytes() > most) {
                send();
            }
        }
    }

    private long gatheredBytes() {
        return parts.stream()
                .flatMap(part -> part.partials().stream())
                .mapToLong(Partial::memoryBytes)
                .sum();
    }

    private void send() {
        for (int query = 0; query < parts.size(); query++) {
            List<Partial> partials = parts.get(query).partials();
            for (int stage = 0; stage < partials.size(); stage++) {
                send(query, stage, partials.get(stage).handOver(Long.MAX_VALUE, true));
            }
        }
    }

    /** Of a query in which no rows meet, one partition has all of a lane: lanes are shared out. */
    private void send(int query, int stage, Partial.Part part) {
        boolean meets = queries.all().get(query).nodes().stream().anyMatch(LiveNode::merges);
        int own = piece.ordinal() % piece.partitions();
        codecs.get(query).get(stage).write(part, meets ? piece.partitions() : 1, (partition, block) -> {
            long place = (long) piece.ordinal() << Integer.SIZE | sent++;
            target.send(
                    meets ? partition : own,
                    LiveChunk.of(LiveChunk.PARTS, query, stage, place, block.bytes(), block.length()));
        });
    }

    @Override
    public void close() {
        table.close();
    }

    /** A table of one lane, as far as a piece of it goes. */
    private record OneLane(LiveTable whole, LiveLane lane) implements LiveTable {
        @Override
        public TableDescription description() {
            return whole.description();
        }

        @Override
        public List<LiveLane> lanes() {
            return List.of(lane);
        }

        @Override
        public LiveReader newReader(int[] columns, List<LaneStart> starts, RejectHandler rejects) {
            return whole.newReader(columns, starts, rejects);
        }

        @Override
        public void close() {
            whole.close();
        }
    }
}
