package io.barograph.server.result;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A result whose rows are told apart by a key: a row takes the place of the one with its key. Those that changed last are kept. */
final class KeyedResult extends ResultTable {
    /** A block of which a smaller part than this is still used is copied, and what it held let go. */
    private static final int LEAST_USED_PART = 4;

    private final int[] key;
    private final int most;
    private final boolean knowsReplaced;

    /** By key, in the order of the last change: a look moves an entry to the end. */
    private final Map<ByteBuffer, Entry> rows = new LinkedHashMap<>(16, 0.75f, true);

    /** What is to be told of, in the order of the first change that was not: no key waits for others that change again and again. */
    private final Set<Entry> changed = new LinkedHashSet<>();

    /** How many of those have gone: they hold their rows. */
    private int goneUntold;

    private boolean isAnew;
    private long round;

    /** Rows that came together, and whose they are. */
    private static final class Block {
        Batch batch;

        @Nullable
        Entry[] owners;

        int used;

        Block(Batch batch) {
            this.batch = batch;
            this.owners = new Entry[batch.size()];
        }
    }

    /** The row of a key. */
    private static final class Entry {
        Block block;
        int position;
        /** When it was put last. */
        long round;

        /** What holds the row, where it is no longer kept. */
        @Nullable
        Batch removed;

        Entry(Block block) {
            this.block = block;
        }
    }

    /**
     * @param most rows that are kept
     * @param knowsReplaced whether a row that takes another's place comes with that one: else a key that is no longer kept cannot be
     *     told from a new one
     */
    KeyedResult(Schema schema, int[] key, int most, boolean knowsReplaced) {
        super(schema);
        this.key = key;
        this.most = most;
        this.knowsReplaced = knowsReplaced;
    }

    @Override
    public int[] key() {
        return key;
    }

    @Override
    void take(@Nullable Batch before, @Nullable Batch after, long checkpoint) {
        round++;
        Map<ByteBuffer, Entry> going = before == null ? Map.of() : find(before);
        if (after != null) {
            put(after);
        }
        going.forEach((at, entry) -> {
            if (entry.round != round) {
                remove(at, entry);
            }
        });
        Iterator<Entry> oldest = rows.values().iterator();
        while (rows.size() > most) {
            Entry entry = oldest.next();
            oldest.remove();
            forget(entry.block.batch, entry.position);
            changed.remove(entry);
            release(entry);
        }
    }

    /** The entries of rows that go. One that is not kept was forgotten, or came before this process. */
    private Map<ByteBuffer, Entry> find(Batch before) {
        Batch keys = before.select(key);
        Map<ByteBuffer, Entry> found = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            ByteBuffer at = identity(keys, i);
            Entry entry = rows.get(at);
            if (entry != null) {
                found.put(at, entry);
            } else {
                takeBack(1);
            }
        }
        return found;
    }

    private void put(Batch after) {
        Block block = new Block(after);
        Batch keys = after.select(key);
        for (int i = 0; i < keys.size(); i++) {
            ByteBuffer at = identity(keys, i);
            Entry entry = rows.get(at);
            if (entry == null) {
                entry = new Entry(block);
                rows.put(at, entry);
            } else {
                release(entry);
            }
            entry.block = block;
            entry.position = i;
            entry.round = round;
            block.owners[i] = entry;
            block.used++;
            changed.add(entry);
        }
    }

    private void remove(ByteBuffer at, Entry entry) {
        rows.remove(at);
        entry.removed = entry.block.batch;
        changed.add(entry);
        goneUntold++;
        release(entry);
        if (goneUntold > most) {
            dropChanges();
            isAnew = true;
        }
    }

    /** A row of its block is no longer needed; of a block that is hardly used the rest is copied. */
    private void release(Entry entry) {
        Block block = entry.block;
        block.owners[entry.position] = null;
        block.used--;
        if (block.used == 0 || block.used * LEAST_USED_PART > block.owners.length) {
            return;
        }
        List<Entry> left = new ArrayList<>();
        int[] positions = new int[block.used];
        for (Entry owner : block.owners) {
            if (owner != null) {
                positions[left.size()] = owner.position;
                left.add(owner);
            }
        }
        block.batch = shrunk(block.batch, positions);
        block.owners = left.toArray(Entry[]::new);
        for (int i = 0; i < positions.length; i++) {
            left.get(i).position = i;
        }
    }

    /** Rows that come again take their own place. */
    @Override
    public void resume(long checkpoint) {}

    @Override
    public void saved(long checkpoint) {}

    @Override
    public Changes takeChanges() {
        RowGathering added = new RowGathering();
        RowGathering removed = new RowGathering();
        Iterator<Entry> first = changed.iterator();
        for (int told = 0; told < MOST_CHANGES && first.hasNext(); told++) {
            Entry entry = first.next();
            first.remove();
            if (entry.removed == null) {
                added.add(entry.block.batch, entry.position);
            } else {
                removed.add(entry.removed, entry.position);
                goneUntold--;
            }
        }
        Changes changes = new Changes(added.rows(), removed.rows(), 0, changed.size(), isAnew);
        isAnew = false;
        return changes;
    }

    @Override
    public void dropChanges() {
        changed.clear();
        goneUntold = 0;
        isAnew = false;
    }

    @Override
    public List<KeptRows> rows() {
        RowGathering all = new RowGathering();
        rows.values().forEach(entry -> all.add(entry.block.batch, entry.position));
        return all.rows();
    }

    @Override
    public OptionalLong total() {
        return forgotten() > 0 && !knowsReplaced ? OptionalLong.empty() : OptionalLong.of(rows.size() + forgotten());
    }
}
