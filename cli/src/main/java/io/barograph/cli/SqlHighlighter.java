package io.barograph.cli;

import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours for what is typed at the prompt, in the terminal's own palette. */
final class SqlHighlighter implements Highlighter {
    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        AttributedStringBuilder text = new AttributedStringBuilder();
        int at = 0;
        for (SqlSpans.Span span : SqlSpans.of(buffer)) {
            text.append(buffer, at, span.start());
            text.styled(style(span), span.of(buffer));
            at = span.end();
        }
        return text.append(buffer, at, buffer.length()).toAttributedString();
    }

    private static AttributedStyle style(SqlSpans.Span span) {
        AttributedStyle plain = AttributedStyle.DEFAULT;
        return switch (span.kind()) {
            case KEYWORD -> plain.foreground(AttributedStyle.BLUE).bold();
            case FUNCTION -> plain.foreground(AttributedStyle.CYAN);
            case TEXT -> plain.foreground(AttributedStyle.GREEN);
            case NUMBER -> plain.foreground(AttributedStyle.MAGENTA);
            case COMMENT -> plain.faint();
            case NAME, QUOTED, SYMBOL -> plain;
        };
    }
}
