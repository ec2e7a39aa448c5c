package io.barograph.formats.parquet;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.Interruption;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TypeDefinedOrder;

/**
 * An answer as a Parquet file: row groups of {@value #GROUP_ROWS} rows, compressed with zstd, with statistics of groups and
 * pages. Equal answers are equal bytes.
 *
 * <p>While rows come in, other threads (the common pool's) turn finished row groups into pages, column by column; whoever
 * waits for them lends a hand. The stream is flushed at the end, never closed.
 */
final class ParquetSink implements ResultSink {
    /** As many as DuckDB writes, and six pages. */
    static final int GROUP_ROWS = 6 * ChunkWriter.PAGE_ROWS;
    /** Row groups being written while the next one fills. */
    private static final int MAX_PENDING = 2;

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT_VERSION = 2;

    private final OutputStream out;
    private final CompressionCodec codec;
    private final List<SchemaElement> elements = new ArrayList<>();
    private final List<RowGroup> groups = new ArrayList<>();
    private final List<List<ChunkWriter.Chunk>> chunks = new ArrayList<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Deque<ColumnRows[]> spare = new ArrayDeque<>();
    private Schema schema = Schema.of();
    private ColumnRows[] filling = {};
    private int rows;
    private long position;
    private long total;

    ParquetSink(OutputStream out) {
        this(out, CompressionCodec.ZSTD);
    }

    ParquetSink(OutputStream out, CompressionCodec codec) {
        this.out = out;
        this.codec = codec;
    }

    /** A row group whose columns are being written. */
    private record Pending(int rows, ColumnRows[] columns, List<FutureTask<ChunkWriter.Chunk>> tasks) {}

    @Override
    public void begin(Schema answer) {
        schema = answer;
        elements.addAll(Storage.elements(answer));
        filling = newGroup();
        write(MAGIC, MAGIC.length);
    }

    private ColumnRows[] newGroup() {
        ColumnRows[] group = spare.poll();
        if (group != null) {
            for (ColumnRows column : group) {
                column.clear();
            }
            return group;
        }
        group = new ColumnRows[schema.size()];
        for (int i = 0; i < group.length; i++) {
            group[i] = new ColumnRows(schema.type(i), GROUP_ROWS);
        }
        return group;
    }

    @Override
    public void accept(Batch batch) {
        for (int from = 0; from < batch.size(); ) {
            int take = Math.min(batch.size() - from, GROUP_ROWS - rows);
            for (int i = 0; i < filling.length; i++) {
                filling[i].append(batch.column(i), from, take);
            }
            rows += take;
            from += take;
            if (rows == GROUP_ROWS) {
                finishGroup();
                filling = newGroup();
            }
        }
    }

    private void finishGroup() {
        while (pending.size() >= MAX_PENDING) {
            writeFirst();
        }
        List<FutureTask<ChunkWriter.Chunk>> tasks = new ArrayList<>();
        for (ColumnRows column : filling) {
            FutureTask<ChunkWriter.Chunk> task = new FutureTask<>(() -> ChunkWriter.write(column, codec));
            tasks.add(task);
            ForkJoinPool.commonPool().execute(task);
        }
        pending.add(new Pending(rows, filling, tasks));
        rows = 0;
    }

    private void writeFirst() {
        Pending group = pending.remove();
        // What nobody has begun yet is done here: of two cores the common pool uses one only.
        group.tasks().forEach(FutureTask::run);
        RowGroup description = new RowGroup(new ArrayList<>(), 0, group.rows());
        description.setFile_offset(position);
        description.setOrdinal((short) Math.min(groups.size(), Short.MAX_VALUE));
        List<ChunkWriter.Chunk> written = new ArrayList<>();
        long compressed = 0;
        for (int i = 0; i < group.tasks().size(); i++) {
            ChunkWriter.Chunk chunk = finished(group.tasks().get(i));
            description.addToColumns(describe(chunk, i));
            description.setTotal_byte_size(description.getTotal_byte_size() + chunk.uncompressed());
            compressed += chunk.length();
            for (PageLocation page : chunk.offsetIndex().getPage_locations()) {
                page.setOffset(page.getOffset() + position);
            }
            write(chunk.bytes(), chunk.length());
            written.add(chunk);
        }
        description.setTotal_compressed_size(compressed);
        groups.add(description);
        chunks.add(written.stream().map(ParquetSink::withoutBytes).toList());
        total += group.rows();
        spare.add(group.columns());
    }

    private static ChunkWriter.Chunk finished(FutureTask<ChunkWriter.Chunk> task) {
        try {
            return task.get();
        } catch (InterruptedException wanted) {
            Thread.currentThread().interrupt();
            throw Interruption.of(wanted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            // A chunk's writing throws nothing checked.
            throw (RuntimeException) failed.getCause();
        }
    }

    /** What the footer still needs of a chunk. */
    private static ChunkWriter.Chunk withoutBytes(ChunkWriter.Chunk chunk) {
        return new ChunkWriter.Chunk(
                new byte[0],
                0,
                chunk.dictionaryBytes(),
                chunk.uncompressed(),
                chunk.values(),
                chunk.encodings(),
                chunk.codec(),
                chunk.statistics(),
                chunk.columnIndex(),
                chunk.offsetIndex());
    }

    private ColumnChunk describe(ChunkWriter.Chunk chunk, int column) {
        SchemaElement element = elements.get(column + 1);
        ColumnMetaData meta = new ColumnMetaData(
                element.getType(),
                chunk.encodings(),
                List.of(element.getName()),
                chunk.codec(),
                chunk.values(),
                chunk.uncompressed(),
                chunk.length(),
                position + chunk.dictionaryBytes());
        if (chunk.dictionaryBytes() > 0) {
            meta.setDictionary_page_offset(position);
        }
        meta.setStatistics(chunk.statistics());
        return new ColumnChunk(0).setMeta_data(meta);
    }

    @Override
    public void end() {
        if (rows > 0) {
            finishGroup();
        }
        while (!pending.isEmpty()) {
            writeFirst();
        }
        for (int group = 0; group < groups.size(); group++) {
            for (int i = 0; i < schema.size(); i++) {
                ChunkWriter.Chunk chunk = chunks.get(group).get(i);
                if (chunk.columnIndex() != null) {
                    byte[] index = Thrift.write(chunk.columnIndex());
                    groups.get(group)
                            .getColumns()
                            .get(i)
                            .setColumn_index_offset(position)
                            .setColumn_index_length(index.length);
                    write(index, index.length);
                }
            }
        }
        for (int group = 0; group < groups.size(); group++) {
            for (int i = 0; i < schema.size(); i++) {
                byte[] index = Thrift.write(chunks.get(group).get(i).offsetIndex());
                groups.get(group)
                        .getColumns()
                        .get(i)
                        .setOffset_index_offset(position)
                        .setOffset_index_length(index.length);
                write(index, index.length);
            }
        }
        FileMetaData data = new FileMetaData(FORMAT_VERSION, elements, total, groups);
        data.setCreated_by(Footer.WRITER);
        for (int i = 0; i < schema.size(); i++) {
            data.addToColumn_orders(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
        }
        byte[] footer = Thrift.write(data);
        byte[] tail = new byte[2 * Integer.BYTES];
        Bytes.putInt(tail, 0, footer.length);
        System.arraycopy(MAGIC, 0, tail, Integer.BYTES, MAGIC.length);
        write(footer, footer.length);
        write(tail, tail.length);
        try {
            out.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void write(byte[] bytes, int length) {
        try {
            out.write(bytes, 0, length);
            position += length;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static BarographException failed(IOException e) {
        return new BarographException(ErrorCode.IO_ERROR, "cannot write the answer: " + e.getMessage(), e);
    }
}
