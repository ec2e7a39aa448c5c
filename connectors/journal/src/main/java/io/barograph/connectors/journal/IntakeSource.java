package io.barograph.connectors.journal;

/** Where an {@link Intake} takes its records from, as a table declares it. */
public interface IntakeSource {
    /**
     * Begins to journal what comes.
     *
     * @param journal stays open until the intake is closed
     * @throws io.barograph.core.error.BarographException where the source cannot be opened
     */
    Intake start(JournalWriter journal);

    /** Whether it ends by itself: then a run that reads what there is waits for that end. */
    default boolean ends() {
        return false;
    }
}
