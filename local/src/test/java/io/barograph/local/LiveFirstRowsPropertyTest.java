package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.live.Revisions;
import io.barograph.core.plan.Plan;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The latest rows are those of a plain search, whatever the batches, however often they are shown, written and read back. */
class LiveFirstRowsPropertyTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final int SEEDS = 40;
    /** Enough for rows to be left behind. */
    private static final int MOST_BATCHES = 30;

    private static final Schema SCHEMA =
            Schema.of(new Field("t", Type.TIMESTAMP), new Field("key", Type.BIGINT), new Field("note", Type.VARCHAR));
    private static final List<Plan.SortKey> LATEST = List.of(new Plan.SortKey(0, true, false));
    private static final List<Integer> KEYS = List.of(1);

    /** NULL last, in descending order as well; then the other columns, ascending. */
    private static final Comparator<List<Object>> ORDER = Comparator.comparing(
                    (List<Object> row) -> (Long) row.get(0), Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(row -> (String) row.get(2), Comparator.nullsLast(Comparator.naturalOrder()));

    @Test
    void whatIsShownIsEachKeysFirstRow() {
        for (int i = 0; i < SEEDS; i++) {
            check(SEED + i);
        }
    }

    private void check(long seed) {
        String how = "repeat with -Dbarograph.seed=" + seed;
        Random random = new Random(seed);
        int keys = 1 + random.nextInt(random.nextBoolean() ? 5 : 3000);
        LiveFirstRows firsts = new LiveFirstRows(SCHEMA, KEYS, LATEST);
        Map<Object, List<Object>> wanted = new HashMap<>();
        Map<Object, List<Object>> shown = new HashMap<>();
        for (int batches = 1 + random.nextInt(MOST_BATCHES); batches > 0; batches--) {
            Batch batch = batch(random, keys);
            for (int row = 0; row < batch.size(); row++) {
                wanted.merge(batch.row(row).get(1), batch.row(row), (a, b) -> ORDER.compare(a, b) <= 0 ? a : b);
            }
            firsts.add(batch);
            if (random.nextInt(4) == 0) {
                firsts = restarted(firsts);
            }
            if (random.nextInt(3) == 0) {
                firsts.show(changes -> apply(changes, shown, how));
                assertThat(shown).as(how).isEqualTo(wanted);
                assertThat(firsts.isChanged()).as(how).isFalse();
            }
            if (random.nextInt(10) == 0) {
                firsts.showAgain();
                shown.clear();
            }
        }
        firsts.show(changes -> apply(changes, shown, how));
        assertThat(shown).as(how).isEqualTo(wanted);
    }

    private static LiveFirstRows restarted(LiveFirstRows firsts) {
        StateOutput written = new StateOutput();
        firsts.write(written);
        LiveFirstRows read = new LiveFirstRows(SCHEMA, KEYS, LATEST);
        read.read(new StateInput(written.toByteArray()));
        StateOutput again = new StateOutput();
        read.write(again);
        assertThat(again.toByteArray()).isEqualTo(written.toByteArray());
        return read;
    }

    /** Each pair names the row that was there, and replaces it by another one. */
    private static void apply(Revisions changes, Map<Object, List<Object>> shown, String how) {
        for (int i = 0; i < changes.size(); i++) {
            assertThat(changes.hasAfter(i)).as(how).isTrue();
            List<Object> after = changes.after().row(i);
            List<Object> before = changes.hadBefore(i) ? changes.before().row(i) : null;
            assertThat(shown.put(after.get(1), after)).as(how).isEqualTo(before).isNotEqualTo(after);
        }
    }

    private static Batch batch(Random random, int keys) {
        int size = 1 + random.nextInt(Batch.CAPACITY);
        long[] times = new long[size];
        long[] numbers = new long[size];
        int[] notes = new int[size];
        long[] present = Validity.allPresent(size);
        Dictionary texts = new Dictionary();
        for (int i = 0; i < size; i++) {
            times[i] = random.nextInt(500);
            numbers[i] = random.nextInt(keys);
            notes[i] = texts.intern("note " + random.nextInt(20));
            if (random.nextInt(9) == 0) {
                Validity.setNull(present, i);
            }
        }
        return new Batch(
                new Column[] {
                    new LongColumn(Type.TIMESTAMP, times, Validity.of(present)),
                    new LongColumn(Type.BIGINT, numbers, Validity.ALL),
                    new VarcharColumn(notes, texts, Validity.ALL)
                },
                size);
    }
}
