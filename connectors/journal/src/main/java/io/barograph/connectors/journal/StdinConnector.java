package io.barograph.connectors.journal;

import io.barograph.formats.GivenOptions;
import java.util.List;

/** {@code 'connector' = 'stdin'}: what comes by standard input, journaled, until it ends. */
public final class StdinConnector extends JournaledConnector {
    @Override
    public String name() {
        return "stdin";
    }

    @Override
    protected List<String> sourceOptions() {
        return List.of();
    }

    @Override
    protected IntakeSource takeSource(String table, GivenOptions given, JournalDeclaration declaration) {
        return new IntakeSource() {
            @Override
            public Intake start(JournalWriter journal) {
                return StreamIntake.start(System.in, declaration.recording().newSplitter(true), journal);
            }

            @Override
            public boolean ends() {
                return true;
            }
        };
    }
}
