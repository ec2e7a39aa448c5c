package io.barograph.formats.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.formats.record.Decoded;
import io.barograph.formats.record.RecordDecoder;
import io.barograph.formats.record.RecordEncoder;
import io.barograph.formats.record.RecordFormat;
import io.barograph.formats.record.RecordFormats;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryRecordTest {
    private static final long SEED = Long.getLong("barograph.seed", 1);
    private static final long CASES = Long.getLong("barograph.cases", 20_000);
    private static final RecordFormat FORMAT = RecordFormats.named("binary");
    private static final Schema SCHEMA = new Schema(List.of(
            new Field("b", Type.BOOLEAN),
            new Field("n", Type.BIGINT),
            new Field("x", Type.DOUBLE),
            new Field("s", Type.VARCHAR),
            new Field("t", Type.TIMESTAMP),
            new Field("i", Type.INTERVAL),
            new Field("d", Type.DATE),
            new Field("m", Type.decimal(38, 2)),
            new Field("p", Type.decimal(3, 1))));
    private static final int WIDTH = SCHEMA.size();

    private static RecordDecoder decoder() {
        return FORMAT.newDecoder(SCHEMA, Map.of(), IntStream.range(0, WIDTH).toArray());
    }

    /** Rows of extremes; every third value of a column or so is NULL, never the same ones. */
    private static Batch extremes() {
        BigInteger greatest = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
        BigInteger[] decimals = {BigInteger.ZERO, greatest, greatest.negate(), BigInteger.ONE.negate(), BigInteger.TWO};
        String[] texts = {"", "a", "한국 \uD83D\uDE00", "x".repeat(127), "y".repeat(128)};
        double[] doubles = {-0.0, Double.MIN_VALUE, Double.NEGATIVE_INFINITY, Double.NaN, Double.MAX_VALUE};
        long[] longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 64};
        long[] times = {0, -1, Long.MIN_VALUE + 1, Long.MAX_VALUE, 1};
        Dictionary dictionary = new Dictionary();
        int[] codes = Arrays.stream(texts).mapToInt(dictionary::intern).toArray();
        long[] highs = Arrays.stream(decimals)
                .mapToLong(d -> d.shiftRight(64).longValue())
                .toArray();
        long[] lows = Arrays.stream(decimals).mapToLong(BigInteger::longValue).toArray();
        Column[] columns = {
            new BooleanColumn(new boolean[] {true, false, true, false, true}, nulls(0)),
            new LongColumn(Type.BIGINT, longs, nulls(1)),
            new DoubleColumn(doubles, nulls(2)),
            new VarcharColumn(codes, dictionary, nulls(3)),
            new LongColumn(Type.TIMESTAMP, times, nulls(4)),
            new LongColumn(Type.INTERVAL, longs, nulls(5)),
            new LongColumn(Type.DATE, new long[] {0, -1, -106_751, 106_751, 1}, nulls(6)),
            new DecimalColumn(Type.decimal(38, 2), highs, lows, nulls(7)),
            new DecimalColumn(
                    Type.decimal(3, 1), new long[] {0, -1, 0, 0, -1}, new long[] {0, -999, 999, 1, -1}, nulls(8))
        };
        return new Batch(columns, 5);
    }

    private static Validity nulls(int column) {
        long[] words = Validity.allPresent(5);
        for (int row = 0; row < 5; row++) {
            if (row > 0 && (column >>> row - 1 & 1) != 0) {
                Validity.setNull(words, row);
            }
        }
        return Validity.of(words);
    }

    private static List<byte[]> encoded() {
        RecordEncoder encoder = FORMAT.newEncoder(SCHEMA, Map.of());
        return IntStream.range(0, 5)
                .mapToObj(row -> encoder.encode(extremes(), row))
                .toList();
    }

    @Test
    void everyTypeComesBackWithItsExtremesAndNulls() {
        Batch rows = extremes();
        Decoded decoded = Decoded.of(decoder(), encoded(), 2);
        assertThat(decoded.reasons()).containsOnlyNulls();
        for (int row = 0; row < rows.size(); row++) {
            assertThat(decoded.rows().get(row)).isEqualTo(rows.row(row));
        }
    }

    @Test
    void columnsThatNobodyAsksForAreJudgedAllTheSame() {
        RecordDecoder some = FORMAT.newDecoder(SCHEMA, Map.of(), new int[] {1, 6});
        byte[] bad = record("s", "02c328");
        Decoded decoded = Decoded.of(some, List.of(encoded().get(0), bad), 2);
        assertThat(decoded.rows().get(0)).containsExactly(0L, java.time.LocalDate.EPOCH.toEpochDay());
        assertThat(decoded.reasons().get(1)).isEqualTo("column 's': bytes that are no UTF-8");
    }

    @Test
    void theLayoutIsAsDocumented() {
        Schema schema = new Schema(List.of(
                new Field("t", Type.TIMESTAMP),
                new Field("device", Type.BIGINT),
                new Field("temperature", Type.DOUBLE),
                new Field("site", Type.VARCHAR),
                new Field("note", Type.VARCHAR)));
        Dictionary dictionary = new Dictionary();
        int site = dictionary.intern("서울");
        long[] absent = {-2L};
        Batch row = new Batch(
                new Column[] {
                    new LongColumn(Type.TIMESTAMP, new long[] {1_672_531_200_010_000_000L}, Validity.ALL),
                    new LongColumn(Type.BIGINT, new long[] {42}, Validity.ALL),
                    new DoubleColumn(new double[] {24.5}, Validity.ALL),
                    new VarcharColumn(new int[] {site}, dictionary, Validity.ALL),
                    new VarcharColumn(new int[] {0}, dictionary, Validity.of(absent))
                },
                1);
        byte[] record = FORMAT.newEncoder(schema, Map.of()).encode(row, 0);
        assertThat(HexFormat.ofDelimiter(" ").formatHex(record))
                .isEqualTo("01 10 80 96 5a d4 43 06 36 17 54 00 00 00 00 00 80 38 40 06 ec 84 9c ec 9a b8");
    }

    /** A record of one value, all other columns NULL. */
    private static byte[] record(String column, String hex) {
        int nulls = 0x1FF & ~(1 << SCHEMA.names().indexOf(column));
        return HexFormat.of().parseHex(String.format("01%02x%02x%s", nulls & 0xFF, nulls >>> 8, hex));
    }

    @ParameterizedTest
    @CsvSource({
        "b, 02, column 'b': 2 is no BOOLEAN",
        "b, '', column 'b': the record ends before",
        "n, 80, column 'n': the record ends before",
        "n, 8000, column 'n': a number of other bytes than needed",
        "n, ffffffffffffffffff02, column 'n': a number of other bytes than needed",
        "n, ffffffffffffffffffff01, column 'n': a number of more than 64 bits",
        "n, 0000, 1 byte behind the last column",
        "n, 000000, 2 bytes behind the last column",
        "x, 00000000000000, column 'x': the record ends before",
        "s, 05616263, column 's': 5 bytes of text where 3 are left",
        "s, ffffffffffffffffff01, column 's': 18446744073709551615 bytes of text where 0 are left",
        "s, 01ff, column 's': bytes that are no UTF-8",
        "s, 03eda080, column 's': bytes that are no UTF-8",
        "t, 0000000000000080, column 't': -9223372036854775808 is no TIMESTAMP",
        "d, 00a10100, column 'd': day 106752 is no DATE",
        "d, 00000080, column 'd': day -2147483648 is no DATE",
        "m, 000000000000000000000000000000, column 'm': the record ends before",
        "p, e8030000000000000000000000000000, 'column ''p'': 1000 is no DECIMAL(3,1)'"
    })
    void valuesThatCannotBeAreRejected(String column, String hex, String reason) {
        assertThat(reasonOf(record(column, hex))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "'', an empty record",
        "02ff01, version 2 where 1 is expected",
        "01ff, 2 bytes where at least 3 are expected",
        "01ff03, a column marked NULL that the table lacks"
    })
    void headsThatCannotBeAreRejected(String hex, String reason) {
        assertThat(reasonOf(HexFormat.of().parseHex(hex))).isEqualTo(reason);
    }

    private static String reasonOf(byte[] record) {
        // The neighbours are none of its business.
        List<byte[]> records = List.of(encoded().get(1), record, encoded().get(2));
        Decoded decoded = Decoded.of(decoder(), records, 3);
        assertThat(decoded.reasons().get(0)).isNull();
        assertThat(decoded.reasons().get(2)).isNull();
        return decoded.reasons().get(1);
    }

    @Test
    void everyNaNBecomesTheOne() {
        RecordDecoder decoder = decoder();
        byte[] record = record("x", "010000000000f4ff");
        decoder.add(record, 0, record.length);
        Batch batch = decoder.decode((at, reason, text) -> {
            throw new AssertionError(reason);
        });
        double value = ((DoubleColumn) batch.column(2)).values()[0];
        assertThat(Double.doubleToRawLongBits(value)).isEqualTo(0x7FF8_0000_0000_0000L);
        assertThat(FORMAT.newEncoder(SCHEMA, Map.of()).encode(batch, 0)).isEqualTo(record("x", "000000000000f87f"));
    }

    /** Of one byte or some changed, added or lost: rejected, or a row whose bytes are these, but for NaN. */
    @Test
    void whatIsTakenIsWhatWouldBeWritten() {
        SplittableRandom random = new SplittableRandom(SEED);
        RecordDecoder decoder = decoder();
        RecordEncoder encoder = FORMAT.newEncoder(SCHEMA, Map.of());
        List<byte[]> good = encoded();
        List<String> reasons = new ArrayList<>();
        int rows = 0;
        for (long i = 0; i < CASES; i++) {
            byte[] record = good.get(random.nextInt(good.size()));
            for (int change = random.nextInt(3); change >= 0; change--) {
                record = mutated(record, random);
            }
            decoder.add(record, 0, record.length);
            Batch batch = decoder.decode((at, reason, text) -> reasons.add(reason));
            if (batch.size() == 0) {
                continue;
            }
            rows++;
            byte[] again = encoder.encode(batch, 0);
            boolean isNaN = batch.column(2).value(0) instanceof Double x && x.isNaN();
            if (!isNaN) {
                assertThat(again).as("-Dbarograph.seed=%d, case %d", SEED, i).isEqualTo(record);
            }
        }
        assertThat(rows).isGreaterThan((int) (CASES / 10));
        assertThat(reasons).hasSizeGreaterThan((int) (CASES / 10)).doesNotContain("");
    }

    private static byte[] mutated(byte[] record, SplittableRandom random) {
        if (record.length == 0) {
            return new byte[] {BinaryLayout.VERSION};
        }
        byte[] mutated = record.clone();
        int at = random.nextInt(record.length);
        switch (random.nextInt(5)) {
            case 0 -> mutated = Arrays.copyOf(record, at);
            case 1 -> mutated = Arrays.copyOf(record, record.length + 1 + random.nextInt(3));
            case 2 -> mutated[at] = (byte) random.nextInt();
            case 3 -> mutated[random.nextInt(Math.min(4, record.length))] ^= (byte) (1 << random.nextInt(8));
            default -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        }
        return mutated;
    }

    @Test
    void thereAreNoOptions() {
        Map<String, String> options = new TreeMap<>(Map.of("delimiter", ";"));
        assertThat(FORMAT.takeOptions(options)).isEmpty();
        assertThat(options).containsOnlyKeys("delimiter");
    }
}
