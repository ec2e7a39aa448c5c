package io.barograph.local.live;

import io.barograph.core.stage.Terminal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * By which of their keys the stages of a live query that tables flow into deal their parts out to partitions: by those that the keys
 * of all later stages contain, so that whatever meets later is in one partition already, and nothing is dealt out again. Where there
 * is no such key, one partition has everything.
 */
final class Dealing {
    private final KeySources sources = new KeySources();
    private List<Group> groups = new ArrayList<>();

    /**
     * Stages whose rows meet somewhere.
     *
     * @param entries those that tables flow into
     * @param shared values that all stages where they meet have among their keys, each by its sources, one of every entry
     * @param meets whether rows meet at all
     */
    private record Group(Set<Integer> entries, Set<Map<Integer, Integer>> shared, boolean meets) {}

    private Dealing() {}

    /**
     * For each node the columns that its parts are dealt out by: of a join numbers of its keys, of others positions among the columns
     * of its input. Those of rows that meet somewhere are equal, in their order.
     *
     * @param nodes all, in their order
     */
    static List<List<Integer>> by(List<LiveNode> nodes) {
        if (nodes.stream().anyMatch(LiveNode::isOneGroup)) {
            // It is there even over no rows, so that one partition alone may show anything.
            return Collections.nCopies(nodes.size(), List.of());
        }
        Dealing dealing = new Dealing();
        nodes.forEach(dealing::follow);
        return nodes.stream().map(node -> dealing.columns(node.stage.id())).toList();
    }

    private List<Integer> columns(int stage) {
        return groups.stream()
                .filter(group -> group.meets && group.entries.contains(stage))
                .flatMap(group -> group.shared.stream().map(value -> Objects.requireNonNull(value.get(stage))))
                .toList();
    }

    private void follow(LiveNode node) {
        KeySources.Met met = sources.follow(node);
        int stage = node.stage.id();
        if (met.entries().contains(stage)) {
            Set<Map<Integer, Integer>> own = new LinkedHashSet<>();
            met.columns().forEach(column -> own.add(Map.of(stage, column)));
            groups.add(new Group(Set.of(stage), own, false));
        }
        if (node.merges()) {
            meet(met.entries(), isOfAllRows(node.stage.terminal()) ? Set.of() : met.sources());
        }
    }

    /** Whether what comes out of a stage depends on rows of other keys, too: then all are in one place. */
    private static boolean isOfAllRows(Terminal terminal) {
        return terminal instanceof Terminal.Fold fold && !fold.operator().isOfRowsAlone();
    }

    /** Rows of some entries meet by keys, each given by its sources. */
    private void meet(Set<Integer> entries, Set<Map<Integer, Integer>> keys) {
        List<Group> apart = new ArrayList<>();
        Set<Integer> all = new HashSet<>();
        Set<Map<Integer, Integer>> shared = keys;
        for (Group group : groups) {
            if (Collections.disjoint(group.entries, entries)) {
                apart.add(group);
            } else {
                all.addAll(group.entries);
                shared = common(shared, group.shared);
            }
        }
        apart.add(new Group(all, shared, true));
        groups = apart;
    }

    private static Set<Map<Integer, Integer>> common(Set<Map<Integer, Integer>> one, Set<Map<Integer, Integer>> other) {
        Set<Map<Integer, Integer>> common = new LinkedHashSet<>();
        for (Map<Integer, Integer> value : one) {
            for (Map<Integer, Integer> same : other) {
                Map<Integer, Integer> both = KeySources.both(value, same);
                if (both != null) {
                    common.add(both);
                }
            }
        }
        return common;
    }
}
