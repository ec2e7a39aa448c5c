package io.barograph.formats.arrow;

import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.StoredBytes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.Schema;

/**
 * Where the messages of a file are: from the footer of an IPC file, or from a walk over the headers of a stream.
 *
 * @param size bytes of the file
 * @param isStream whether dictionaries hold only for the batches behind them
 * @param dictionaries in the file's order
 * @param batches in the file's order
 */
record ArrowFile(long size, boolean isStream, ArrowSchema schema, List<Block> dictionaries, List<Block> batches) {
    static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

    /** Larger metadata are taken for damage: this bounds memory whatever the file says. */
    private static final int MAX_METADATA = 1 << 26;

    private static final int CONTINUATION = -1;
    private static final int LEAST_BLOCK = 8;

    /**
     * A message: its metadata from {@code offset}, the body behind.
     *
     * @param offset of the message's length, or the mark before it
     */
    record Block(long offset, int metadata, long body) {}

    static ArrowFile read(String path) throws IOException {
        try (StoredBytes file = FileStores.open(path)) {
            return read(file);
        } catch (IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException | AssertionError e) {
            throw damaged("its metadata make no sense", e);
        }
    }

    static IOException damaged(String why, Throwable cause) {
        return new IOException("it is damaged: " + why, cause);
    }

    private static ArrowFile read(StoredBytes file) throws IOException {
        long size = file.size();
        if (size < 2 * LEAST_BLOCK) {
            throw new IOException("it is no Arrow file: it has only " + size + " bytes");
        }
        byte[] head = new byte[MAGIC.length];
        bytes(file, 0, MAGIC.length).get(head);
        return Arrays.equals(head, MAGIC) ? readFile(file, size) : readStream(file, size);
    }

    private static ArrowFile readFile(StoredBytes file, long size) throws IOException {
        ByteBuffer tail = bytes(file, size - MAGIC.length - 4, MAGIC.length + 4);
        int length = tail.getInt();
        byte[] magic = new byte[MAGIC.length];
        tail.get(magic);
        if (!Arrays.equals(magic, MAGIC) || length <= 0 || length > size - 2 * LEAST_BLOCK) {
            throw new IOException("it is damaged: its end is missing; copy or write the file again");
        }
        Footer footer = Footer.getRootAsFooter(bytes(file, size - MAGIC.length - 4 - length, checked(length)));
        List<Block> dictionaries = new ArrayList<>();
        for (int i = 0; i < footer.dictionariesLength(); i++) {
            dictionaries.add(block(footer.dictionaries(i), size));
        }
        List<Block> batches = new ArrayList<>();
        for (int i = 0; i < footer.recordBatchesLength(); i++) {
            batches.add(block(footer.recordBatches(i), size));
        }
        batches.sort((left, right) -> Long.compare(left.offset, right.offset));
        return new ArrowFile(size, false, schema(footer.schema()), dictionaries, batches);
    }

    private static Block block(org.apache.arrow.flatbuf.Block block, long size) throws IOException {
        Block found = new Block(block.offset(), block.metaDataLength(), block.bodyLength());
        check(found, size);
        return found;
    }

    private static ArrowSchema schema(@org.jspecify.annotations.Nullable Schema schema) throws IOException {
        if (schema == null) {
            throw new IOException("it is damaged: it has no schema");
        }
        return ArrowSchema.of(schema);
    }

    private static ArrowFile readStream(StoredBytes file, long size) throws IOException {
        ArrowSchema schema = null;
        List<Block> dictionaries = new ArrayList<>();
        List<Block> batches = new ArrayList<>();
        long at = 0;
        while (at + 4 <= size) {
            int first = bytes(file, at, 4).getInt();
            boolean marked = first == CONTINUATION;
            if (marked && at + LEAST_BLOCK > size) {
                break;
            }
            int length = marked ? bytes(file, at + 4, 4).getInt() : first;
            if (length == 0) {
                break;
            }
            int head = marked ? LEAST_BLOCK : 4;
            if (schema == null && (length < 0 || length > MAX_METADATA)) {
                throw new IOException("it is no Arrow file");
            }
            check(new Block(at, head + checked(length), 0), size);
            Message message = Message.getRootAsMessage(bytes(file, at + head, length));
            Block block = new Block(at, head + length, message.bodyLength());
            check(block, size);
            switch (message.headerType()) {
                case MessageHeader.Schema -> schema = schema((Schema) message.header(new Schema()));
                case MessageHeader.DictionaryBatch -> dictionaries.add(block);
                case MessageHeader.RecordBatch -> batches.add(block);
                default ->
                    throw new IOException("it is damaged, or no Arrow file: there is no message of kind "
                            + message.headerType() + " at byte " + at);
            }
            at = block.offset + block.metadata + block.body;
        }
        if (schema == null) {
            throw new IOException("it is no Arrow file, or its beginning is missing");
        }
        return new ArrowFile(size, true, schema, dictionaries, batches);
    }

    private static void check(Block block, long size) throws IOException {
        checked(block.metadata);
        boolean inside = block.offset >= 0
                && block.metadata >= LEAST_BLOCK
                && block.body >= 0
                && block.offset <= size - block.metadata
                && block.body <= size - block.metadata - block.offset;
        if (!inside) {
            throw new IOException("it is damaged: a part of it lies behind its end; copy or write the file again");
        }
    }

    private static int checked(int metadata) throws IOException {
        if (metadata < 0 || metadata > MAX_METADATA) {
            throw new IOException("it is damaged: metadata of " + metadata + " bytes");
        }
        return metadata;
    }

    /** The message's metadata. */
    static Message message(StoredBytes file, Block block) throws IOException {
        ByteBuffer metadata = bytes(file, block.offset, block.metadata);
        int head = metadata.getInt(0) == CONTINUATION ? LEAST_BLOCK : 4;
        return Message.getRootAsMessage(metadata.position(head).slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    private static ByteBuffer bytes(StoredBytes file, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        read(file, offset, bytes, length);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void read(StoredBytes file, long offset, byte[] target, int length) throws IOException {
        if (file.readAll(offset, target, 0, length) < length) {
            throw new EOFException("the file has become shorter while it was read");
        }
    }
}
