package io.barograph.cli;

import io.barograph.core.zone.Zones;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which Barograph this is. */
final class Version {
    private Version() {}

    /** As in {@code 0.1.0}. */
    static String number() {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static String line() {
        return "barograph " + number() + ", time zones " + Zones.version() + " (Java "
                + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ")";
    }
}
