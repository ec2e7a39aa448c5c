package io.barograph.server.pipeline;

import io.barograph.core.column.Field;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import io.barograph.server.http.EventStream;
import io.barograph.server.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One result of a pipeline, for those who look at it: each is given the rows as they are, then what changes, as often as
 * {@link #tick} is called. It outlives the runs of the pipeline. Thread-safe.
 */
public final class ResultFeed {
    private final String name;
    private final int mostRows;
    private final List<EventStream> clients = new ArrayList<>();
    private @Nullable ResultTable table;

    ResultFeed(String name, int mostRows) {
        this.name = name;
        this.mostRows = mostRows;
    }

    /** What is written, as statuses call it. */
    public String name() {
        return name;
    }

    /** A run begins; the rows of the one before stay where the columns are the same. */
    synchronized void open(SinkRequest request) {
        ResultTable before = table;
        ResultTable now = new ResultTable(request, mostRows);
        if (before == null
                || !before.schema().equals(now.schema())
                || !Objects.equals(before.keyNames(), now.keyNames())) {
            table = now;
            byte[] state = state();
            clients.forEach(client -> client.offer(state));
        }
    }

    synchronized void accept(Revisions changes, long checkpoint) {
        if (table != null) {
            table.apply(changes, checkpoint);
        }
    }

    synchronized void resume(long checkpoint) {
        if (table != null) {
            table.resume(checkpoint);
        }
    }

    synchronized void saved(long checkpoint) {
        if (table != null) {
            table.saved(checkpoint);
        }
    }

    /** Somebody comes to look, and is given all that there is. */
    public synchronized void add(EventStream client) {
        show(client);
        clients.add(client);
    }

    /** Tells one who looks all that there is. */
    public synchronized void show(EventStream client) {
        tick();
        client.offer(state());
    }

    /** Somebody looks no more. */
    public synchronized void remove(EventStream client) {
        clients.remove(client);
    }

    /** Tells of what has changed. */
    synchronized void tick() {
        ResultTable.Changes changes = table == null ? null : table.takeChanges();
        if (changes == null || clients.isEmpty()) {
            return;
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("sink", name);
        members.put("added", raw(changes.added()));
        members.put("removed", raw(changes.removed()));
        members.put("skipped", changes.skipped());
        byte[] event = EventStream.event("changes", Json.bytes(members));
        clients.forEach(client -> client.offer(event));
    }

    /** Says to all that they are still being talked to. */
    synchronized void beat() {
        clients.forEach(EventStream::beat);
    }

    /** The pipeline is gone for good. */
    synchronized void end() {
        List.copyOf(clients).forEach(EventStream::end);
        clients.clear();
    }

    private byte[] state() {
        return EventStream.event("state", Json.bytes(snapshot()));
    }

    /** Columns, key and rows as they are now. */
    public synchronized Map<String, @Nullable Object> snapshot() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("sink", name);
        ResultTable rows = table;
        if (rows == null) {
            members.put("columns", List.of());
            members.put("key", null);
            members.put("total", 0);
            members.put("rows", List.of());
            return members;
        }
        members.put(
                "columns",
                rows.schema().fields().stream().map(ResultFeed::column).toList());
        members.put("key", rows.keyNames());
        members.put("total", rows.total());
        members.put("rows", raw(rows.rows()));
        return members;
    }

    private static Map<String, String> column(Field field) {
        Map<String, String> column = new LinkedHashMap<>();
        column.put("name", field.name());
        column.put("type", field.type().name());
        return column;
    }

    private static List<Json.Raw> raw(List<String> rows) {
        return rows.stream().map(Json.Raw::new).toList();
    }
}
