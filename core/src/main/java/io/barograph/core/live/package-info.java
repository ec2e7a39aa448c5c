/**
 * The interfaces of tables whose rows keep coming and of places that take rows as they change. No I/O here.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.live;
