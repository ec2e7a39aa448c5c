package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.live.SinkGroup;
import io.barograph.formats.FileCatalog;
import io.barograph.local.LocalEngine;
import io.barograph.sql.Script;
import io.barograph.sql.Session;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** INSERTs over the files {@code lane*.csv}, {@code event*.csv} and {@code places.csv} of a folder, as text has them. */
final class Pipelines {
    private final Path folder;
    private final FileCatalog files = new FileCatalog();

    Pipelines(Path folder) {
        this.folder = folder;
    }

    /** One INSERT of a query's rows into {@code out}. */
    LiveEngine.Insert insert(String query, String accept, @Nullable String per) {
        return inserts(accept, per, Map.of("out", query)).get(0);
    }

    /** @param queries by the name of the table that they go to */
    List<LiveEngine.Insert> inserts(String accept, @Nullable String per, Map<String, String> queries) {
        StringBuilder text = new StringBuilder(
                "CREATE TABLE sensors (t TIMESTAMP, key BIGINT, note VARCHAR, value BIGINT, WATERMARK FOR t AS t -"
                        + " INTERVAL '4' SECOND" + (per == null ? "" : " PER " + per) + ") WITH ('path' = '"
                        + folder.resolve("lane*.csv") + "', 'timestamp.unit' = 's', 'accept' = '" + accept
                        + "', 'max-leap' = '1 day');\n"
                        + events(accept)
                        + "CREATE TABLE places WITH ('path' = '" + folder.resolve("places.csv") + "');\n");
        queries.forEach((name, query) -> text.append("CREATE TABLE ")
                .append(name)
                .append(" WITH ('path' = '")
                .append(folder.resolve(name + ".csv"))
                .append("');\nINSERT INTO ")
                .append(name)
                .append(' ')
                .append(query)
                .append(";\n"));
        return inserts(text.toString());
    }

    /** The INSERTs of a text. */
    List<LiveEngine.Insert> inserts(String text) {
        Session session = new Session(
                files,
                ValueFinder.by((values, sink) -> new LocalEngine(files).run(values, sink, RunOptions.defaults())),
                table -> folder.resolve(table).toString());
        List<LiveEngine.Insert> inserts = new ArrayList<>();
        for (Script.Piece piece : session.read(text, null).pieces()) {
            if (session.bind(piece) instanceof Statement.Insert insert) {
                inserts.add(new LiveEngine.Insert(insert.target().name(), insert.query(), insert.target()));
            }
        }
        return inserts;
    }

    /** A second live table, where there are files of it; it is published later than the first. */
    private String events(String accept) {
        return Files.exists(folder.resolve("event0.csv"))
                ? "CREATE TABLE events (t TIMESTAMP, key BIGINT, level BIGINT, what VARCHAR, WATERMARK FOR t AS t -"
                        + " INTERVAL '6' SECOND) WITH ('path' = '" + folder.resolve("event*.csv")
                        + "', 'timestamp.unit' = 's', 'accept' = '" + accept + "', 'max-leap' = '1 day');\n"
                : "";
    }

    /** Writes a row into each file, for what is bound and explained and never run. */
    static void writeLittle(Path folder) throws IOException {
        Files.writeString(folder.resolve("lane0.csv"), "t,key,note,value\n1700000000,1,a,5\n");
        Files.writeString(folder.resolve("places.csv"), "key,place\n1,roof\n");
    }

    /** What EXPLAIN says of a query's rows going into a sink that takes rows back, or none. */
    String explained(String query, String accept, boolean revises) {
        MemorySink.Place place = new MemorySink.Place();
        ReplayCatalog[] catalog = new ReplayCatalog[1];
        catalog[0] = new ReplayCatalog(1, request -> new MemorySink(place, request, revises, true, catalog[0]));
        return new LiveEngine(files, catalog[0]).explain(insert(query, accept, null), "test", new SinkGroup());
    }

    /** What a batch run answers. */
    Map<String, Integer> batch(LiveEngine.Insert insert) {
        Rows rows = new Rows();
        new LocalEngine(files).run(insert.query(), rows, RunOptions.defaults());
        return rows.rows;
    }

    /** Collects rows as texts and how often each is there. */
    static final class Rows implements ResultSink {
        final Map<String, Integer> rows = new TreeMap<>();

        @Override
        public void begin(Schema schema) {}

        @Override
        public void accept(Batch batch) {
            for (int i = 0; i < batch.size(); i++) {
                rows.merge(batch.row(i).toString(), 1, Integer::sum);
            }
        }

        @Override
        public void end() {}
    }
}
