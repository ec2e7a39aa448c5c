/** What connectors to servers have in common: options that are taken one by one, and calls with patience. */
@org.jspecify.annotations.NullMarked
package io.barograph.connectors.shared;
