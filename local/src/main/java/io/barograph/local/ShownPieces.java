package io.barograph.local;

import io.barograph.core.live.Revisions;
import java.util.function.Consumer;

/** Takes what is shown: all at once, or made in pieces, perhaps by several threads. For one thread. */
public interface ShownPieces {
    /** @param changes valid during the call */
    void accept(Revisions changes);

    /** Makes what is shown. */
    interface Maker {
        /**
         * Makes a piece. Threads may make different ones side by side.
         *
         * @param target takes what the piece shows, valid during the call
         */
        void make(int piece, Consumer<Revisions> target);
    }

    /** Has pieces made, each once, and takes them in the order of their numbers; all is done when it returns. */
    default void acceptAll(int pieces, Maker maker) {
        for (int piece = 0; piece < pieces; piece++) {
            maker.make(piece, this::accept);
        }
    }
}
