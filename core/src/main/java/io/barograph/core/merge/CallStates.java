package io.barograph.core.merge;

import io.barograph.core.aggregate.GroupedState;
import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.StateSpec;
import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.aggregate.totals.TotalsState;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.plan.AggregateCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The states of all calls of one aggregation: as few as answer every call, each fed with the rows that its calls take in.
 */
public final class CallStates {
    /** A state, what it was made from and the rows that feed it. */
    private record Fed(StateSpec spec, ArgumentRows rows, GroupedState state) {}

    /** For fewer states sorting takes longer than they gain. */
    private static final int LEAST_TO_SORT = 3;

    private final Schema input;
    private final GroupOrder order;
    /** Whether there is a state that takes rows in order of their groups in less time. */
    private final boolean takesRuns;

    private final List<ArgumentRows> rows = new ArrayList<>();
    private final List<Fed> states = new ArrayList<>();
    private final List<SharedStates.Finish> finishes;

    /**
     * @param input the columns of the batches
     * @param calls over these columns
     */
    public CallStates(Schema input, List<AggregateCall> calls) {
        this.input = input;
        SharedStates shared = SharedStates.of(input, calls);
        this.finishes = shared.finishes();
        for (SharedStates.Need need : shared.needs()) {
            states.add(new Fed(need.spec(), rowsFor(need), need.spec().create()));
        }
        long gaining = states.stream()
                .filter(fed -> fed.state instanceof GroupedState.OfRuns)
                .count();
        this.takesRuns = gaining > 0;
        this.order = new GroupOrder(gaining >= LEAST_TO_SORT);
    }

    private ArgumentRows rowsFor(SharedStates.Need need) {
        for (ArgumentRows known : rows) {
            if (known.isFor(need.arguments(), need.filter())) {
                return known;
            }
        }
        ArgumentRows added = new ArgumentRows(need.arguments(), need.filter());
        rows.add(added);
        return added;
    }

    /** Makes the groups below {@code groups} valid; see {@link GroupedState#resize}. */
    public void resize(int groups) {
        for (Fed fed : states) {
            fed.state.resize(groups);
        }
    }

    /** Adds the rows of a batch, each to a group. */
    public void add(Batch batch, int[] groups) {
        GroupOrder found = takesRuns && order.find(groups, batch.size()) ? order : null;
        for (ArgumentRows picked : rows) {
            picked.pick(batch, groups, found);
        }
        for (Fed fed : states) {
            if (found != null && fed.state instanceof GroupedState.OfRuns state) {
                state.add(fed.rows.columns(), fed.rows.runs(), fed.rows.numbers());
            } else {
                fed.state.add(fed.rows.columns(), fed.rows.groups(), fed.rows.size());
            }
        }
    }

    /** Why a device cannot add up these states, as a sentence without its end; empty where it can. */
    Optional<String> notForDevice() {
        int picks = devicePicks().shapes().size();
        return picks > RowsShape.MOST_PICKS
                ? Optional.of("a GPU adds up at most " + RowsShape.MOST_PICKS
                        + " different combinations of arguments and a FILTER at once, those of first, last and the like for themselves; here there are "
                        + picks)
                : Optional.empty();
    }

    /** Whether there are states that take no totals, but rows' values with their counts. */
    boolean tallies() {
        return states.stream().anyMatch(CallStates::isTallied);
    }

    private static boolean isTallied(Fed fed) {
        return totalsOf(fed.state) == null;
    }

    /** The arguments of these, each once: a device counts each tuple of their values. */
    List<Integer> tallied() {
        return states.stream()
                .filter(CallStates::isTallied)
                .flatMap(fed -> fed.rows.arguments().stream())
                .distinct()
                .toList();
    }

    private static @Nullable TotalsShape totalsOf(GroupedState state) {
        return state instanceof TotalsState taker ? taker.totals() : null;
    }

    /** Which rows feed which states, for a device. */
    DevicePicks devicePicks() {
        TalliedValues values = tallies() ? new TalliedValues(input, tallied()) : null;
        DevicePicks picks = new DevicePicks(input, values);
        for (ArgumentRows fedWith : rows) {
            addPick(fedWith, false, picks);
            addPick(fedWith, true, picks);
        }
        return picks;
    }

    /** @param ranked whether it is for states of pairs that keep the ends of these, or for all others */
    private void addPick(ArgumentRows fedWith, boolean ranked, DevicePicks picks) {
        TotalsShape shape = TotalsShape.COUNT;
        List<TotalsState> fed = new ArrayList<>();
        List<GroupedState> fedWithValues = new ArrayList<>();
        for (Fed state : states) {
            if (state.rows != fedWith) {
                continue;
            }
            if (isTallied(state)) {
                if (!ranked) {
                    fedWithValues.add(state.state);
                }
                continue;
            }
            TotalsShape needed = Objects.requireNonNull(totalsOf(state.state));
            if (needed.isRanked() == ranked) {
                shape = shape.and(needed);
                fed.add((TotalsState) state.state);
            }
        }
        if (!fedWithValues.isEmpty()) {
            Objects.requireNonNull(picks.tallied()).add(picks.shapes().size(), fedWith.arguments(), fedWithValues);
        }
        if (!fed.isEmpty() || !fedWithValues.isEmpty()) {
            picks.add(fed, shape, fedWith.arguments(), fedWith.filter());
        }
    }

    /** Merges groups of states of the same calls, perhaps these themselves; one after the other. */
    public void merge(CallStates other, int[] theirs, int[] ours, int count) {
        for (int i = 0; i < states.size(); i++) {
            states.get(i).state.merge(other.states.get(i).state, theirs, ours, count);
        }
    }

    /** The results of a call for these groups. Only reads. */
    public Column finish(int call, int[] groups, int count) {
        SharedStates.Finish finish = finishes.get(call);
        return finish.finisher().finish(states.get(finish.state()).state, groups, count);
    }

    /** Writes a group's states in their canonical layouts. */
    public void write(int group, StateOutput output) {
        for (Fed fed : states) {
            fed.state.write(group, output);
        }
    }

    /** Writes one of the states, in their order, as {@link #write(int, StateOutput)} does all. */
    public void write(int state, int group, StateOutput output) {
        states.get(state).state.write(group, output);
    }

    /** Merges what was written of one state into a group. */
    public void read(int state, int group, StateInput input) {
        states.get(state).state.read(group, input);
    }

    /** Merges what was written into a group. */
    public void read(int group, StateInput input) {
        for (Fed fed : states) {
            fed.state.read(group, input);
        }
    }

    /** What the states are, in their order. */
    List<StateSpec> specs() {
        return states.stream().map(Fed::spec).toList();
    }

    /** How many states are kept; calls share them. */
    int states() {
        return states.size();
    }

    /** Bytes of heap that all groups take. */
    public long memoryBytes() {
        long bytes = 0;
        for (Fed fed : states) {
            bytes += fed.state.memoryBytes();
        }
        return bytes;
    }
}
