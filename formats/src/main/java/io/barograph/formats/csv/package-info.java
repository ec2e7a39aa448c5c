/**
 * Delimiter-separated text as people have it. Start with {@link io.barograph.formats.csv.CsvFormat}, which looks at files
 * once and writes down what it found; {@code RowParser} holds the loop that turns bytes into columns, {@code FieldScanner}
 * the exact rules of where fields and records end.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.formats.csv;
