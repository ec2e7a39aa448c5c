package io.barograph.formats.record;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/** Records as text for people: what a terminal must not see, and bytes that are no text, are {@code \xNN}. */
final class RecordText {
    /** Longer records are cut. */
    static final int MAX_BYTES = 1 << 16;

    private RecordText() {}

    static String of(byte[] bytes, int from, int to, Charset charset) {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, Math.min(to - from, MAX_BYTES));
        CharBuffer out = CharBuffer.allocate(in.remaining() * 2 + 2);
        CharsetDecoder decoder = charset.newDecoder();
        StringBuilder text = new StringBuilder(in.remaining());
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            append(out.flip(), text);
            out.clear();
            if (result.isUnderflow()) {
                return text.toString();
            }
            for (int i = 0; i < (result.isError() ? result.length() : 0); i++) {
                escape(in.get(), text);
            }
            decoder.reset();
        }
    }

    private static void append(CharBuffer chars, StringBuilder text) {
        while (chars.hasRemaining()) {
            char c = chars.get();
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7F) {
                escape((byte) c, text);
            } else {
                text.append(c);
            }
        }
    }

    private static void escape(byte value, StringBuilder text) {
        text.append(String.format("\\x%02X", value & 0xFF));
    }
}
