/**
 * JSON as people have it: an object per line, an array of objects, objects one after the other. Start with {@link
 * io.barograph.formats.json.JsonFormat}, which looks at files once and writes down what it found; {@code ObjectParser} holds
 * the loop that turns bytes into columns, {@code JsonScanner} the rules of where values end.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.formats.json;
