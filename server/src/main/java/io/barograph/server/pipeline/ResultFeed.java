package io.barograph.server.pipeline;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import io.barograph.server.chart.ChartPicture;
import io.barograph.server.chart.ChartRequest;
import io.barograph.server.http.EventStream;
import io.barograph.server.http.Json;
import io.barograph.server.result.KeptRows;
import io.barograph.server.result.ResultRows;
import io.barograph.server.result.ResultTable;
import io.barograph.server.result.RowJson;
import io.barograph.server.result.SavedRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One result of a pipeline, for those who look at it: as rows, each is given them as they are, then what changes, as often as
 * {@link #tellRows} is called; as a chart, a picture whenever that has changed. What nobody looks at is not encoded. It outlives the runs
 * of the pipeline. Thread-safe: whoever writes rows waits for no encoding of them.
 */
public final class ResultFeed {
    /** Rows that are told of at first; charts are drawn of all that are kept. */
    private static final int MOST_TOLD = 10_000;

    private final String name;
    private final int mostRows;

    /** What is sent is sent in order: held while telling, and before {@code this}, never after it. */
    private final Object telling = new Object();

    /** A client that is gone leaves while others are told. */
    private final List<EventStream> clients = new CopyOnWriteArrayList<>();

    private final ChartFeed charts = new ChartFeed(this::picture, this::version);

    /** Guarded by {@code this}. */
    private @Nullable ResultTable table;

    /** Whether no run has said yet where the table's rows go on from. */
    private boolean isNew;

    /** Of the rows: grows with each change. */
    private long version;

    /** The rows as somebody saw them, for as long as they have not changed. */
    private @Nullable ResultRows seen;

    ResultFeed(String name, int mostRows) {
        this.name = name;
        this.mostRows = mostRows;
    }

    /** What is written, as statuses call it. */
    public String name() {
        return name;
    }

    /** A run begins; the rows of the one before stay where the columns are the same. */
    void open(SinkRequest request) {
        synchronized (telling) {
            synchronized (this) {
                ResultTable before = table;
                ResultTable now = ResultTable.of(request, mostRows);
                if (before != null
                        && before.schema().equals(now.schema())
                        && Objects.equals(before.keyNames(), now.keyNames())) {
                    return;
                }
                table = now;
                isNew = true;
                change();
            }
            tellAll();
        }
    }

    private void tellAll() {
        if (!clients.isEmpty()) {
            byte[] state = state();
            clients.forEach(client -> client.offer(state));
        }
    }

    /** The rows as they are now, for a checkpoint; null where no run has told yet what they are. */
    LiveSink.@Nullable Shown shown() {
        ResultRows now = rows();
        return now == null ? null : new SavedRows(now);
    }

    /** A run goes on from a checkpoint: a process that has not seen the rows up to there is given them. */
    void restore(long checkpoint, StateInput shown) {
        synchronized (telling) {
            synchronized (this) {
                if (table == null || !isNew || !SavedRows.restore(table, checkpoint, shown)) {
                    return;
                }
                isNew = false;
                change();
            }
            tellAll();
        }
    }

    private void change() {
        version++;
        seen = null;
    }

    synchronized void accept(Revisions changes, long checkpoint) {
        if (table != null) {
            table.apply(changes, checkpoint);
            change();
        }
    }

    synchronized void resume(long checkpoint) {
        if (table != null) {
            if (isNew && checkpoint != LiveSink.NONE) {
                table.lackEarlier();
            }
            isNew = false;
            table.resume(checkpoint);
            change();
        }
    }

    synchronized void saved(long checkpoint) {
        if (table != null) {
            table.saved(checkpoint);
        }
    }

    /** Somebody comes to look at rows, and is given all that there is. */
    public void add(EventStream client) {
        synchronized (telling) {
            show(client);
            clients.add(client);
        }
    }

    /**
     * Somebody comes to look at a chart, and is given it.
     *
     * @throws BarographException where it cannot be drawn of this result's columns
     */
    public void add(EventStream client, ChartRequest request) {
        synchronized (telling) {
            charts.add(client, request);
        }
    }

    /**
     * Refuses a chart that cannot be drawn of this result's columns, or is one too many.
     *
     * @throws BarographException or {@code ProblemException} that says why
     */
    public void check(ChartRequest request) {
        synchronized (telling) {
            charts.check(request);
        }
        ResultRows rows = rows();
        if (rows != null) {
            ChartPicture.check(rows, request);
        }
    }

    /** Tells one who looks all that there is. */
    public void show(EventStream client) {
        synchronized (telling) {
            if (charts.show(client)) {
                return;
            }
            tellChanges();
            client.offer(state());
        }
    }

    /** Somebody looks no more. */
    public void remove(EventStream client) {
        synchronized (telling) {
            clients.remove(client);
            charts.remove(client);
        }
    }

    /** Tells those who look at rows what has changed. */
    void tellRows() {
        synchronized (telling) {
            tellChanges();
        }
    }

    /** Shows those who look at charts pictures of what has changed, at their pace. */
    void drawCharts() {
        synchronized (telling) {
            charts.tick();
        }
    }

    private synchronized long version() {
        return version;
    }

    private void tellChanges() {
        ResultTable rows;
        ResultTable.Changes changes;
        synchronized (this) {
            rows = table;
            if (rows == null) {
                return;
            }
            if (clients.isEmpty()) {
                rows.dropChanges();
                return;
            }
            changes = rows.takeChanges();
        }
        if (changes.isEmpty()) {
            return;
        }
        if (changes.isAnew()) {
            tellAll();
            return;
        }
        int[] all = all(rows.schema());
        int[] key = rows.key();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("sink", name);
        members.put("added", new RowJson(rows.schema(), all).encode(changes.added()));
        members.put("removed", new RowJson(rows.schema(), key == null ? all : key).encode(changes.removed()));
        members.put("skipped", changes.skipped());
        members.put("waiting", changes.waiting());
        byte[] event = EventStream.event("changes", Json.bytes(members));
        clients.forEach(client -> client.offer(event));
    }

    /** Says to all that they are still being talked to. */
    void beat() {
        synchronized (telling) {
            clients.forEach(EventStream::beat);
            charts.beat();
        }
    }

    /** The pipeline is gone for good. */
    void end() {
        synchronized (telling) {
            clients.forEach(EventStream::end);
            clients.clear();
            charts.end();
        }
    }

    private byte[] state() {
        return EventStream.event("state", Json.bytes(snapshot()));
    }

    /** The rows as they are now; null where no run has told yet what they are. */
    public synchronized @Nullable ResultRows rows() {
        if (seen == null && table != null && !isNew) {
            seen = table.snapshot();
        }
        return seen;
    }

    /** What there is to be seen, without its rows. */
    private Map<String, @Nullable Object> head(@Nullable ResultRows rows) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("sink", name);
        members.put("columns", rows == null ? List.of() : RowJson.columns(rows.schema()));
        members.put("key", rows == null ? null : rows.key());
        members.put("total", rows == null ? (Long) 0L : total(rows));
        return members;
    }

    private static @Nullable Long total(ResultRows rows) {
        return rows.total().isPresent() ? rows.total().getAsLong() : null;
    }

    /** Columns, key and the latest rows as they are now. */
    public Map<String, @Nullable Object> snapshot() {
        ResultRows rows = rows();
        Map<String, @Nullable Object> members = head(rows);
        members.put(
                "rows",
                rows == null
                        ? List.of()
                        : new RowJson(rows.schema(), all(rows.schema()))
                                .encode(KeptRows.latest(rows.rows(), MOST_TOLD)));
        return members;
    }

    /** Columns, key, and what a chart shows of all rows that are kept. */
    public Map<String, @Nullable Object> picture(ChartRequest request) {
        ResultRows rows = rows();
        Map<String, @Nullable Object> members = head(rows);
        if (rows != null) {
            members.putAll(ChartPicture.of(rows, request));
        }
        return members;
    }

    private static int[] all(Schema schema) {
        return IntStream.range(0, schema.size()).toArray();
    }
}
