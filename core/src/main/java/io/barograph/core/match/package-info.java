/**
 * Patterns of rows along one key's rows: what rows in a row have to be, and which of them are. Start with
 * {@link io.barograph.core.match.PatternSearch}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.match;
