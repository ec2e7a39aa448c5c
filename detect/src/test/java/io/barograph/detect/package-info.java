@org.jspecify.annotations.NullMarked
package io.barograph.detect;
