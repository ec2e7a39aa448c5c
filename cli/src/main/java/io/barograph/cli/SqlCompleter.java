package io.barograph.cli;

import io.barograph.core.aggregate.Aggregates;
import io.barograph.core.column.Field;
import io.barograph.core.error.BarographException;
import io.barograph.core.expr.Functions;
import io.barograph.sql.Session;
import io.barograph.sql.Statement;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes tables, files, columns of the tables in FROM, functions, keywords, and commands with a dot. */
final class SqlCompleter implements Completer {
    private static final String FILES = "files";
    private static final String COLUMNS = "columns";

    private final Session session;
    /** Columns of tables that were completed before: a file is looked at once. */
    private final Map<String, List<Field>> known = new HashMap<>();

    SqlCompleter(Session session) {
        this.session = session;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        complete(line.line(), line.cursor(), line.word(), candidates);
    }

    /** As JLine asks it: the text, where the cursor is in it, and the piece of a word before the cursor. */
    void complete(String text, int cursor, String word, List<Candidate> candidates) {
        String before = text.substring(0, cursor);
        if (before.stripLeading().startsWith(".")) {
            commands(before.stripLeading(), word, candidates);
            return;
        }
        List<SqlSpans.Span> spans = SqlSpans.of(before);
        SqlSpans.Span last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
        if (last != null && last.kind() == SqlSpans.Kind.TEXT && !last.closed()) {
            files(word, "'", candidates);
            return;
        }
        boolean table = isTablePlace(spans, before, word);
        if (table) {
            session.names().forEach(name -> add(candidates, name, "tables", "", true));
            for (String file : FolderTables.of(Path.of(""))) {
                candidates.add(new Candidate("'" + file + "'", file, FILES, null, null, null, true));
            }
            return;
        }
        columns(text, candidates);
        Functions.names().stream()
                .filter(SqlCompleter::isName)
                .forEach(name -> add(candidates, name + "(", "functions", "", false));
        Aggregates.names().forEach(name -> add(candidates, name + "(", "aggregates", "", false));
        boolean lower = !word.isEmpty() && word.equals(word.toLowerCase(Locale.ROOT));
        for (String keyword : new TreeSet<>(SqlSpans.KEYWORDS)) {
            add(candidates, lower ? keyword.toLowerCase(Locale.ROOT) : keyword, "keywords", "", true);
        }
    }

    private static boolean isName(String function) {
        return Character.isLetter(function.charAt(0)) && function.indexOf(' ') < 0;
    }

    /** Whether a table stands next: behind FROM, JOIN, INTO and TABLE. */
    private static boolean isTablePlace(List<SqlSpans.Span> spans, String before, String word) {
        int at = spans.size() - (word.isEmpty() ? 1 : 2);
        if (at < 0 || spans.get(at).kind() != SqlSpans.Kind.KEYWORD) {
            return false;
        }
        String keyword = spans.get(at).of(before).toUpperCase(Locale.ROOT);
        return List.of("FROM", "JOIN", "INTO", "TABLE", "DESCRIBE", "SUMMARIZE").contains(keyword);
    }

    private void columns(String text, List<Candidate> candidates) {
        List<SqlSpans.Span> spans = SqlSpans.of(text);
        for (int i = 1; i < spans.size(); i++) {
            String before = spans.get(i - 1).of(text).toUpperCase(Locale.ROOT);
            SqlSpans.Kind kind = spans.get(i).kind();
            boolean named = kind == SqlSpans.Kind.TEXT || kind == SqlSpans.Kind.QUOTED || kind == SqlSpans.Kind.NAME;
            if (named && List.of("FROM", "JOIN", "TABLE").contains(before)) {
                for (Field field : fields(spans.get(i).of(text))) {
                    boolean plain = field.name().chars().allMatch(c -> Character.isUnicodeIdentifierPart(c));
                    String name = plain ? field.name() : '"' + field.name().replace("\"", "\"\"") + '"';
                    add(candidates, name, COLUMNS, field.type().name(), true);
                }
            }
        }
    }

    private List<Field> fields(String table) {
        return known.computeIfAbsent(table, name -> {
            try {
                Statement described = session.copy().bind("DESCRIBE " + name);
                return described instanceof Statement.Describe describe
                        ? describe.table().schema().fields()
                        : ((Statement.DescribeQuery) described)
                                .query()
                                .root()
                                .schema()
                                .fields();
            } catch (BarographException notYet) {
                return List.of();
            }
        });
    }

    private static void files(String word, String quote, List<Candidate> candidates) {
        int slash = word.lastIndexOf('/');
        String folder = slash < 0 ? "" : word.substring(0, slash + 1);
        try {
            for (String file : FolderTables.of(Path.of(folder))) {
                candidates.add(new Candidate(folder + file, file, FILES, null, quote, null, true));
            }
        } catch (InvalidPathException e) {
            // What was typed so far is no folder's name: there is nothing to propose.
        }
    }

    private static void commands(String before, String word, List<Candidate> candidates) {
        int blank = before.indexOf(' ');
        if (blank < 0) {
            DotCommands.ALL.forEach(usage -> add(candidates, usage.name(), "commands", usage.help(), true));
        } else if (before.startsWith(".mode")) {
            for (String form : List.of("box", "line", "csv", "tsv", "json", "jsonl", "markdown", "chart")) {
                add(candidates, form, "forms", "", true);
            }
        } else if (before.startsWith(".schema")) {
            files(word, "", candidates);
        }
    }

    private static void add(List<Candidate> candidates, String value, String group, String help, boolean complete) {
        candidates.add(new Candidate(value, value, group, help.isEmpty() ? null : help, null, null, complete));
    }
}
