/**
 * Messages of an MQTT 5 broker, journaled before they are acknowledged. {@link io.barograph.connectors.mqtt.MqttOptions} is
 * what a declaration may say, {@link io.barograph.connectors.mqtt.MqttIntake} subscribes.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.connectors.mqtt;
