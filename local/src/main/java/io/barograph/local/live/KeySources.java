package io.barograph.local.live;

import io.barograph.core.expr.Expr;
import io.barograph.core.join.JoinSpec;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.stage.Terminal;
import io.barograph.local.AtRest.LiveFeed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Of what the keys of a live query's stages are copies. A value's <b>sources</b> are, by stages that tables flow into, the column of
 * theirs that it is a copy of: of a join the number of a key, of others a position among the columns of the input.
 */
final class KeySources {
    /** By stage, for each column that comes out, its sources; null where it has none. */
    private final Map<Integer, List<@Nullable Map<Integer, Integer>>> outputs = new HashMap<>();
    /** By stage, those that tables flow into and whose rows come here. */
    private final Map<Integer, Set<Integer>> entries = new HashMap<>();

    /**
     * What meets at a stage.
     *
     * @param entries stages that tables flow into, and whose rows come here: itself, where tables do
     * @param columns by which rows of equal values meet here; where none meet, all
     * @param sources of these columns, where they have one of every entry
     */
    record Met(Set<Integer> entries, List<Integer> columns, Set<Map<Integer, Integer>> sources) {}

    /** Columns of a stage's input whose equal values must meet: of sessions all keys but the last, which is their cell. */
    static List<Integer> keys(Terminal terminal) {
        if (terminal instanceof Terminal.Merge merge) {
            return merge.keys();
        } else if (terminal instanceof Terminal.MergeSessions sessions) {
            return sessions.keys().subList(0, sessions.keys().size() - 1);
        } else if (terminal instanceof Terminal.Fold fold) {
            return fold.keys();
        }
        return List.of();
    }

    /** Sources of two values that meet: of both; null where one stage would have to deal by a column of each. */
    static @Nullable Map<Integer, Integer> both(Map<Integer, Integer> one, Map<Integer, Integer> other) {
        Map<Integer, Integer> both = new HashMap<>(one);
        for (Map.Entry<Integer, Integer> source : other.entrySet()) {
            Integer known = both.putIfAbsent(source.getKey(), source.getValue());
            if (known != null && !known.equals(source.getValue())) {
                return null;
            }
        }
        return both;
    }

    /** Looks at a stage, after those before it. */
    Met follow(LiveNode node) {
        int stage = node.stage.id();
        Set<Integer> reached = new HashSet<>();
        for (LiveFeed feed : node.feeds) {
            reached.addAll(entries.getOrDefault(feed.input().earlierStage(), Set.of(stage)));
        }
        entries.put(stage, reached);
        LiveJoin join = node.join;
        return join == null
                ? followRows(node, reached)
                : followJoin(node, join.along().spec(), reached);
    }

    private Met followRows(LiveNode node, Set<Integer> reached) {
        List<@Nullable Map<Integer, Integer>> input = new ArrayList<>();
        for (int column = 0; column < node.inputSchema().size(); column++) {
            Expr all = new Expr.ColumnRef(column, node.inputSchema().type(column));
            input.add(common(node.feeds, node.stage.id(), column, all));
        }
        outputs.put(node.stage.id(), behind(node, input));
        List<Integer> columns = node.merges() ? keys(node.stage.terminal()) : numbers(input.size());
        return met(reached, columns, columns.stream().map(input::get).toList());
    }

    private Met followJoin(LiveNode node, JoinSpec spec, Set<Integer> reached) {
        List<Integer> keys = numbers(spec.join().leftKeys().size()).stream()
                .filter(key -> isAsItIs(spec, key))
                .toList();
        List<@Nullable Map<Integer, Integer>> found = new ArrayList<>();
        for (int key : keys) {
            Map<Integer, Integer> left = common(
                    node.left(), node.stage.id(), key, spec.join().leftKeys().get(key));
            Map<Integer, Integer> right = common(
                    node.right(), node.stage.id(), key, spec.join().rightKeys().get(key));
            found.add(left == null || right == null ? null : both(left, right));
        }
        List<@Nullable Map<Integer, Integer>> output = none(node.stage.schema().size());
        for (int i = 0; i < keys.size(); i++) {
            for (int column : outputs(spec, keys.get(i))) {
                output.set(column, found.get(i));
            }
        }
        outputs.put(node.stage.id(), output);
        return met(reached, keys, found);
    }

    private static Met met(
            Set<Integer> entries, List<Integer> columns, List<@Nullable Map<Integer, Integer>> sourcesOfEach) {
        Set<Map<Integer, Integer>> sources = new LinkedHashSet<>();
        for (Map<Integer, Integer> found : sourcesOfEach) {
            if (found != null) {
                sources.add(found);
            }
        }
        return new Met(entries, columns, sources);
    }

    /** Whether both sides' values of a key are compared as they are, rather than as values of another type. */
    private static boolean isAsItIs(JoinSpec spec, int key) {
        Expr left = spec.join().leftKeys().get(key);
        return left.type() == spec.join().rightKeys().get(key).type()
                && !left.type().isDecimal();
    }

    /**
     * Which columns of a join's rows are copies of a key that meets as it is, in rows that have met nothing, too: none of a side that
     * is NULL there.
     */
    static List<Integer> outputs(JoinSpec spec, int key) {
        JoinKind kind = spec.kind();
        List<Integer> columns = new ArrayList<>();
        if (!kind.keepsRight() && spec.join().leftKeys().get(key) instanceof Expr.ColumnRef left) {
            columns.add(left.index());
        }
        if (kind.yieldsPairs()
                && !kind.keepsLeft()
                && spec.join().rightKeys().get(key) instanceof Expr.ColumnRef right) {
            columns.add(spec.left().size() + right.index());
        }
        return columns;
    }

    /** Sources of a value that all feeds bring; null where one has none, or they are not of the same column. */
    private @Nullable Map<Integer, Integer> common(List<LiveFeed> feeds, int stage, int column, Expr value) {
        Map<Integer, Integer> common = new HashMap<>();
        for (LiveFeed feed : feeds) {
            List<@Nullable Map<Integer, Integer>> earlier =
                    outputs.get(feed.input().earlierStage());
            Map<Integer, Integer> found = null;
            if (earlier == null) {
                found = Map.of(stage, column);
            } else if (value instanceof Expr.ColumnRef copied) {
                found = behind(feed, earlier).get(copied.index());
            }
            common = found == null ? null : both(common, found);
            if (common == null) {
                return null;
            }
        }
        return common;
    }

    private static List<@Nullable Map<Integer, Integer>> behind(
            LiveFeed feed, List<@Nullable Map<Integer, Integer>> earlier) {
        List<@Nullable Map<Integer, Integer>> columns = earlier;
        for (Object step : feed.steps()) {
            if (step instanceof RowOperator.Project project) {
                columns = project(project, columns);
            } else if (step instanceof RowOperator.AssignWindow) {
                columns = new ArrayList<>(columns);
                columns.addAll(none(2));
            } else if (step instanceof JoinSpec join) {
                columns = TimeColumns.join(join, columns);
            }
        }
        return columns;
    }

    private static List<@Nullable Map<Integer, Integer>> project(
            RowOperator.Project project, List<@Nullable Map<Integer, Integer>> columns) {
        List<@Nullable Map<Integer, Integer>> found = new ArrayList<>();
        for (Expr expression : project.expressions()) {
            found.add(expression instanceof Expr.ColumnRef column ? columns.get(column.index()) : null);
        }
        return found;
    }

    private static List<@Nullable Map<Integer, Integer>> behind(
            LiveNode node, List<@Nullable Map<Integer, Integer>> input) {
        Terminal terminal = node.stage.terminal();
        if (!node.merges()) {
            return input;
        }
        List<Integer> keys = keys(terminal);
        List<@Nullable Map<Integer, Integer>> output = new ArrayList<>();
        for (int column = 0; column < node.stage.schema().size(); column++) {
            int from;
            if (terminal instanceof Terminal.Fold fold) {
                from = fold.operator().passedOn(node.inputSchema(), column);
            } else {
                from = column < keys.size() ? keys.get(column) : -1;
            }
            output.add(from < 0 ? null : input.get(from));
        }
        return output;
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static List<@Nullable Map<Integer, Integer>> none(int columns) {
        return new ArrayList<>(Collections.nCopies(columns, null));
    }
}
