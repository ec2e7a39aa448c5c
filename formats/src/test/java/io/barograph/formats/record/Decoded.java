package io.barograph.formats.record;

import io.barograph.core.column.Batch;
import java.util.ArrayList;
import java.util.List;

/**
 * What a decoder made of some records.
 *
 * @param rows by record, boxed; null where it was rejected
 * @param reasons by record; null where it was not
 */
public record Decoded(List<List<Object>> rows, List<String> reasons) {
    private Decoded() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    /** Decodes batches of these sizes, over and over, each record out of the middle of an array. */
    public static Decoded of(RecordDecoder decoder, List<byte[]> records, int... sizes) {
        Decoded all = new Decoded();
        int next = 0;
        for (int i = 0; next < records.size(); i++) {
            int stop = Math.min(records.size(), next + sizes[i % sizes.length]);
            all.decode(decoder, records.subList(next, stop));
            next = stop;
        }
        return all;
    }

    private void decode(RecordDecoder decoder, List<byte[]> records) {
        for (byte[] record : records) {
            byte[] around = new byte[record.length + 5];
            System.arraycopy(record, 0, around, 3, record.length);
            around[record.length + 3] = '"';
            decoder.add(around, 3, record.length);
        }
        if (decoder.size() != records.size()) {
            throw new AssertionError(decoder.size() + " records of " + records.size());
        }
        String[] rejected = new String[records.size()];
        int[] last = {-1};
        Batch batch = decoder.decode((record, reason, text) -> {
            if (record <= last[0] || reason.isEmpty() || !text.equals(decoder.text(record))) {
                throw new AssertionError("record " + record + " behind " + last[0] + ": " + reason + ": " + text);
            }
            last[0] = record;
            rejected[record] = reason;
        });
        if (decoder.size() != 0) {
            throw new AssertionError(decoder.size() + " records are left");
        }
        int row = 0;
        for (int record = 0; record < records.size(); record++) {
            boolean isRow = rejected[record] == null;
            rows.add(isRow ? batch.row(row) : null);
            reasons.add(rejected[record]);
            if (isRow && decoder.recordOf(row++) != record) {
                throw new AssertionError("row " + (row - 1) + " is of record " + decoder.recordOf(row - 1));
            }
        }
        if (row != batch.size()) {
            throw new AssertionError(batch.size() + " rows and " + (records.size() - row) + " rejects of "
                    + records.size() + " records");
        }
    }
}
