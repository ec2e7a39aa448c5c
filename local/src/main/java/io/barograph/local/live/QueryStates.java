package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveSink;
import io.barograph.core.stage.StagePlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What checkpoints keep of a query: states of its stages, by their fingerprints, and counts.
 *
 * @param name of the query
 * @param fingerprint of the query
 * @param place what its rows are written to
 * @param stores of the stages that keep anything
 */
record QueryStates(String name, String fingerprint, String place, Map<String, Store> stores, RowCounts counts) {
    /** @param nodes stages of the plan, in their order, with their stores */
    static QueryStates of(String name, StagePlan plan, String place, List<LiveNode> nodes, RowCounts counts) {
        List<StagePlan.StageFingerprints> prints = plan.fingerprints();
        Map<String, Store> stores = new LinkedHashMap<>();
        for (LiveNode node : nodes) {
            Store store = node.store;
            if (node.merges() && store != null) {
                String print = prints.get(node.stage.id()).terminal();
                String key = print;
                // A sub-query that is used twice may be two stages that compute the same, each with a store of its own.
                for (int number = 2; stores.containsKey(key); number++) {
                    key = print + "#" + number;
                }
                stores.put(key, store);
            }
        }
        return new QueryStates(name, plan.fingerprint(), place, stores, counts);
    }

    /**
     * What a checkpoint keeps, as it is now.
     *
     * @param readings positions of those that feed the query
     * @param upTo windows that end here or before were shown
     * @param shown by its sink; null for nothing to keep
     */
    QuerySnapshot snapshot(List<Integer> readings, long upTo, LiveSink.@Nullable Shown shown) {
        Map<String, Store.Snapshot> unwritten = new LinkedHashMap<>();
        stores.forEach((print, store) -> unwritten.put(print, store.snapshot()));
        Checkpoint.Insert insert = new Checkpoint.Insert(
                name,
                fingerprint,
                place,
                readings,
                upTo,
                counts.added(),
                counts.revised(),
                counts.removed(),
                counts.writtenAnswer(),
                Map.of(),
                new byte[0]);
        return new QuerySnapshot(insert, unwritten, shown);
    }

    /** The last snapshot is written. */
    void saved() {
        stores.values().forEach(Store::saved);
    }

    /** Whether all states are among some that were saved, by their fingerprints. */
    boolean canTake(Set<String> saved) {
        return saved.containsAll(stores.keySet());
    }

    /**
     * Takes up what was saved.
     *
     * @param showsAgain whether what lies behind the states has changed, so that what is open is to be shown anew
     */
    void take(Checkpoint.Insert saved, boolean showsAgain) {
        counts.set(saved.added(), saved.revised(), saved.removed());
        if (counts.answer() != null) {
            takeAnswer(saved, showsAgain);
        }
        stores.forEach((print, store) -> {
            byte[] state = saved.stages().get(print);
            if (state == null) {
                throw new IllegalStateException("only what can be taken is");
            }
            store.read(new StateInput(state));
            if (showsAgain) {
                store.showAgain();
            }
        });
    }

    private void takeAnswer(Checkpoint.Insert saved, boolean isChanged) {
        if (isChanged || saved.answer().length == 0) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "into " + name + ": no receipt can be given, since the runs before this one "
                            + (isChanged
                                    ? "were of another query, and what they have shown stays"
                                    : "were without --receipts and kept no checksum of what they have shown")
                            + "; leave the option out, or start anew with --fresh");
        }
        counts.takeAnswer(saved.answer());
    }
}
