package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A query's syntax tree and the way back from its nodes to the user's text.
 *
 * @param tree as Calcite's parser made it from the text that {@link CalciteText} wrote
 * @param text what was parsed
 */
record ParsedQuery(SqlNode tree, CalciteText text) {
    /** The token at which a node starts. */
    Token token(SqlNode node) {
        return text.tokenAt(node.getParserPosition());
    }

    /** What a string literal, date or interval says between its quotes. */
    String string(String placeholder) {
        return text.string(placeholder);
    }

    /** The text of a character literal. */
    String string(SqlLiteral literal) {
        return text.string(literal.getValueAs(String.class));
    }

    BarographException error(ErrorCode code, SqlNode node, String message) {
        return error(code, node.getParserPosition(), message);
    }

    BarographException error(ErrorCode code, SqlParserPos position, String message) {
        return text.source().error(code, text.tokenAt(position), message);
    }

    /** The text of an item of a SELECT list as the user wrote it, runs of white space made one. */
    String itemText(SqlNode item) {
        List<Token> tokens = text.tokens();
        int first = text.tokenIndexAt(item.getParserPosition());
        while (first > text.first() && !startsItem(tokens.get(first - 1))) {
            first--;
        }
        int depth = 0;
        int last = first;
        for (int i = first; i < text.last(); i++) {
            Token token = tokens.get(i);
            if (token.isSymbol("(")) {
                depth++;
            } else if (token.isSymbol(")")) {
                if (--depth < 0) {
                    break;
                }
            } else if (depth == 0 && (token.isSymbol(",") || text.endsSelectList(i))) {
                break;
            }
            last = i;
        }
        StringBuilder written = new StringBuilder();
        for (int i = first; i <= last; i++) {
            Token token = tokens.get(i);
            boolean gap = i > first && tokens.get(i - 1).end() < token.start();
            written.append(gap ? " " : "").append(text.source().text(), token.start(), token.end());
        }
        return written.toString();
    }

    private static boolean startsItem(Token token) {
        return token.isSymbol(",")
                || token.isWord("SELECT")
                || token.isWord("DISTINCT")
                || token.isWord("ALL")
                || token.isWord("USING");
    }
}
