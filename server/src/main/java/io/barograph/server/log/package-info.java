/** What the service says of itself, a line at a time. */
@org.jspecify.annotations.NullMarked
package io.barograph.server.log;
