/** The engine as a service that a team leaves running: what starts it, and its configuration. */
@org.jspecify.annotations.NullMarked
package io.barograph.server;
