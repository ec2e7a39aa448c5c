package io.barograph.formats.arrow;

import io.barograph.core.column.Type;
import io.barograph.formats.arrow.ArrowColumn.Stored;
import io.barograph.formats.arrow.ArrowFile.Block;
import io.barograph.formats.store.StoredBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.RecordBatch;
import org.jspecify.annotations.Nullable;

/** The dictionaries of one file, as they are at a batch: those of a stream may be replaced or grow on the way. */
final class Dictionaries {
    /** The texts of a dictionary; null for an entry that is NULL. */
    record Entries(List<byte @Nullable []> texts) {}

    private static final Entries NONE = new Entries(List.of());

    private final ArrowFile file;
    private final StoredBytes source;
    private final Map<Long, Entries> entries = new HashMap<>();
    private final TextBuffers buffers = new TextBuffers();
    private int loaded;

    Dictionaries(ArrowFile file, StoredBytes source) {
        this.file = file;
        this.source = source;
    }

    /** Reads what holds for a batch; batches are asked for in the file's order. */
    void loadBefore(Block batch) throws IOException {
        List<Block> blocks = file.dictionaries();
        while (loaded < blocks.size() && (!file.isStream() || blocks.get(loaded).offset() < batch.offset())) {
            load(blocks.get(loaded++));
        }
    }

    Entries get(long number) {
        return entries.getOrDefault(number, NONE);
    }

    private void load(Block block) throws IOException {
        Message message = ArrowFile.message(source, block);
        if (!(message.header(new DictionaryBatch()) instanceof DictionaryBatch dictionary)) {
            throw new IOException("it is damaged: a dictionary is missing");
        }
        RecordBatch batch = dictionary.data();
        Stored stored = file.schema().dictionaries().get(dictionary.id());
        if (stored == null || batch == null) {
            return;
        }
        ArrowColumn column = new ArrowColumn("", Type.VARCHAR, stored, 1, 0, 0, 0, -1);
        Body body = new Body(source, block, batch);
        body.checkNode(column);
        byte[] validity = body.nulls(column) == 0 ? new byte[0] : body.read(0, body.rows() + 7L >> 3);
        buffers.begin(body, column, stored);
        List<byte @Nullable []> texts = new ArrayList<>(dictionary.isDelta() ? get(dictionary.id()).texts : List.of());
        for (int i = 0; i < body.rows(); i++) {
            buffers.find(i);
            boolean present = validity.length == 0 || (validity[i >> 3] >>> (i & 7) & 1) != 0;
            int from = buffers.offset;
            texts.add(present ? Arrays.copyOfRange(buffers.bytes, from, from + buffers.length) : null);
        }
        entries.put(dictionary.id(), new Entries(texts));
    }
}
