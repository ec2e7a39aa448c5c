/**
 * Files as the ends of live queries: folders that part files go to with each checkpoint, and files that grow. First
 * {@link io.barograph.formats.live.LiveFiles}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.formats.live;
