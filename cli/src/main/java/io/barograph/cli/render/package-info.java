/**
 * Answers as people read them: tables drawn with boxes and bars, charts of braille dots. Start with
 * {@link io.barograph.cli.render.BoxTable}. Nothing here knows of queries or files.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.cli.render;
