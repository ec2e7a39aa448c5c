package io.barograph.connectors.shared;

/** A server did not answer. It may later, without anybody's doing. */
public final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NoAnswerException(String reason) {
        super(reason);
    }
}
