package io.barograph.formats.parquet;

import io.barograph.core.source.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows begin in a split, though rows of columns begin nowhere: a group's rows count as spread evenly over its bytes,
 * in pieces, so that a file of one large group is read by many. Small groups stay whole, since a page that is cut has to be
 * decompressed twice.
 */
final class RowPieces {
    /** Groups of more bytes are cut, into pieces of about so many. */
    private static final long PIECE_BYTES = 4L << 20;

    private RowPieces() {}

    /** Rows of one group, numbered from its first. */
    record Piece(RowGroup group, long from, long to) {
        long rows() {
            return to - from;
        }
    }

    /** The rows of a split, in order; neighbouring ones of a group are one piece. */
    static List<Piece> of(Footer footer, Split split) {
        List<Piece> pieces = new ArrayList<>();
        for (RowGroup group : footer.groups()) {
            if (group.start() >= split.end()) {
                break;
            }
            long bytes = group.end() - group.start();
            long count = Math.max(1, Math.min(group.rows(), (bytes + PIECE_BYTES / 2) / PIECE_BYTES));
            long from = firstPiece(group, count, split.start());
            long to = firstPiece(group, count, split.end());
            if (from < to) {
                pieces.add(new Piece(group, row(group, count, from), row(group, count, to)));
            }
        }
        return pieces;
    }

    /** The first of a group's pieces that begins at an offset or behind it. */
    private static long firstPiece(RowGroup group, long count, long offset) {
        long piece = 0;
        while (piece < count && group.start() + (group.end() - group.start()) / count * piece < offset) {
            piece++;
        }
        return piece;
    }

    /** The first row of a piece. */
    private static long row(RowGroup group, long count, long piece) {
        return piece == count ? group.rows() : group.rows() / count * piece;
    }
}
