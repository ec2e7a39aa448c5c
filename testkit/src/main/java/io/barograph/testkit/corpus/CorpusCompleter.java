package io.barograph.testkit.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fills in answers that a corpus file leaves open with {@code ?}, as an engine gives them: a help for whoever writes
 * cases, who then checks each by hand.
 */
public final class CorpusCompleter {
    private static final String OPEN = "?";

    private CorpusCompleter() {}

    /** Rewrites a file in place; returns how many answers were filled in. A refused query stays open, with the reason behind it. */
    public static int complete(Path file, String name, SqlExecutor executor, Path scratch) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> completed = new ArrayList<>();
        int filled = 0;
        int from = 0;
        for (CorpusCase one : CorpusFile.parse(name, lines)) {
            if (!OPEN.equals(one.header())) {
                continue;
            }
            int open = one.line();
            while (!lines.get(open).equals("----")) {
                open++;
            }
            completed.addAll(lines.subList(from, open + 1));
            from = open + 2;
            Path folder = Files.createTempDirectory(scratch, "tables");
            for (Map.Entry<String, String> table : one.tables().entrySet()) {
                Files.writeString(folder.resolve(table.getKey()), table.getValue());
            }
            try {
                Answer answer = executor.run(one.sql(), folder, 0);
                completed.add(answer.header());
                completed.addAll(answer.lines());
                filled++;
            } catch (RuntimeException e) {
                completed.add(OPEN);
                System.err.println("OPEN " + one.id() + ": " + e + "\n    " + one.sql());
            }
        }
        completed.addAll(lines.subList(from, lines.size()));
        Files.write(file, completed);
        return filled;
    }
}
