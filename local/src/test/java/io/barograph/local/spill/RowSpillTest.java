package io.barograph.local.spill;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RowSpillTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final Type PRICE = Type.decimal(38, 4);
    private static final Schema SCHEMA = new Schema(List.of(
            new Field("a", Type.BIGINT),
            new Field("b", Type.DOUBLE),
            new Field("c", Type.BOOLEAN),
            new Field("d", Type.VARCHAR),
            new Field("e", PRICE),
            new Field("f", Type.DATE)));

    @TempDir
    Path folder;

    @Test
    void rowsComeBackBitByBit() {
        Random random = new Random(SEED);
        List<Batch> batches = new ArrayList<>();
        Dictionary texts = new Dictionary();
        for (int size : new int[] {1, 63, 64, 65, 0, Batch.CAPACITY}) {
            batches.add(batch(random, size, texts));
        }
        try (SpillSpace space = new SpillSpace(folder)) {
            RowSpill spill = new RowSpill(SCHEMA, space.newFile("rows"), new BatchCodec(SCHEMA));
            batches.forEach(spill::append);
            assertThat(spill.rows()).isEqualTo(1 + 63 + 64 + 65 + Batch.CAPACITY);
            RowSpill.Reader reader = spill.newReader();
            for (int i = batches.size() - 1; i >= 0; i--) {
                Batch read = reader.read(i);
                assertThat(read.size()).isEqualTo(batches.get(i).size()).isEqualTo(spill.size(i));
                for (int row = 0; row < read.size(); row++) {
                    assertThat(read.row(row))
                            .as("seed %d", SEED)
                            .isEqualTo(batches.get(i).row(row));
                    assertThat(bits(read, row)).isEqualTo(bits(batches.get(i), row));
                }
            }
        }
    }

    private static long bits(Batch batch, int row) {
        return Double.doubleToRawLongBits(((DoubleColumn) batch.column(1)).values()[row]);
    }

    private static Batch batch(Random random, int size, Dictionary texts) {
        double[] special = {-0.0, 0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 1.5};
        long[] longs = random.longs(size).toArray();
        double[] doubles = new double[size];
        boolean[] booleans = new boolean[size];
        int[] codes = new int[size];
        long[] high = new long[size];
        for (int i = 0; i < size; i++) {
            doubles[i] = special[random.nextInt(special.length)];
            booleans[i] = random.nextBoolean();
            codes[i] = texts.intern("text " + random.nextInt(500));
            high[i] = random.nextInt(100) - 50;
        }
        Validity some = validity(random, size);
        return new Batch(
                new Column[] {
                    new LongColumn(Type.BIGINT, longs, some),
                    new DoubleColumn(doubles, Validity.ALL),
                    new BooleanColumn(booleans, validity(random, size)),
                    new VarcharColumn(codes, texts, validity(random, size)),
                    new DecimalColumn(PRICE, high, longs, Validity.ALL),
                    new LongColumn(Type.DATE, longs, some)
                },
                size);
    }

    private static Validity validity(Random random, int size) {
        long[] words = Validity.allPresent(size);
        for (int i = 0; i < size; i++) {
            if (random.nextInt(4) == 0) {
                Validity.setNull(words, i);
            }
        }
        return Validity.of(words);
    }
}
