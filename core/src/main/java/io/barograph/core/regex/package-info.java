/**
 * Regular expressions that take time in proportion to the text, whatever the pattern, and mean the same on every JDK. Start with
 * {@link io.barograph.core.regex.LinearPattern}.
 *
 * <p>The JDK's own go back and forth, which hostile patterns make last for years, and what {@code \b} means there has changed
 * between versions; RE2/J is linear, but a library, and this room has none.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.regex;
