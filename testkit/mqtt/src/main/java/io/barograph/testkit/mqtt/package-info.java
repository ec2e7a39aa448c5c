/** A real MQTT broker, for tests. */
@org.jspecify.annotations.NullMarked
package io.barograph.testkit.mqtt;
