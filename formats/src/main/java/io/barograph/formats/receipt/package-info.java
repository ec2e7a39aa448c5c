/**
 * Receipts as JSON files. Start with {@link io.barograph.formats.receipt.ReceiptJson}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.formats.receipt;
