package io.barograph.cli;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.AnswerChecksum;
import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkGroup;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.TableDescription;
import io.barograph.core.text.TimestampText;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.LiveConnectors;
import io.barograph.local.LocalEngine;
import io.barograph.local.live.LiveEngine;
import io.barograph.local.live.LiveOptions;
import io.barograph.local.live.LiveStatus;
import io.barograph.sql.Script;
import io.barograph.sql.Session;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code baro demo --live}: somebody appends readings to a file, one query follows it, windows close, one is revised, a row is
 * late, one is none; the run stops, goes on from its checkpoint, and in the end a batch run gives the same checksum.
 */
final class LiveDemo {
    private static final int READINGS = 720;
    private static final int DEVICES = 3;
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_672_531_200L * SECOND;
    private static final int BAD = 250;
    private static final int ACCEPTED = 350;
    private static final int LATE = 500;

    /** The start of the window that the reading of {@link #ACCEPTED} falls into. */
    private static final long REVISED = START + 180 * SECOND;

    /** The column of that start among the query's. */
    private static final int WINDOW_START = 1;

    private static final String PIPELINE = """
            CREATE TABLE sensors (ts TIMESTAMP, device_id BIGINT, temperature DOUBLE,
              WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
            WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'csv'%s, 'accept' = '3 minutes');

            %s
            SELECT device_id, window_start, count(*) AS n, avg(temperature) AS mean, stddev(temperature) AS deviation
              FROM TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
             GROUP BY device_id, window_start, window_end""";

    private static final String FOLLOW = ", 'follow' = 'true'";

    private final Console console;
    private final Path folder;
    private final Path file;
    private final FileCatalog files = new FileCatalog();
    private final Map<List<Object>, Batch> table = new HashMap<>();
    private final CountDownLatch revisable = new CountDownLatch(1);
    private final AtomicBoolean written = new AtomicBoolean();
    private volatile @Nullable IOException writing;

    LiveDemo(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
        this.file = folder.resolve("readings.csv");
    }

    /** Runs it; gives the exit status. */
    int run() throws IOException {
        String insert = "INSERT INTO minutes";
        String sink = "CREATE TABLE minutes WITH ('connector' = 'console', 'view' = 'changelog');\n";
        String shown = String.format(PIPELINE, file, FOLLOW, sink + insert);
        console.println(shown + ";");
        console.println("");
        Files.writeString(file, "ts,device_id,temperature\n");
        Thread generator = new Thread(this::generate, "readings");
        generator.setDaemon(true);
        generator.start();

        Cancellation stop = new Cancellation();
        Statement.Insert live = (Statement.Insert) bind(shown);
        run(live, LiveOptions.Until.CANCELLED, stop, status -> {
            boolean isRead = written.get() && status.read() >= READINGS;
            if (isRead || writing != null || console.cancellation().isRequested()) {
                stop.request();
            }
        });
        IOException failed = writing;
        if (failed != null) {
            throw failed;
        }
        console.println("");
        console.println(
                "-- stopped, with a checkpoint; now it goes on from there, and is told that nothing more will come:");
        LiveStatus status = run(live, LiveOptions.Until.ENDED, console.cancellation(), progress -> {});
        console.println("");
        console.println(String.format(
                Locale.ROOT,
                "-- no row is lost in silence: read %,d = used %,d + late %,d + rejected %,d + duplicate 0",
                status.read(),
                status.used(),
                status.late(),
                status.rejected()));
        return compare(live.query().root().schema());
    }

    private Statement bind(String text) {
        Session session = new Session(
                files,
                ValueFinder.by((query, sink) -> new LocalEngine(files).run(query, sink, RunOptions.defaults())),
                name -> folder.resolve(name).toString());
        Statement last = new Statement.Drop("");
        for (Script.Piece piece : session.read(text, null).pieces()) {
            last = session.bind(piece);
        }
        return last;
    }

    private LiveStatus run(
            Statement.Insert insert,
            LiveOptions.Until until,
            Cancellation cancellation,
            Consumer<LiveStatus> listener) {
        SinkGroup group = new SinkGroup();
        group.share(Console.class, "console", () -> console);
        LiveOptions options = new LiveOptions(
                RunOptions.defaults().withThreads(1).withCancellation(cancellation),
                folder.resolve("state"),
                false,
                SECOND,
                until,
                listener);
        return new LiveEngine(files, new Keeping())
                .run(
                        List.of(new LiveEngine.Insert("minutes", insert.query(), insert.target())),
                        "demo",
                        group,
                        options);
    }

    private int compare(Schema schema) {
        AnswerChecksum kept = new AnswerChecksum(false);
        ResultSink rows = kept.sink();
        rows.begin(schema);
        table.values().forEach(rows::accept);
        rows.end();
        AnswerChecksum whole = new AnswerChecksum(false);
        Statement batch = bind(String.format(PIPELINE, file, "", ""));
        new LocalEngine(files).run(((Statement.Select) batch).query(), whole.sink(), RunOptions.defaults());
        console.println("-- checksum of what the live run left: " + kept.value());
        console.println("-- checksum of a batch run over the file: " + whole.value());
        boolean same = kept.value().equals(whole.value());
        console.println(same ? "-- the same, bit for bit" : "-- they differ: this is a defect of Barograph");
        return same ? 0 : 1;
    }

    /**
     * Sixty readings a second, for eyes to follow, a second of the data apart, one in twenty up to three seconds out of order.
     * What revises a window waits until that is shown.
     */
    private void generate() {
        Random random = new Random(42);
        try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
            for (int i = 1; i <= READINGS; i++) {
                long time = START + i * SECOND - (random.nextInt(20) == 0 ? random.nextInt(3) * SECOND : 0);
                String reading = String.format(Locale.ROOT, "%.4f", 20 + 10 * random.nextDouble());
                if (i == BAD) {
                    console.println(
                            "-- a line that is no reading comes: it is rejected, and kept with its place and reason");
                    reading = "n/a?";
                } else if (i == ACCEPTED) {
                    revisable.await();
                    console.println(
                            "-- a reading comes two minutes late, which is accepted: its window is revised (-U, +U)");
                    time -= 120 * SECOND;
                } else if (i == LATE) {
                    console.println(
                            "-- a reading comes six minutes late, which is too late: it is counted and kept aside");
                    time -= 360 * SECOND;
                }
                out.write(TimestampText.toString(time) + "," + (1 + random.nextInt(DEVICES)) + "," + reading + "\n");
                out.flush();
                Thread.sleep(16);
            }
        } catch (IOException e) {
            writing = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        written.set(true);
    }

    /** The connectors, with sinks that keep the table beside showing its changes. */
    private final class Keeping implements LiveCatalog {
        private final LiveConnectors connectors = new LiveConnectors();

        @Override
        public boolean isLive(TableDescription description) {
            return connectors.isLive(description);
        }

        @Override
        public LiveTable open(TableDescription description) {
            return connectors.open(description);
        }

        @Override
        public LiveSink openSink(SinkRequest request) {
            return new KeepingSink(connectors.openSink(request), request);
        }
    }

    private final class KeepingSink implements LiveSink {
        private final LiveSink shown;
        private final SinkRequest request;

        KeepingSink(LiveSink shown, SinkRequest request) {
            this.shown = shown;
            this.request = request;
        }

        @Override
        public void accept(Revisions changes) {
            for (int i = 0; i < changes.size(); i++) {
                if (changes.hadBefore(i)) {
                    table.remove(key(changes.before(), i));
                }
                Batch after = changes.after();
                if (after != null && changes.hasAfter(i)) {
                    if (((LongColumn) after.column(WINDOW_START)).values()[i] >= REVISED) {
                        revisable.countDown();
                    }
                    table.put(key(after, i), BatchCompactor.of(request.schema()).copy(after, new int[] {i}, 1));
                }
            }
            shown.accept(changes);
        }

        private List<Object> key(@Nullable Batch rows, int position) {
            List<Object> key = new ArrayList<>();
            for (int column : request.key()) {
                key.add(String.valueOf(rows == null ? null : rows.column(column).value(position)));
            }
            return key;
        }

        @Override
        public String guarantee() {
            return shown.guarantee();
        }

        @Override
        public boolean takesRevisions() {
            return shown.takesRevisions();
        }

        @Override
        public long begin() {
            return shown.begin();
        }

        @Override
        public void resume(long checkpoint) {
            shown.resume(checkpoint);
        }

        @Override
        public void flush() {
            shown.flush();
        }

        @Override
        public void prepare(long checkpoint) {
            shown.prepare(checkpoint);
        }

        @Override
        public void commit(long checkpoint) {
            shown.commit(checkpoint);
        }

        @Override
        public void close() {
            shown.close();
        }
    }
}
