/** The detectors that come with Barograph, a file each, and the statistics they stand on. */
@org.jspecify.annotations.NullMarked
package io.barograph.detect.method;
