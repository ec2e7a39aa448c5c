package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.record.RecordDecoder;
import io.barograph.formats.record.RecordFormat;
import io.barograph.formats.record.RecordFormats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Files of CSV lines as tables whose rows keep coming: a lane per file, an offset per line behind the header. A seed decides
 * how many lines come at once, and whose turn it is; now and then reading fails.
 */
final class ReplayCatalog implements LiveCatalog {
    private static final RecordFormat CSV = RecordFormats.named("csv");

    private final Random random;
    /** Lines that come at once at most: where they are few, windows are shown between rows that stand close together. */
    private final int most;

    private final Function<SinkRequest, LiveSink> sinks;
    /** Whether rows of a table keep coming. */
    Predicate<TableDescription> live = description ->
            description.source().eventTime() != null || description.name().startsWith("live");

    /** One of so many readings fails; 0 for none. */
    int failsOnceIn;
    /** Records that were handed out. */
    final LongAdder records = new LongAdder();
    /** Where lanes end by declaration, given the number of their records; the text says the same in words. */
    LongUnaryOperator bound = records -> LiveLane.UNBOUNDED;

    String ending = "";

    /** Whether lanes are found to end a little later at each look, until they end where their files do. */
    boolean grows;
    /** By file: how many of its lines were found, where lanes grow. */
    private final Map<String, Integer> found = new HashMap<>();

    /** How many lanes a table has at first; each look at it finds another one now and then. */
    int lanesAtFirst = Integer.MAX_VALUE;
    /** By table: how many it has now. */
    private final Map<String, Integer> lanesNow = new HashMap<>();

    ReplayCatalog(long seed, Function<SinkRequest, LiveSink> sinks) {
        this.random = new Random(seed);
        this.most = 1 + random.nextInt(20);
        this.sinks = sinks;
    }

    @Override
    public boolean isLive(TableDescription description) {
        return live.test(description);
    }

    @Override
    public LiveTable open(TableDescription description) {
        return new Table(description);
    }

    @Override
    public boolean isShared(TableDescription description) {
        return true;
    }

    @Override
    public String ending(TableDescription description) {
        return ending;
    }

    @Override
    public LiveSink openSink(SinkRequest request) {
        return sinks.apply(request);
    }

    synchronized int below(int bound) {
        return random.nextInt(bound);
    }

    static List<String> lines(String file) {
        try {
            List<String> all = Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
            return all.subList(1, all.size());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Table implements LiveTable {
        private final TableDescription description;
        private final List<LiveLane> lanes = new ArrayList<>();
        private final List<List<String>> records = new ArrayList<>();

        Table(TableDescription description) {
            this.description = description;
            for (String file : description.paths()) {
                records.add(lines(file));
                long size = records.get(lanes.size()).size();
                lanes.add(new LiveLane(lanes.size(), file, 0, size, bound.applyAsLong(size)));
            }
        }

        @Override
        public TableDescription description() {
            return description;
        }

        @Override
        public List<LiveLane> lanes() {
            int shown = Math.min(lanes.size(), lanesNow.getOrDefault(description.name(), lanesAtFirst));
            lanesNow.put(description.name(), shown + below(2));
            return grows ? lanes.stream().map(this::grown).toList() : lanes.subList(0, shown);
        }

        private LiveLane grown(LiveLane lane) {
            long end = found.merge(lane.name(), below(2 * most), Integer::sum);
            return new LiveLane(lane.index(), lane.name(), 0, Math.min(end, lane.endOffset()), lane.boundOffset());
        }

        @Override
        public LiveReader newReader(int[] columns, List<LaneStart> starts, RejectHandler rejects) {
            RecordDecoder decoder = CSV.newDecoder(
                    description.schema(), CSV.takeOptions(new TreeMap<>(description.options())), columns);
            return new Reader(this, starts, decoder, rejects);
        }

        @Override
        public void close() {}
    }

    private final class Reader implements LiveReader {
        private final Table table;
        private final List<LiveTable.LaneStart> lanes;
        private final long[] offsets;
        private final RecordDecoder decoder;
        private final RejectHandler rejects;
        private int lane;
        private long first;

        Reader(Table table, List<LiveTable.LaneStart> lanes, RecordDecoder decoder, RejectHandler rejects) {
            this.table = table;
            this.lanes = lanes;
            this.offsets = lanes.stream().mapToLong(LiveTable.LaneStart::offset).toArray();
            this.decoder = decoder;
            this.rejects = rejects;
        }

        @Override
        public @Nullable LaneRows next(long waitNanos) {
            if (failsOnceIn > 0 && below(failsOnceIn) == 0) {
                throw new BarographException(ErrorCode.UNAVAILABLE, "crash");
            }
            lane = below(lanes.size());
            List<String> records = table.records.get(lanes.get(lane).lane().index());
            long end = Math.min(records.size(), lanes.get(lane).lane().boundOffset());
            int count = (int) Math.min(1 + below(most), end - offsets[lane]);
            if (count <= 0) {
                return null;
            }
            if (below(8) == 0) {
                // Something that is no record, such as the mark of a transaction's end.
                return new LaneRows(
                        lanes.get(lane).lane().index(), decoder.decode((record, reason, text) -> {}), 0, offsets[lane]);
            }
            first = offsets[lane];
            ReplayCatalog.this.records.add(count);
            for (int i = 0; i < count; i++) {
                byte[] record = records.get((int) first + i).getBytes(StandardCharsets.UTF_8);
                decoder.add(record, 0, record.length);
            }
            String name = lanes.get(lane).lane().name();
            Batch rows = decoder.decode((record, reason, text) ->
                    rejects.reject(new RejectedRecord(name, first + record, 0, reason, text)));
            offsets[lane] += count;
            return new LaneRows(lanes.get(lane).lane().index(), rows, count, offsets[lane]);
        }

        @Override
        public RejectedRecord refuse(int row, String reason) {
            int record = decoder.recordOf(row);
            return new RejectedRecord(lanes.get(lane).lane().name(), first + record, 0, reason, decoder.text(record));
        }

        @Override
        public long endOffset(int index) {
            return table.lanes.get(index).endOffset();
        }

        @Override
        public void close() {}
    }
}
