package io.barograph.local.live;

import io.barograph.core.aggregate.StateSpec;
import io.barograph.core.column.Schema;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.LiveSink;
import io.barograph.core.plan.Plan;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import io.barograph.core.text.IntervalText;
import io.barograph.core.window.Length;
import io.barograph.core.window.WindowSpec;
import io.barograph.local.live.TimeColumns.TimeColumn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a query keeps when it runs live, for people: per stage what is held, until when, what bounds it, and when it is shown;
 * then what the sink promises. Told from the network that would run, so that it cannot say anything else.
 */
final class LiveExplanation {
    private final LiveQuery query;
    private final StagePlan plan;
    private final LiveCatalog live;
    private final List<TableDescription> tables;
    private final KeptUntil keeping;
    private final StringBuilder text = new StringBuilder();

    private LiveExplanation(LiveQuery query, StagePlan plan, LiveCatalog live) {
        this.query = query;
        this.plan = plan;
        this.live = live;
        this.tables = query.tables();
        this.keeping = new KeptUntil(tables);
    }

    /** Lines, each ended by {@code \n}; those that tell of what may grow without end begin with {@code !}. */
    static String of(LiveQuery query, StagePlan plan, LiveCatalog live) {
        LiveExplanation explanation = new LiveExplanation(query, plan, live);
        explanation.tables.forEach(explanation::source);
        explanation.tablesAtRest();
        query.kept().forEach(explanation::stage);
        explanation.sink();
        return explanation.text.toString();
    }

    private void line(String part, String words) {
        text.append(String.format(Locale.ROOT, "    %-8s %s\n", part, words));
    }

    private void warning(String words) {
        text.append("  ! ").append(words).append('\n');
    }

    private void source(TableDescription table) {
        EventTime time = table.eventTime();
        text.append("from ")
                .append(table.name())
                .append(" (")
                .append(place(table.options().getOrDefault("connector", table.format())));
        text.append("): ");
        if (time == null) {
            text.append("no WATERMARK, so no row is late, and no window is ever known to be complete\n");
            end(table);
            return;
        }
        String behind = time.per() == null ? "its lane's" : "its lane's and " + time.per() + "'s";
        text.append(
                time.acceptNanos() == EventTime.ALL
                        ? "no row is late"
                        : "a row more than " + length(time.acceptNanos()) + " behind " + behind
                                + " greatest time is late");
        text.append(
                time.idleNanos() == EventTime.ALL
                        ? "; windows wait for every lane\n"
                        : "; windows do not wait for a lane that is silent for " + length(time.idleNanos()) + "\n");
        end(table);
    }

    private void end(TableDescription table) {
        String ending = live.ending(table.source());
        if (!ending.isEmpty()) {
            line("ends", "at " + ending + ": windows that are open then are shown as they are");
        }
    }

    private void tablesAtRest() {
        Set<String> names = new TreeSet<>();
        for (Stage stage : plan.stages()) {
            for (Branch branch : stage.branches()) {
                if (branch.input() instanceof StageInput.TableRows rows && !tables.contains(rows.table())) {
                    names.add(rows.table().name());
                }
            }
        }
        for (String name : names) {
            text.append("beside ").append(name).append(", at rest: read once, at the start; a join holds its rows\n");
        }
    }

    private static String place(String connector) {
        return connector.toLowerCase(Locale.ROOT);
    }

    private void stage(KeptStage kept) {
        Terminal terminal = kept.stage().terminal();
        if (kept.join() != null) {
            join(kept, JoinExplanation.of(kept.join()));
        } else if (terminal instanceof Terminal.Merge merge) {
            merge(kept, merge);
        } else if (terminal instanceof Terminal.MergeSessions sessions) {
            sessions(kept, sessions);
        } else if (terminal instanceof Terminal.Fold fold && LiveNode.firstRows(kept.stage(), kept.input()) != null) {
            firstRows(kept, fold);
        } else if (terminal instanceof Terminal.Fold fold) {
            fold(kept, fold);
        }
    }

    private void join(KeptStage kept, JoinExplanation join) {
        boolean revises = !kept.onlyFinal() && query.mayRevise();
        text.append(join.title()).append('\n');
        line("keeps", join.keeps());
        line(
                "",
                "rows of both until event time of both tables has passed them"
                        + (revises ? ", and behind that while one that comes may change what was found" : ""));
        if (revises) {
            until("them");
        }
        line(
                "bound",
                "the rows of this time, and more by as much as one lane lies behind another; in memory (--memory)");
        join.warnings().forEach(this::warning);
        line(
                "shown",
                kept.onlyFinal()
                        ? "once, final, "
                                + (keeping.isForEver()
                                        ? "at the run's end"
                                        : "when " + keeping.when("what can match it"))
                        : "when every lane of both tables has passed by its publish time what can match"
                                + (revises ? "; then revised, (old row, new row), where an earlier row comes" : ""));
    }

    private void fold(KeptStage kept, Terminal.Fold fold) {
        Schema input = kept.stage().branches().get(0).schema();
        String keys = names(input, fold.keys());
        String per = keys.isEmpty() ? "" : " per " + keys;
        text.append("along ")
                .append(names(
                        input,
                        fold.order().stream().map(Plan.SortKey::column).limit(1).toList()))
                .append(keys.isEmpty() ? ", all rows: " : " by " + keys + ": ")
                .append(fold.operator().explain(input))
                .append('\n');
        if (kept.windows() != null) {
            groups(kept, fold.keys(), "all rows");
            return;
        }
        boolean isHeld = FoldTime.of(fold, kept.input()) == null;
        boolean revises = !kept.onlyFinal() && !isHeld && query.mayRevise();
        if (isHeld) {
            line("keeps", "all rows, until all lanes have ended");
            warning("unbounded: grows with the rows that come");
            return;
        }
        line(
                "keeps",
                (revises ? "two states" : "one state") + per + "; rows until they are folded"
                        + (revises ? ", and behind that while one that comes may lie before them" : ""));
        if (!fold.operator().holds().isEmpty()) {
            line("", "in a state: " + fold.operator().holds());
        }
        if (revises) {
            until("them");
        }
        line(
                "bound",
                (keys.isEmpty()
                                ? "the states, and the rows"
                                : "the states of all " + keys + ", which stay, and the rows")
                        + " of the time between; in memory (--memory)");
        line("", "rows without a time come last and wait for the end: leave them out with WHERE … IS NOT NULL");
        if (!keys.isEmpty()) {
            warning("unbounded: grows with the number of different " + keys);
        }
        line("shown", shownRows(kept, fold, revises));
    }

    private String shownRows(KeptStage kept, Terminal.Fold fold, boolean revises) {
        String when = kept.onlyFinal()
                ? "once, final, " + (keeping.isForEver() ? "at the run's end" : "when " + keeping.when("a row"))
                : "when every lane has passed a row by its publish time";
        return when
                + (fold.operator().isPrompt() || !fold.operator().isOfRowsAlone()
                        ? ""
                        : ", or later where it looks ahead")
                + (revises ? "; then revised, (old row, new row), where an earlier one comes" : "");
    }

    private void merge(KeptStage kept, Terminal.Merge merge) {
        Schema input = kept.stage().branches().get(0).schema();
        title(input, merge.keys());
        groups(kept, merge.keys(), state(kept));
        growing(kept, input);
    }

    private void firstRows(KeptStage kept, Terminal.Fold fold) {
        Schema input = kept.stage().branches().get(0).schema();
        String order = fold.order().stream()
                .map(key -> input.name(key.column()) + (key.descending() ? " descending" : ""))
                .collect(Collectors.joining(", "));
        text.append("first row")
                .append(fold.keys().isEmpty() ? " of all" : " by " + names(input, fold.keys()))
                .append(order.isEmpty() ? "" : ", in the order of " + order)
                .append('\n');
        groups(kept, fold.keys(), "one row");
    }

    /** @param state what is kept of one group */
    private void groups(KeptStage kept, List<Integer> keyColumns, String state) {
        Schema input = kept.stage().branches().get(0).schema();
        List<Integer> others =
                keyColumns.stream().filter(key -> kept.input().get(key) == null).toList();
        String keys = names(input, others);
        String per = keys.isEmpty() ? "" : " per " + keys;
        if (kept.windows() == null) {
            line("keeps", state + per);
            line("until", "the run's end: these are groups of no window");
            line("bound", keys.isEmpty() ? "one state" : "as many states as there are different " + keys);
            shownWithoutWindow(kept);
            if (!others.isEmpty()) {
                warning("unbounded: grows with the number of different " + keys);
            }
            if (tables.stream().anyMatch(table -> table.eventTime() == null)) {
                windowsThatAreNone(input, keyColumns);
            }
        } else {
            line("keeps", state + (keys.isEmpty() ? " per window" : per + " and window"));
            WindowSpec window = window(kept);
            until("the window's end");
            bound(window, keys, TimeColumns.sum(keeping.nanos(), kept.windows().delay()));
            shown(kept);
        }
    }

    /** Says so where somebody groups by what looks like a window, and is none. */
    private void windowsThatAreNone(Schema input, List<Integer> keys) {
        if (WindowKey.looksLikeOne(input, keys)) {
            warning("windows of a table without a WATERMARK are kept for ever: declare WATERMARK FOR ts AS ts -"
                    + " INTERVAL '5' SECOND");
        }
    }

    private void sessions(KeptStage kept, Terminal.MergeSessions sessions) {
        Schema input = kept.stage().branches().get(0).schema();
        String keys = names(input, sessions.keys().subList(0, sessions.keys().size() - 1));
        String gap = length(sessions.gap());
        title(input, sessions.keys().subList(0, sessions.keys().size() - 1));
        line(
                "keeps",
                state(kept) + (keys.isEmpty() ? "" : " per " + keys) + " and open session, and per " + gap
                        + " of it in which rows may still come");
        until("the session's end");
        line(
                "bound",
                keeping.isForEver()
                        ? "(a session's length) / " + gap + " states" + (keys.isEmpty() ? "" : " per " + keys)
                        : String.format(
                                Locale.ROOT,
                                "%,d states%s; more by as much as one lane lies behind another",
                                2 - Math.floorDiv(-keeping.nanos(), sessions.gap()),
                                keys.isEmpty() ? "" : " per " + keys));
        line("shown", "once, final: that two sessions are one may turn out late");
        line("", "those on disk up to " + length(sessions.gap() / SessionStore.PARTS_OF_GAP) + " of event time later");
        growing(kept, input);
    }

    private static String names(Schema schema, List<Integer> columns) {
        return columns.stream().map(schema::name).collect(Collectors.joining(", "));
    }

    private void title(Schema input, List<Integer> keys) {
        text.append(keys.isEmpty() ? "one group of all rows" : "groups by " + names(input, keys))
                .append('\n');
    }

    private static String state(KeptStage kept) {
        Set<String> parts = new LinkedHashSet<>();
        var groups = Objects.requireNonNull(kept.groups());
        groups.stateSpecs().stream().map(StateSpec::describe).forEach(parts::add);
        return "one state of " + groups.leastGroupBytes() + " bytes or more"
                + (parts.isEmpty() ? "" : " (" + String.join("; ", parts) + ")");
    }

    private void until(String end) {
        if (!keeping.isForEver()) {
            line("until", keeping.when(end));
            if (keeping.mayRetire()) {
                line("", "an accepted row that comes later counts as late, as retired: then the run has diverged");
            }
            return;
        }
        line("until", "the run's end");
        tables.stream()
                .map(TableDescription::eventTime)
                .filter(Objects::nonNull)
                .forEach(time -> {
                    if (time.per() != null) {
                        warning(
                                "unbounded: grows with time, for a " + time.per()
                                        + " that nobody has seen yet may bring rows of any time; without PER windows can be let go");
                    } else if (time.acceptNanos() == EventTime.ALL) {
                        warning(
                                "unbounded: grows with time, for every row is accepted, however late; give 'accept' a length");
                    }
                });
    }

    /** @param behind by so much event time has passed a window's end when it goes */
    private void bound(WindowSpec window, String keys, long behind) {
        if (keeping.isForEver()) {
            line("bound", "none");
        } else {
            Length size = size(window);
            Length slide = slide(window);
            long windows = size.isCalendar() || slide.isCalendar()
                    ? (long) Math.ceil((size.estimate() + behind) / slide.estimate()) + 1
                    : -Math.floorDiv(-Math.addExact(size.nanos(), behind), slide.nanos());
            line(
                    "bound",
                    String.format(
                            Locale.ROOT,
                            "%,d window%s at once%s, (%s + %s) / %s; more by as much as one lane lies behind another",
                            windows,
                            windows == 1 ? "" : "s",
                            keys.isEmpty() ? "" : " per " + keys,
                            text(size),
                            length(behind),
                            text(slide)));
        }
        if (!keys.isEmpty()) {
            line("", "grows with the number of different " + keys + " in a window, and with nothing else");
        }
    }

    private static WindowSpec window(KeptStage kept) {
        TimeColumn column =
                kept.input().get(Objects.requireNonNull(kept.windows()).column());
        return column instanceof TimeColumn.WindowEnd end
                ? end.window()
                : ((TimeColumn.WindowStart) Objects.requireNonNull(column)).window();
    }

    private static Length size(WindowSpec window) {
        if (window instanceof WindowSpec.Hop hop) {
            return hop.size();
        }
        return window instanceof WindowSpec.Tumble tumble
                ? tumble.cells().length()
                : ((WindowSpec.Cumulate) window).cells().length();
    }

    private static Length slide(WindowSpec window) {
        if (window instanceof WindowSpec.Hop hop) {
            return hop.starts().length();
        }
        return window instanceof WindowSpec.Cumulate cumulate ? cumulate.step() : size(window);
    }

    private void shown(KeptStage kept) {
        if (kept.onlyFinal()) {
            line(
                    "shown",
                    "once, final, " + (keeping.isForEver() ? "at the run's end" : "when " + keeping.when("the end"))
                            + ": " + whyFinal(kept));
            return;
        }
        Set<String> reasons = new TreeSet<>();
        long publish = 0;
        for (TableDescription table : tables) {
            EventTime time = Objects.requireNonNull(table.eventTime());
            publish = Math.max(publish, time.publishNanos());
            if (time.acceptNanos() > time.publishNanos()) {
                reasons.add("rows are accepted for longer than windows wait");
            }
            if (time.per() != null) {
                reasons.add("rows of a slow " + time.per() + " are accepted");
            }
            if (time.idleNanos() != EventTime.ALL) {
                reasons.add("a silent lane may return");
            }
        }
        line(
                "shown",
                "early: when every lane has passed the end by " + length(publish)
                        + (reasons.isEmpty()
                                ? "; nothing accepted can revise it"
                                : "; then revised, (old row, new row), as " + String.join(", and ", reasons)));
    }

    private void shownWithoutWindow(KeptStage kept) {
        line(
                "shown",
                kept.onlyFinal()
                        ? "once, at the run's end: " + whyFinal(kept)
                        : "as it changes: revisions (old row, new row)");
    }

    private String whyFinal(KeptStage kept) {
        List<KeptStage> readers = query.kept().stream()
                .filter(other -> reads(other.stage(), kept.stage().id()))
                .toList();
        if (readers.stream().anyMatch(other -> other.stage().terminal() instanceof Terminal.Fold)) {
            return "what goes along its rows takes none back";
        }
        if (readers.stream().anyMatch(other -> other.join() != null)) {
            return "a join with another live table reads it, and takes no rows back";
        }
        return readers.stream().anyMatch(other -> other.groups() != null)
                ? "another aggregate reads it, and takes no rows back"
                : "its sink takes no rows back";
    }

    private boolean reads(Stage reader, int stage) {
        return reader.branches().stream()
                .map(branch -> branch.input().earlierStage())
                .anyMatch(earlier -> earlier == stage
                        || earlier > stage && reads(plan.stages().get(earlier), stage));
    }

    private void growing(KeptStage kept, Schema input) {
        List<String> growing = new ArrayList<>();
        Objects.requireNonNull(kept.groups()).stateSpecs().stream()
                .filter(StateSpec::isUnbounded)
                .map(StateSpec::describe)
                .distinct()
                .forEach(growing::add);
        if (!growing.isEmpty()) {
            warning("unbounded within a group: " + String.join("; ", growing)
                    + "; approx_quantile and approx_count_distinct have states of bounded size");
        }
    }

    private void sink() {
        LiveSink sink = query.sink();
        text.append("into ").append(query.name()).append('\n');
        line("takes", sink.takesRevisions() ? "rows and their revisions" : "rows that nothing can revise");
        line("holds", sink.guarantee());
    }

    private static String text(Length length) {
        return length.isCalendar() ? length.toString() : length(length.nanos());
    }

    private static String length(long nanos) {
        return IntervalText.toString(nanos);
    }
}
