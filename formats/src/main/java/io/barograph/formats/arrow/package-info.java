/**
 * Apache Arrow's IPC files and streams, in and out. Metadata are read and written with Arrow's own generated FlatBuffers
 * classes; values are copied between heap arrays and files here, which needs neither memory outside the heap nor access to
 * the JDK's inside. Start with {@link io.barograph.formats.arrow.ArrowFormat} and {@link
 * io.barograph.formats.arrow.ArrowSink}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.formats.arrow;
