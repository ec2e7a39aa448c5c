/**
 * File formats and the local file system behind the interfaces of {@code core.source}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.formats;
