package io.barograph.cli;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The shell's prompt on a terminal, by JLine: editing over several lines, completion, colours, history. */
final class LineEditor implements ShellInput {
    private static final String PROMPT = "baro> ";
    private static final String CONTINUED = "   …> ";
    private static final int NARROWEST = 20;

    private final Terminal terminal;
    private final LineReader reader;

    /** What Ctrl-C cancels now. Guarded by this, as is {@link #typedAhead}. */
    private @Nullable Cancellation running;
    /** Whether Ctrl-C came behind the end of a statement, before it ran: then it is meant for it. */
    private boolean typedAhead;

    LineEditor(Terminal terminal, LineReader reader) {
        this.terminal = terminal;
        this.reader = reader;
        terminal.handle(Terminal.Signal.INT, signal -> interrupt());
    }

    private synchronized void interrupt() {
        if (running == null) {
            typedAhead = true;
        } else {
            running.request();
        }
    }

    private synchronized void run(@Nullable Cancellation cancellation) {
        running = cancellation;
        if (cancellation != null && typedAhead) {
            cancellation.request();
        }
        typedAhead = false;
    }

    static LineEditor open(Shell shell, Console console) {
        try {
            Terminal terminal =
                    TerminalBuilder.builder().system(true).dumb(true).build();
            LineEditor editor = new LineEditor(terminal, reader(terminal, shell, console));
            console.println("baro " + Version.number() + " · SQL ends with ; · .help · Ctrl-D leaves");
            return editor;
        } catch (IOException e) {
            throw new BarographException(
                    ErrorCode.IO_ERROR,
                    "this terminal cannot be used: " + e.getMessage() + "; send statements by a pipe: baro < FILE.sql",
                    e);
        }
    }

    static LineReader reader(Terminal terminal, Shell shell, Console console) {
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("baro")
                .parser(new Statements())
                .completer(new SqlCompleter(shell.session()))
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUED)
                .variable(LineReader.INDENTATION, 0)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true);
        Path history = history(console.environment());
        if (history != null) {
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        if (console.colours()) {
            builder.highlighter(new SqlHighlighter());
        }
        return builder.build();
    }

    /** The history's file, where the XDG convention has it; null where there is no place for it. */
    private static @Nullable Path history(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (state.isEmpty() && home.isEmpty()) {
            return null;
        }
        Path folder = (state.isEmpty() ? Path.of(home, ".local", "state") : Path.of(state)).resolve("barograph");
        try {
            Files.createDirectories(folder);
            return folder.resolve("history");
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public @Nullable String next() {
        while (true) {
            try {
                run(null);
                String statement = reader.readLine(PROMPT);
                if (Thread.interrupted()) {
                    // The reader's own handler, which it takes off after it has given the terminal back, notes a signal
                    // so.
                    interrupt();
                }
                return statement;
            } catch (UserInterruptException typed) {
                // Ctrl-C at the prompt throws away what was typed, as in every shell.
            } catch (EndOfFileException left) {
                return null;
            }
        }
    }

    @Override
    public int width(int otherwise) {
        return terminal.getWidth() >= NARROWEST ? terminal.getWidth() : otherwise;
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public void cancellable(Cancellation cancellation, Runnable statement) {
        run(cancellation);
        try {
            statement.run();
        } finally {
            run(null);
        }
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            // The process ends anyway; the terminal is the system's.
        }
    }

    /** Enter ends the input once a statement is whole, and begins another line before. */
    static final class Statements implements Parser {
        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            if (context == ParseContext.ACCEPT_LINE && !SqlSpans.isComplete(line)) {
                throw new EOFError(-1, -1, "the statement goes on", "");
            }
            return new WordAtCursor(line, cursor);
        }

        @Override
        public boolean isEscapeChar(char c) {
            return false;
        }
    }

    /** The line, and the piece of a word before the cursor: what completion completes. */
    static final class WordAtCursor implements CompletingParsedLine {
        private final String line;
        private final int cursor;
        private final String word;

        WordAtCursor(String line, int cursor) {
            this.line = line;
            this.cursor = cursor;
            int start = cursor;
            while (start > 0 && isWordPart(line.charAt(start - 1))) {
                start--;
            }
            word = line.substring(start, cursor);
        }

        private static boolean isWordPart(char c) {
            return Character.isUnicodeIdentifierPart(c) || c == '.' || c == '/' || c == '-' || c == '$';
        }

        @Override
        public String word() {
            return word;
        }

        @Override
        public int wordCursor() {
            return word.length();
        }

        /** Candidates stand in the text as they are: quotes are part of them. */
        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return word.length();
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }

        @Override
        public String line() {
            return line;
        }

        @Override
        public int cursor() {
            return cursor;
        }
    }
}
