package io.barograph.local.live;

import io.barograph.core.live.LiveCatalog;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.LeftOut;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import io.barograph.core.watermark.LaneClock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a live run leaves out of its tables, written into folders beside its checkpoints with each of them: {@code late/sensors}
 * and {@code rejected/sensors}, as Arrow files, which keep every type. Folders are tables, so anybody can query them while the
 * run goes on, and behind it.
 */
public final class LeftOutFolders {
    private final String state;
    private final String kept;
    private final List<LiveEngine.Insert> inserts = new ArrayList<>();
    private final List<Folder> folders = new ArrayList<>();

    /**
     * One of them.
     *
     * @param table whose rows these are
     * @param path that a query can name
     * @param sink its name in a status
     */
    public record Folder(LeftOut.Kind kind, String table, String path, String sink) {
        /** Whether a query finds rows there, on this machine: a row is counted when it is left out, and its file comes with a checkpoint. */
        public boolean isReadable() {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(path), "[!.]*")) {
                return files.iterator().hasNext();
            } catch (IOException e) {
                return false;
            }
        }
    }

    /**
     * @param state the folder of checkpoints, as the name of a file of any store
     * @param kept what a folder may take, as {@code 1g}
     */
    public LeftOutFolders(String state, String kept) {
        this.state = state.endsWith("/") ? state.substring(0, state.length() - 1) : state;
        this.kept = kept;
    }

    /** Adds the folders of the tables that queries read live. */
    public void add(List<LiveEngine.Insert> queries, LiveCatalog live) {
        Set<TableDescription> tables = new LinkedHashSet<>();
        for (LiveEngine.Insert query : queries) {
            collect(query.query().root(), live, tables);
        }
        for (TableDescription table : tables) {
            if (table.eventTime() != null && LaneClock.judges(table.eventTime())) {
                add(new LeftOut(LeftOut.Kind.LATE, table));
            }
            add(new LeftOut(LeftOut.Kind.REJECTED, table));
        }
    }

    private static void collect(Plan plan, LiveCatalog live, Set<TableDescription> tables) {
        if (plan instanceof Plan.Scan scan && live.isLive(scan.table())) {
            tables.add(scan.table().source());
        }
        plan.inputs().forEach(input -> collect(input, live, tables));
    }

    private void add(LeftOut what) {
        TableDescription table = what.description();
        String folder = folder(what.kind(), what.table().name());
        TableDeclaration target = new TableDeclaration(
                folder,
                Map.of("path", folder + "/", "format", "arrow", "overwrite", "true", "keep", kept),
                null,
                null,
                List.of());
        Plan all = new Plan.Scan(
                table, IntStream.range(0, table.schema().size()).boxed().toList());
        inserts.add(new LiveEngine.Insert(table.name(), new Query(all, List.of()), target));
        folders.add(new Folder(what.kind(), what.table().name(), folder, table.name()));
    }

    /** A path as somebody in the working directory would type it. */
    private static String near(String path) {
        String folder = path.substring(0, path.length() - 1);
        if (folder.contains("://")) {
            return folder;
        }
        Path here = Path.of("").toAbsolutePath();
        Path there = Path.of(folder).toAbsolutePath();
        return there.startsWith(here) ? here.relativize(there).toString() : folder;
    }

    private String folder(LeftOut.Kind kind, String table) {
        return state + "/" + kind.name().toLowerCase(Locale.ROOT) + "/" + table.replaceAll("[/\\\\]", "_");
    }

    /** What is to be run beside the pipeline's own statements. */
    public List<LiveEngine.Insert> inserts() {
        return inserts;
    }

    /** Where they are. */
    public List<Folder> folders() {
        return List.copyOf(folders);
    }

    /** Changes without those of folders, whose names no declared table has. */
    public static List<LiveChange> without(List<LiveChange> changes) {
        return changes.stream()
                .filter(change -> Arrays.stream(LeftOut.Kind.values())
                        .noneMatch(kind -> change.name().endsWith(kind.suffix())))
                .toList();
    }

    /** A status without the folders: people ask for the tables that they write. */
    public LiveStatus without(LiveStatus status) {
        int own = status.sinks().size() - inserts.size();
        return status.withSinks(status.sinks().subList(0, own));
    }

    /** Where to look, for a run that has left something out: a line per folder that has rows. */
    public String found(LiveStatus status) {
        StringBuilder text = new StringBuilder();
        int own = status.sinks().size() - inserts.size();
        for (int i = 0; i < inserts.size(); i++) {
            LiveStatus.Sink sink = status.sinks().get(own + i);
            if (sink.added() > 0) {
                text.append(String.format(
                        Locale.ROOT,
                        "%,d row%s of %s: baro \"SELECT * FROM '%s'\"\n",
                        sink.added(),
                        sink.added() == 1 ? "" : "s",
                        sink.name(),
                        near(inserts.get(i).target().path())));
            }
        }
        return text.toString();
    }
}
