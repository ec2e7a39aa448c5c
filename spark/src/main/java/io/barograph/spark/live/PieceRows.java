package io.barograph.spark.live;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The pieces of a batch as Spark's rows: the lane's key, and the piece as bytes. */
final class PieceRows implements InputPartition {
    private static final long serialVersionUID = 1L;

    static final StructType SCHEMA = DataTypes.createStructType(new StructField[] {
        DataTypes.createStructField("lane", DataTypes.IntegerType, false),
        DataTypes.createStructField("piece", DataTypes.BinaryType, false)
    });

    private final int[] keys;
    private final byte[][] pieces;

    PieceRows(List<byte[]> pieces, Slots slots) {
        this.pieces = pieces.toArray(byte[][]::new);
        List<Integer> all = new ArrayList<>();
        for (int lane = 0; lane < pieces.size(); lane++) {
            all.add(slots.key(lane));
        }
        this.keys = all.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Makes readers where Spark runs them. */
    static final class Factory implements PartitionReaderFactory {
        private static final long serialVersionUID = 1L;

        @Override
        public PartitionReader<InternalRow> createReader(InputPartition partition) {
            return new Reader((PieceRows) partition);
        }
    }

    private static final class Reader implements PartitionReader<InternalRow> {
        private final PieceRows rows;
        private int row = -1;

        Reader(PieceRows rows) {
            this.rows = rows;
        }

        @Override
        public boolean next() {
            return ++row < rows.keys.length;
        }

        @Override
        public InternalRow get() {
            return new GenericInternalRow(new Object[] {rows.keys[row], rows.pieces[row]});
        }

        @Override
        public void close() {}
    }
}
