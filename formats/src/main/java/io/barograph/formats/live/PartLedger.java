package io.barograph.formats.live;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveSink;
import io.barograph.formats.output.AtomicFile;
import io.barograph.formats.output.PartitionRouter;
import io.barograph.formats.store.StoredOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which part files of a folder belong to which checkpoint, kept in a hidden folder beside them, {@code .baro-PIPELINE}:
 *
 * <pre>
 * epoch-E              an instance of the pipeline has begun; the greatest E is the one that may write
 * part-E-S             rows, under a name that only the instance E gives
 * checkpoint-N-E       the parts of a prepared checkpoint: a line each, its name and, behind a tab, the one it is to get
 * entry-E.tmp          such a file while it is written
 * </pre>
 *
 * A visible name has the checkpoint in it: {@code part-PIPELINE-NNNNNNNN-K.csv}.
 *
 * <p><b>Invariants.</b>
 *
 * <ol>
 *   <li>A file {@code checkpoint-N-E} is there as a whole or not at all, and only when all its parts are on the disk.
 *   <li>A part gets its visible name only while a file {@code checkpoint-N-E} names it.
 *   <li>Of the files {@code checkpoint-N-E} only those of the greatest E count: an instance writes one, for the checkpoint that it
 *       goes on behind, when it has dealt with those before it. So what a fenced instance writes late counts for nothing.
 *   <li>An instance takes away hidden parts before it looks for visible ones, so that a fenced one that is just renaming does
 *       so before the look, or finds nothing to rename.
 * </ol>
 */
final class PartLedger {
    private static final Pattern EPOCH = Pattern.compile("epoch-(\\d{1,18})");
    private static final Pattern ENTRY = Pattern.compile("checkpoint-(-1|\\d{1,18})-(\\d{1,18})");

    private final Disk disk;
    private final String folder;
    private final String hidden;
    private final String prefix;
    private final Pattern visible;
    private final Map<Long, List<Part>> prepared = new TreeMap<>();
    private long epoch;
    private long parts;
    /** Null until parts are first trimmed. */
    private @Nullable KeptParts kept;

    /**
     * A part file.
     *
     * @param name hidden
     * @param target the visible name, relative to the folder
     */
    record Part(String name, String target) {}

    PartLedger(Disk disk, String folder, String pipeline) {
        this.disk = disk;
        this.folder = folder;
        String escaped = PartitionRouter.escaped(pipeline);
        hidden = Disk.in(folder, ".baro-" + escaped);
        prefix = "part-" + escaped + "-";
        visible = Pattern.compile(Pattern.quote(prefix) + "(\\d{1,18})-\\d+\\..*");
    }

    /** Where hidden parts are. */
    String hidden() {
        return hidden;
    }

    /** From here on this instance alone may write. */
    void begin() throws IOException {
        disk.makeFolders(hidden);
        while (epoch == 0) {
            long next = latestEpoch() + 1;
            try {
                disk.create(Disk.in(hidden, "epoch-" + next)).close();
                epoch = next;
            } catch (FileAlreadyExistsException e) {
                // Another instance begins in this very moment: it was first, this one comes behind it.
            }
        }
        disk.force(hidden);
        disk.force(folder);
    }

    private long latestEpoch() throws IOException {
        long latest = 0;
        for (String name : disk.list(hidden)) {
            Matcher found = EPOCH.matcher(name);
            latest = Math.max(latest, found.matches() ? Long.parseLong(found.group(1)) : 0);
        }
        return latest;
    }

    private void requireOwn() throws IOException {
        if (latestEpoch() != epoch) {
            throw new BarographException(
                    ErrorCode.FENCED,
                    "another run of this pipeline writes to '" + folder
                            + "' now, so this one stops; give one of them another 'pipeline.name' if both are wanted");
        }
    }

    /** What a failure means: where a later instance has begun, that this one is fenced, whose files are taken away. */
    BarographException explained(String name, IOException failed) {
        try {
            if (epoch > 0) {
                requireOwn();
            }
        } catch (BarographException fenced) {
            return fenced;
        } catch (IOException alike) {
            // What failed first is told.
        }
        return AtomicFile.failure(name, failed);
    }

    /** A hidden name that no part had before. */
    String newName() {
        return "part-" + epoch + "-" + parts++;
    }

    /** The name that a part will have. */
    String target(String partition, long checkpoint, int number, String ending) {
        String name = String.format(Locale.ROOT, "%s%08d-%d%s", prefix, checkpoint, number, ending);
        return partition.isEmpty() ? name : partition + "/" + name;
    }

    /**
     * The place shows what belongs to this checkpoint and those before it, and nothing more.
     *
     * @param overwrite whether a run from the start may take away what one before it has shown
     */
    void resume(long checkpoint, boolean overwrite) throws IOException {
        List<Entry> entries = entries();
        long highest = entries.stream().mapToLong(Entry::checkpoint).max().orElse(LiveSink.NONE);
        if (checkpoint > highest) {
            throw new BarographException(
                    ErrorCode.DATA_LOST,
                    "'" + folder + "' holds rows of this pipeline up to "
                            + (highest == LiveSink.NONE ? "no checkpoint" : "checkpoint " + highest)
                            + ", but the run goes on behind checkpoint " + checkpoint
                            + ": bring its files back, or run from the start, without its checkpoints");
        }
        boolean fromStart = checkpoint == LiveSink.NONE;
        if (fromStart && !overwrite && !shownBehind(checkpoint).isEmpty()) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "'" + folder + "' holds rows of this pipeline, but the run begins from the start: go on from its"
                            + " checkpoints, move the files away, or let them be replaced with 'overwrite' = 'true'");
        }
        for (Entry entry : entries) {
            if (entry.checkpoint() <= checkpoint) {
                publish(parts(entry));
            }
        }
        for (String name : disk.list(hidden)) {
            if (name.startsWith("part-")) {
                disk.delete(Disk.in(hidden, name));
            }
        }
        if (highest > checkpoint || fromStart) {
            for (String late : shownBehind(checkpoint)) {
                disk.delete(late);
            }
        }
        write(checkpoint, List.of());
        requireOwn();
        forget(checkpoint);
    }

    /** A file of a prepared checkpoint. */
    private record Entry(long checkpoint, long epoch) {
        String name() {
            return "checkpoint-" + checkpoint + "-" + epoch;
        }
    }

    /** Those that count, of instances before this one. */
    private List<Entry> entries() throws IOException {
        List<Entry> all = new ArrayList<>();
        for (String name : disk.list(hidden)) {
            Matcher found = ENTRY.matcher(name);
            if (found.matches()) {
                all.add(new Entry(Long.parseLong(found.group(1)), Long.parseLong(found.group(2))));
            }
        }
        long latest = all.stream().mapToLong(Entry::epoch).max().orElse(0);
        all.removeIf(entry -> entry.epoch() < latest);
        return all;
    }

    private List<Part> parts(Entry entry) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (String line : disk.read(Disk.in(hidden, entry.name())).lines().toList()) {
            int tab = line.indexOf('\t');
            parts.add(new Part(line.substring(0, tab), line.substring(tab + 1)));
        }
        return parts;
    }

    /** The visible parts of later checkpoints. */
    private List<String> shownBehind(long checkpoint) throws IOException {
        List<String> found = new ArrayList<>();
        List<String> folders = new ArrayList<>(List.of(folder));
        while (!folders.isEmpty()) {
            String next = folders.remove(folders.size() - 1);
            for (String name : disk.list(next)) {
                Matcher part = visible.matcher(name);
                if (part.matches() && Long.parseLong(part.group(1)) > checkpoint) {
                    found.add(Disk.in(next, name));
                } else if (!name.startsWith(".") && disk.isFolder(Disk.in(next, name))) {
                    folders.add(Disk.in(next, name));
                }
            }
        }
        return found;
    }

    /** Keeps which parts a checkpoint has: they are on the disk. */
    void prepare(long checkpoint, List<Part> its) throws IOException {
        requireOwn();
        write(checkpoint, its);
        requireOwn();
        prepared.put(checkpoint, List.copyOf(its));
    }

    private void write(long checkpoint, List<Part> its) throws IOException {
        StringBuilder text = new StringBuilder();
        its.forEach(part ->
                text.append(part.name()).append('\t').append(part.target()).append('\n'));
        String temporary = Disk.in(hidden, "entry-" + epoch + ".tmp");
        disk.delete(temporary);
        try (StoredOutput out = disk.create(temporary)) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            out.force();
        }
        disk.move(temporary, Disk.in(hidden, new Entry(checkpoint, epoch).name()));
        disk.force(hidden);
    }

    /** Gives the parts of a prepared checkpoint, and of those before it, their visible names. */
    void commit(long checkpoint) throws IOException {
        requireOwn();
        for (Map.Entry<Long, List<Part>> entry : prepared.entrySet()) {
            if (entry.getKey() <= checkpoint) {
                publish(entry.getValue());
            }
        }
        requireOwn();
        prepared.keySet().removeIf(known -> known <= checkpoint);
        forget(checkpoint);
    }

    /** Takes away the oldest visible parts while all together take more bytes than that. */
    void trim(long mostBytes) throws IOException {
        KeptParts all = kept;
        if (all == null) {
            all = new KeptParts(disk);
            List<String> oldestFirst = shownBehind(LiveSink.NONE);
            oldestFirst.sort(Comparator.comparingLong(this::checkpointOf));
            for (String part : oldestFirst) {
                all.add(part);
            }
            kept = all;
        }
        all.trim(mostBytes);
    }

    private long checkpointOf(String part) {
        Matcher name = visible.matcher(part.substring(part.lastIndexOf('/') + 1));
        return name.matches() ? Long.parseLong(name.group(1)) : LiveSink.NONE;
    }

    private void publish(List<Part> parts) throws IOException {
        Set<String> changed = new LinkedHashSet<>();
        for (Part part : parts) {
            String target = folder;
            changed.add(folder);
            String[] path = part.target().split("/");
            for (int i = 0; i < path.length - 1; i++) {
                target = Disk.in(target, path[i]);
                changed.add(target);
            }
            disk.makeFolders(target);
            String shown = Disk.in(target, path[path.length - 1]);
            try {
                disk.move(Disk.in(hidden, part.name()), shown);
                if (kept != null) {
                    kept.add(shown);
                }
            } catch (NoSuchFileException e) {
                // It has its name already; or this instance is fenced, which is looked at next.
            }
        }
        for (String one : changed) {
            disk.force(one);
        }
    }

    /** Takes away what only tells of checkpoints before this one, and of instances before this one. */
    private void forget(long checkpoint) throws IOException {
        for (String name : disk.list(hidden)) {
            Matcher entry = ENTRY.matcher(name);
            Matcher begun = EPOCH.matcher(name);
            boolean isOld = entry.matches()
                    && (Long.parseLong(entry.group(1)) < checkpoint || Long.parseLong(entry.group(2)) < epoch);
            if (isOld
                    || begun.matches() && Long.parseLong(begun.group(1)) < epoch
                    || name.startsWith("entry-") && !name.equals("entry-" + epoch + ".tmp")) {
                disk.delete(Disk.in(hidden, name));
            }
        }
    }
}
