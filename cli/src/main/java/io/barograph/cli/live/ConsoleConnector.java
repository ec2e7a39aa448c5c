package io.barograph.cli.live;

import io.barograph.cli.Console;
import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.live.LiveConnector;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Connector;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code 'connector' = 'console'}: standard output as a place for a live query's rows, in one of three views.
 *
 * <ul>
 *   <li>{@code 'view' = 'table'}: the table as it is now, drawn anew as it changes. The default on a terminal; elsewhere it is
 *       the changelog.
 *   <li>{@code 'changelog'}: a line per change.
 *   <li>{@code 'append'}: rows that nothing can revise any more, as aligned lines on a terminal and as CSV elsewhere.
 * </ul>
 */
public class ConsoleConnector implements Connector, LiveConnector, Catalog {
    private static final List<String> VIEWS = List.of("table", "changelog", "append");

    @Override
    public String name() {
        return "console";
    }

    @Override
    public final Catalog catalog() {
        return this;
    }

    /** Nothing stands on a console, however it is viewed. */
    @Override
    public final boolean isAside(String option) {
        return option.equals("view");
    }

    /**
     * Opens a view. The console is the one that the run shares as {@code Console}, or the process's own; all sinks of a run
     * share one {@link LiveScreen}, as {@code screen}.
     */
    @Override
    public final LiveSink openSink(SinkRequest request) {
        Console console = request.group().share(Console.class, "console", Console::ofProcess);
        String view = view(request.target(), console.terminals().out());
        if (!console.terminals().out()) {
            return view.equals("append")
                    ? new CsvRows(console, request.schema())
                    : new Changelog(console::print, request.schema());
        }
        LiveScreen screen = request.group().share(LiveScreen.class, "screen", () -> screen(console));
        return switch (view) {
            case "append" -> new RowLines(screen::print, request.schema());
            case "table" -> new TableView(console, screen, request.schema(), KeptRows.of(request));
            default -> new Changelog(screen::print, request.schema());
        };
    }

    private static LiveScreen screen(Console console) {
        LiveScreen.Size size = ScreenSize.atStart(console);
        return new LiveScreen(console::print, () -> size, System::nanoTime);
    }

    private static String view(TableDeclaration target, boolean terminal) {
        Map<String, String> others = new TreeMap<>(target.options());
        others.keySet().removeAll(Set.of("connector", "view"));
        if (!others.isEmpty()) {
            String option = others.keySet().iterator().next();
            throw invalid(
                    target, "has no option '" + option + "'" + NearNames.hint(option, List.of("view"), "there is"));
        }
        if (!target.partitionedBy().isEmpty()) {
            throw invalid(target, "has no partitions; leave PARTITIONED BY out");
        }
        String view = target.options().getOrDefault("view", "table").toLowerCase(Locale.ROOT);
        if (!VIEWS.contains(view)) {
            throw invalid(target, "has no view '" + view + "'" + NearNames.hint(view, VIEWS, "there are"));
        }
        return view.equals("table") && !terminal ? "changelog" : view;
    }

    private static BarographException invalid(TableDeclaration target, String what) {
        return new BarographException(
                ErrorCode.INVALID_OPTION, "table " + target.name() + " is a console, which " + what);
    }

    @Override
    public final TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
        throw onlyWritten(name);
    }

    @Override
    public final Table open(TableDescription description) {
        throw onlyWritten(description.name());
    }

    @Override
    public final LiveTable openTable(TableDescription description) {
        throw onlyWritten(description.name());
    }

    private static BarographException onlyWritten(String table) {
        return new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "table " + table + " is a console, which is only written: INSERT INTO " + table + " SELECT …");
    }
}
