package io.barograph.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Where the jars of servers lie that run in processes of their own, and are on no class path of ours: a file that Maven writes. */
public final class ServerJars {
    private static final String LIST = "servers.classpath";

    private ServerJars() {}

    /**
     * The jars that are listed beside a class.
     *
     * @throws IllegalStateException where there is no list
     */
    public static List<Path> beside(Class<?> owner) {
        return Arrays.stream(classPath(owner).split(System.getProperty("path.separator")))
                .map(Path::of)
                .toList();
    }

    /** As Java takes it. */
    public static String classPath(Class<?> owner) {
        try (InputStream list = owner.getResourceAsStream(LIST)) {
            if (list == null) {
                throw new IllegalStateException(
                        "the servers' jars are not known: build with Maven up to process-resources, which finds them");
            }
            return new String(list.readAllBytes(), StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
