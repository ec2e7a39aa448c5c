package io.barograph.formats.output;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.decimal.DecimalText;
import io.barograph.core.decimal.Int128;
import io.barograph.core.engine.EncodingSink;
import io.barograph.core.text.DateText;
import io.barograph.core.text.DoubleText;
import io.barograph.core.text.IntervalText;
import io.barograph.core.text.LongText;
import io.barograph.core.text.TimestampPrinter;
import java.util.Arrays;

/** Writes batches as rows of text, in the style of any of our formats. */
final class RowEncoder implements EncodingSink.Encoder {
    /** Room for any value but a text, what printers may overwrite behind it, and two quotes. */
    private static final int VALUE_BYTES = 56;

    private static final byte[] TRUE = RowStyle.ascii("true");
    private static final byte[] FALSE = RowStyle.ascii("false");
    private static final double[] NO_DOUBLES = {};
    private static final long[] NO_LONGS = {};
    private static final boolean[] NO_BOOLEANS = {};
    private static final int[] NO_CODES = {};

    private final RowStyle style;
    private final boolean json;
    private final int width;
    private final Type[] types;
    private final TimestampPrinter times;
    /** What a row takes at most, texts not counted. */
    private final int rowBytes;

    // The batch's columns, by index, as arrays of their kind.
    private final Validity[] validities;
    private final double[][] doubles;
    private final long[][] longs;
    /** The upper halves of DECIMALs, whose lower ones are longs. */
    private final long[][] highs;

    private final Int128 register = new Int128();
    private final boolean[][] booleans;
    private final int[][] codes;
    private final Dictionary[] dictionaries;
    /** By column and code of its present dictionary: whether the text is {@link #PLAIN}, or 0 where nobody has looked. */
    private final byte[][] looks;

    private static final byte PLAIN = 1;
    private static final byte SPECIAL = 2;

    private byte[] out = new byte[1 << 16];

    RowEncoder(RowStyle style, Schema schema) {
        this.style = style;
        this.json = style.dialect() == RowStyle.Dialect.JSON;
        this.width = schema.size();
        this.times = json ? TimestampPrinter.iso() : TimestampPrinter.sql();
        this.types = new Type[width];
        int bytes = style.after().length;
        for (int i = 0; i < width; i++) {
            types[i] = schema.type(i);
            bytes += style.before()[i].length + VALUE_BYTES;
        }
        this.rowBytes = bytes;
        this.validities = new Validity[width];
        this.doubles = new double[width][];
        this.longs = new long[width][];
        this.highs = new long[width][];
        this.booleans = new boolean[width][];
        this.codes = new int[width][];
        this.dictionaries = new Dictionary[width];
        this.looks = new byte[width][];
        Arrays.fill(validities, Validity.ALL);
        Arrays.fill(doubles, NO_DOUBLES);
        Arrays.fill(longs, NO_LONGS);
        Arrays.fill(highs, NO_LONGS);
        Arrays.fill(booleans, NO_BOOLEANS);
        Arrays.fill(codes, NO_CODES);
        Dictionary none = new Dictionary();
        Arrays.fill(dictionaries, none);
        Arrays.fill(looks, new byte[0]);
    }

    /** Writes one row of the batch bound last to the start of {@link #bytes()}; gives its length. */
    int encode(int row) {
        return row(row, 0);
    }

    @Override
    public int encode(Batch batch) {
        bind(batch);
        int at = 0;
        for (int row = 0; row < batch.size(); row++) {
            at = row(row, at);
        }
        return at;
    }

    @Override
    public byte[] bytes() {
        return out;
    }

    void bind(Batch batch) {
        for (int i = 0; i < width; i++) {
            bind(i, batch.column(i));
        }
    }

    private void bind(int index, Column column) {
        validities[index] = column.validity();
        switch (column.type().kind()) {
            case DOUBLE -> doubles[index] = ((DoubleColumn) column).values();
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> longs[index] = ((LongColumn) column).values();
            case DECIMAL -> {
                highs[index] = ((DecimalColumn) column).high();
                longs[index] = ((DecimalColumn) column).low();
            }
            case BOOLEAN -> booleans[index] = ((BooleanColumn) column).values();
            case VARCHAR -> {
                VarcharColumn text = (VarcharColumn) column;
                codes[index] = text.codes();
                Dictionary dictionary = text.dictionary();
                boolean known = dictionaries[index] == dictionary;
                if (!known || looks[index].length < dictionary.size()) {
                    int length = Math.max(16, dictionary.size() * 2);
                    looks[index] = known ? Arrays.copyOf(looks[index], length) : new byte[length];
                }
                dictionaries[index] = dictionary;
            }
        }
    }

    private int row(int row, int start) {
        int at = start;
        byte[] bytes = room(at, rowBytes);
        for (int i = 0; i < width; i++) {
            at = copy(style.before()[i], bytes, at);
            if (validities[i].isNull(row)) {
                at = copy(style.absent(), bytes, at);
                continue;
            }
            switch (types[i].kind()) {
                case DOUBLE -> at = number(doubles[i][row], bytes, at);
                case BIGINT -> at = LongText.print(longs[i][row], bytes, at);
                case TIMESTAMP -> {
                    at = quote(bytes, at);
                    at = quote(bytes, times.print(longs[i][row], bytes, at));
                }
                case DATE -> {
                    at = quote(bytes, at);
                    at = quote(bytes, DateText.print(longs[i][row], bytes, at));
                }
                case DECIMAL ->
                    at = DecimalText.print(highs[i][row], longs[i][row], types[i].scale(), bytes, at, register);
                case INTERVAL -> {
                    at = quote(bytes, at);
                    at = quote(bytes, IntervalText.print(longs[i][row], bytes, at));
                }
                case BOOLEAN -> at = copy(booleans[i][row] ? TRUE : FALSE, bytes, at);
                case VARCHAR -> {
                    at = text(i, codes[i][row], at);
                    bytes = out;
                }
            }
        }
        return copy(style.after(), bytes, at);
    }

    private int number(double value, byte[] bytes, int at) {
        if (json && !(Math.abs(value) <= Double.MAX_VALUE)) {
            return quote(bytes, DoubleText.print(value, bytes, quote(bytes, at)));
        }
        return DoubleText.print(value, bytes, at);
    }

    /** Writes a text; makes room for it and for the rest of the row. */
    private int text(int column, int code, int start) {
        Dictionary dictionary = dictionaries[column];
        byte[] utf8 = dictionary.bytes();
        int from = dictionary.offset(code);
        int to = from + dictionary.length(code);
        byte[] known = looks[column];
        if (known[code] == 0) {
            known[code] = style.isPlain(utf8, from, to) ? PLAIN : SPECIAL;
        }
        boolean plain = known[code] == PLAIN;
        byte[] bytes = room(start, (to - from) * (plain ? 1L : RowStyle.MAX_EXPANSION) + rowBytes);
        int at = quote(bytes, start);
        if (plain) {
            System.arraycopy(utf8, from, bytes, at, to - from);
            at += to - from;
        } else {
            at = style.escape(utf8, from, to, bytes, at);
        }
        return quote(bytes, at);
    }

    /** Writes the quote that JSON has around all but numbers. */
    private int quote(byte[] bytes, int at) {
        bytes[at] = '"';
        return json ? at + 1 : at;
    }

    private static int copy(byte[] source, byte[] bytes, int at) {
        if (source.length > 8) {
            System.arraycopy(source, 0, bytes, at, source.length);
        } else {
            for (int i = 0; i < source.length; i++) {
                bytes[at + i] = source[i];
            }
        }
        return at + source.length;
    }

    private byte[] room(int at, long needed) {
        long end = at + needed;
        if (end > out.length) {
            if (end > Integer.MAX_VALUE - 8) {
                throw new io.barograph.core.error.BarographException(
                        io.barograph.core.error.ErrorCode.OUT_OF_MEMORY,
                        "the texts of one batch of the answer are more than 2 GiB; shorten them with substring()");
            }
            out = Arrays.copyOf(out, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, out.length * 2L)));
        }
        return out;
    }
}
