package io.barograph.cli;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.error.BarographException;
import io.barograph.sql.Script;
import io.barograph.sql.Session;
import io.barograph.sql.Settings;
import io.barograph.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The shell: takes statements and commands with a dot, one after the other, in one session. Errors end it only where nobody
 * can try again.
 */
final class Shell {
    private final Runner runner;
    private final Console console;
    private final Session session;
    private final ShellSettings settings = new ShellSettings();
    private final DotCommands commands;
    private boolean left;

    Shell(Runner runner, Console console) {
        this.runner = runner;
        this.console = console;
        this.session = new Session(runner.catalog(), runner.values(), runner::scratch);
        this.commands = new DotCommands(this);
    }

    Session session() {
        return session;
    }

    ShellSettings settings() {
        return settings;
    }

    Console console() {
        return console;
    }

    /** Runs everything that an input gives; returns the exit status. */
    int run(ShellInput input) {
        while (!left) {
            String text = input.next();
            if (text == null) {
                return 0;
            }
            int status = DotCommands.isCommand(text) ? command(text, input) : statements(text, input);
            if (status != 0 && !input.isInteractive()) {
                return status;
            }
        }
        return 0;
    }

    /** No further input is taken. */
    void leave() {
        left = true;
    }

    private int command(String text, ShellInput input) {
        try {
            return commands.run(text.strip(), input);
        } catch (BarographException e) {
            return Failure.report(e, console);
        }
    }

    private int statements(String text, ShellInput input) {
        Cancellation cancellation = input.isInteractive() ? new Cancellation() : console.cancellation();
        Console now = new Console(
                console.in(),
                console.out(),
                console.err(),
                console.environment(),
                console.terminals(),
                input.width(console.width()),
                cancellation);
        int[] status = new int[1];
        input.cancellable(cancellation, () -> status[0] = statements(text, input, now));
        return status[0];
    }

    private int statements(String text, ShellInput input, Console now) {
        try (Runner current = runner.within(now)) {
            session.refresh();
            for (Script.Piece piece : session.read(text, null).pieces()) {
                long begun = System.nanoTime();
                Statement statement = session.bind(piece);
                run(piece, statement, now, current);
                if (settings.timer()) {
                    now.err().println(String.format(Locale.ROOT, "%.3f s", (System.nanoTime() - begun) / 1e9));
                }
            }
            return 0;
        } catch (OutputClosedException e) {
            return 0;
        } catch (BarographException e) {
            return input.report(e, text, now);
        } catch (OutOfMemoryError e) {
            return Failure.report(Failure.outOfMemory(e), now);
        }
    }

    private void run(Script.Piece piece, Statement statement, Console now, Runner current) {
        if (statement instanceof Statement.Insert insert) {
            new SinkRun("", null, current, now).run(List.of(new Pipeline.Sink(insert, piece, piece.text())));
            session.refresh();
        } else if (statement instanceof Statement.Set set) {
            runner.set(Settings.check(set));
        } else if (statement instanceof Statement.Declare declare) {
            now.err().println("declared " + String.join(", ", declare.tables()));
        } else if (!(statement instanceof Statement.Drop)) {
            Arguments arguments = settings.arguments();
            @Nullable String output = settings.output();
            String next = settings.isOnce() ? "" : "; the next one takes its place (.output alone: screen)";
            settings.answered();
            StatementOutput.show(statement, arguments, now, current);
            if (output != null) {
                now.err().println("the answer is in " + output + next);
            }
        }
    }
}
