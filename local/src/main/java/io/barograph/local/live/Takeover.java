package io.barograph.local.live;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of a checkpoint a pipeline goes on with. An INSERT is known by its query's fingerprint and the place that it
 * writes to, not by where it stands. Where only what lies behind its states has changed (projections, HAVING), and the place is
 * the same, the states stay. Everything else begins anew.
 */
final class Takeover {
    private final Map<LiveQuery, Checkpoint.Insert> saved = new IdentityHashMap<>();
    private final Set<LiveQuery> changed;
    private final List<LiveChange> changes = new ArrayList<>();

    private Takeover(Set<LiveQuery> changed) {
        this.changed = changed;
    }

    static Takeover of(Checkpoint checkpoint, List<LiveQuery> queries) {
        Takeover takeover = new Takeover(Collections.newSetFromMap(new IdentityHashMap<>()));
        List<Checkpoint.Insert> left = new ArrayList<>(checkpoint.inserts());
        for (LiveQuery query : queries) {
            takeover.match(query, left, false);
        }
        for (LiveQuery query : queries) {
            if (takeover.savedFor(query) == null) {
                takeover.match(query, left, true);
            }
        }
        queries.forEach(query -> takeover.tell(query, left));
        for (Checkpoint.Insert gone : left) {
            takeover.changes.add(new LiveChange(
                    gone.name(),
                    LiveChange.Kind.DROPPED,
                    "the pipeline has it no more; its open windows are forgotten"));
        }
        return takeover;
    }

    private void match(LiveQuery query, List<Checkpoint.Insert> left, boolean byStates) {
        for (Checkpoint.Insert one : left) {
            boolean fits = one.place().equals(query.place())
                    && (byStates
                            ? query.states().canTake(one.stages().keySet())
                            : one.fingerprint().equals(query.fingerprint()));
            if (fits) {
                saved.put(query, one);
                left.remove(one);
                if (byStates) {
                    changed.add(query);
                }
                return;
            }
        }
    }

    private void tell(LiveQuery query, List<Checkpoint.Insert> left) {
        if (changed.contains(query)) {
            changes.add(
                    new LiveChange(
                            query.name(),
                            LiveChange.Kind.STATES_KEPT,
                            "what changed lies behind its states; open windows are shown again, what was final stays as it was"));
            return;
        } else if (savedFor(query) != null) {
            changes.add(new LiveChange(query.name(), LiveChange.Kind.KEPT, "as it was"));
            return;
        }
        Checkpoint.Insert before = left.stream()
                .filter(one -> one.name().equals(query.name()) || one.place().equals(query.place()))
                .findFirst()
                .orElse(null);
        if (before == null) {
            changes.add(new LiveChange(
                    query.name(), LiveChange.Kind.NEW, "it reads its tables from their start, beside the others"));
            return;
        }
        left.remove(before);
        changes.add(new LiveChange(
                query.name(),
                LiveChange.Kind.ANEW,
                (before.place().equals(query.place()) ? "its states are of another query" : "it goes to another place")
                        + "; it reads its tables from their start, beside the others"));
    }

    /** What the checkpoint has of a query, or null for one that begins anew. */
    Checkpoint.@Nullable Insert savedFor(LiveQuery query) {
        return saved.get(query);
    }

    /** Whether a query differs behind the states that it keeps. */
    boolean isChanged(LiveQuery query) {
        return changed.contains(query);
    }

    /** One per INSERT, then those that are gone. */
    List<LiveChange> changes() {
        return changes;
    }

    /** Whether everything goes on as it was. */
    boolean isNone() {
        return changes.stream().allMatch(change -> change.kind() == LiveChange.Kind.KEPT);
    }

    /** @throws BarographException {@code INVALID_ARGUMENT} where states would be lost */
    void refuseLosses() {
        Set<String> lost = changes.stream()
                .filter(change -> change.kind().loses())
                .map(change -> change.name()
                        + (change.kind() == LiveChange.Kind.DROPPED ? " (gone)" : " (" + change.why() + ")"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (lost.isEmpty()) {
            return;
        }
        String kept = changes.stream()
                .filter(change -> !change.kind().loses())
                .map(LiveChange::name)
                .collect(Collectors.joining(", "));
        throw new BarographException(
                ErrorCode.INVALID_ARGUMENT,
                "the pipeline has changed since its last checkpoint, and states would be lost, those of "
                        + String.join(", ", lost) + (kept.isEmpty() ? "" : "; nothing is lost of " + kept)
                        + ". Run it with --drop-state to let them go, or as it was; --fresh would begin all anew");
    }
}
