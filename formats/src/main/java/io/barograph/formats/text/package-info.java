/**
 * What the formats that read text have in common: the text of a file in memory ({@link
 * io.barograph.formats.text.ReadBuffer}), the arrays that rows are parsed into ({@link io.barograph.formats.text.Columns}),
 * and short ways from bytes to values, which leave whatever is unusual to the exact rules of {@code core.text}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.formats.text;
