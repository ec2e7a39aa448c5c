package io.barograph.local;

import io.barograph.core.error.BarographException;

/**
 * A host has lost a part of an answer, of which it has given some already, and what the cluster makes in its place may be cut otherwise:
 * the job is to be run again, and what was given counts for nothing.
 */
public final class AnswerLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final BarographException told;

    /** @param told to people, where it is not run again */
    public AnswerLost(BarographException told) {
        super(told.getMessage(), told);
        this.told = told;
    }

    BarographException told() {
        return told;
    }
}
