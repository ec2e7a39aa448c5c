package io.barograph.local.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.source.Catalog;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;

/** A cluster for tests: carries bytes in whatever turns, keeps the last complete checkpoint, and goes on from it behind each crash. */
final class SimulatedHost {
    private static final int PARTITIONS = 4;
    private static final long TICK_NANOS = 10_000_000L;

    private final LiveJob job;
    private final Catalog catalog;
    private final LiveCatalog live;
    private final Random random;

    private List<HostedLanes.Lane> lanes = new ArrayList<>();
    private List<byte[]> states = List.of();
    private List<byte[]> pending = List.of();
    private OptionalLong checkpoint = OptionalLong.empty();
    private boolean wasUsed;
    private long last;
    private long now;
    private HostedLanes.Books books = new HostedLanes.Books(0, 0, 0, 0);

    SimulatedHost(LiveJob job, Catalog catalog, LiveCatalog live, Random random) {
        this.job = job;
        this.catalog = catalog;
        this.live = live;
        this.random = random;
    }

    /** What was made of the records, when the run has ended. */
    HostedLanes.Books books() {
        return books;
    }

    /** One reader: its lanes, what gathers behind it, and what it has sent to each partition that has not arrived. */
    private final class Reader {
        final HostedLanes read;
        final HostedGather gather;
        final List<Queue<byte[]>> sent = new ArrayList<>();

        Reader(HostedTables tables, HostedQuery query, List<HostedLanes.Lane> given) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                sent.add(new ArrayDeque<>());
            }
            gather = query.newGather(
                    PARTITIONS, (partition, message) -> sent.get(partition).add(message), () -> now);
            read = tables.newLanes((number, reading, rows) -> gather.rows(reading, rows));
            read.adopt(given);
        }

        void step() throws IOException {
            now += random.nextInt((int) TICK_NANOS);
            read.step();
            gather.advance(read.progress(0));
        }
    }

    /**
     * Runs until all lanes have ended.
     *
     * @param count of readers
     */
    void run(int count) throws IOException {
        try (HostedTables tables = new HostedTables(List.of(job), catalog, live, RunOptions.defaults());
                HostedQuery query = HostedQuery.ready(job, catalog, live, RunOptions.defaults())) {
            if (checkpoint.isEmpty()) {
                lanes = tables.lanes();
            }
            HostedSink sink = query.newSink(checkpoint, pending);
            List<HostedPartition> partitions = new ArrayList<>();
            for (int number = 0; number < PARTITIONS; number++) {
                HostedPartition partition = query.newPartition(number, PARTITIONS, sink::accept);
                if (wasUsed) {
                    partition.mayHaveStaleRows();
                }
                if (checkpoint.isPresent()) {
                    partition.restore(states.get(number));
                }
                partitions.add(partition);
            }
            wasUsed = true;
            List<Reader> readers = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                List<HostedLanes.Lane> given = new ArrayList<>();
                for (int lane = number; lane < lanes.size(); lane += count) {
                    given.add(lanes.get(lane));
                }
                if (!given.isEmpty()) {
                    readers.add(new Reader(tables, query, given));
                }
            }
            while (!readers.stream().allMatch(reader -> reader.read.haveEnded())) {
                Reader reader = readers.get(random.nextInt(readers.size()));
                int turn = random.nextInt(40);
                if (turn == 0) {
                    save(readers, partitions, sink);
                } else if (turn < 20) {
                    reader.step();
                } else {
                    arrive(reader, random.nextInt(PARTITIONS), partitions);
                }
            }
            save(readers, partitions, sink);
            books = readers.stream().map(reader -> reader.read.books()).reduce(books, HostedLanes.Books::plus);
        }
    }

    private static void arrive(Reader reader, int partition, List<HostedPartition> partitions) {
        byte[] message = reader.sent.get(partition).poll();
        if (message != null) {
            partitions.get(partition).accept(message);
        }
    }

    /** A checkpoint: everything before it arrives before it is taken; it is complete when all have taken theirs. */
    private void save(List<Reader> readers, List<HostedPartition> partitions, HostedSink sink) {
        readers.forEach(reader -> reader.gather.advance(reader.read.progress(0)));
        readers.forEach(reader -> reader.gather.flush());
        for (Reader reader : readers) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                while (!reader.sent.get(partition).isEmpty()) {
                    arrive(reader, partition, partitions);
                }
            }
        }
        long number = ++last;
        partitions.forEach(HostedPartition::show);
        List<byte[]> taken = partitions.stream().map(HostedPartition::snapshot).toList();
        sink.prepare(number);
        pending = sink.pending();
        states = taken;
        lanes = readers.stream().flatMap(reader -> reader.read.lanes().stream()).toList();
        checkpoint = OptionalLong.of(number);
        sink.commit(number);
    }
}
