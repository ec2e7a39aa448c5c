/**
 * Event time along lanes: which rows are late, which times are implausible, how far a lane has come. No clock but that of
 * the data.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.watermark;
