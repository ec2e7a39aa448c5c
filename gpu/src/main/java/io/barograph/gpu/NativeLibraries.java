package io.barograph.gpu;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lwjgl.cuda.CU;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.Library;

/** Native code: LWJGL's, which travels in its jar, and NVIDIA's driver, which is the machine's. */
final class NativeLibraries {
    /** The driver's own name for itself; the one without a version comes with developers' packages alone. */
    private static final String DRIVER = "libcuda.so.1";

    private static final List<String> ARCHITECTURES = List.of("amd64", "x86_64");

    private NativeLibraries() {}

    /** @throws BarographException {@code UNAVAILABLE} where one of them cannot be loaded */
    static void load() {
        String system = System.getProperty("os.name", "") + " on " + System.getProperty("os.arch", "");
        if (!system.startsWith("Linux") || ARCHITECTURES.stream().noneMatch(system::endsWith)) {
            throw unavailable("GPUs are used on Linux on x86-64 alone, and this is " + system, null);
        }
        if (Configuration.DEBUG_STREAM.get() == null) {
            // Its advice to developers is none for users.
            Configuration.DEBUG_STREAM.set(
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        }
        if (Configuration.CUDA_LIBRARY_NAME.get() == null) {
            Configuration.CUDA_LIBRARY_NAME.set(DRIVER);
        }
        if (Configuration.SHARED_LIBRARY_EXTRACT_PATH.get() != null) {
            loadDriver();
            return;
        }
        Path folder = ownFolder();
        Configuration.SHARED_LIBRARY_EXTRACT_PATH.set(folder.toString());
        try {
            loadDriver();
        } finally {
            // What is loaded stays loaded.
            delete(folder);
        }
    }

    /**
     * A folder that nobody else can write to: LWJGL puts its library there, and looks there for all others before it looks where
     * the system has them. Its own choice has a name that anybody could have made before.
     */
    private static Path ownFolder() {
        try {
            return Files.createTempDirectory("barograph-gpu");
        } catch (IOException e) {
            throw unavailable(
                    "LWJGL, which calls NVIDIA's driver, has no place for its library: no folder can be made in "
                            + System.getProperty("java.io.tmpdir") + "; give another with -Djava.io.tmpdir",
                    e);
        }
    }

    private static void loadDriver() {
        try {
            Library.initialize();
        } catch (LinkageError failure) {
            throw unavailable(
                    "LWJGL, which calls NVIDIA's driver, cannot load its own library: " + failure.getMessage(),
                    failure);
        }
        try {
            CU.getLibrary();
        } catch (ExceptionInInitializerError failure) {
            throw unavailable(
                    "NVIDIA's driver is installed, but is not one that LWJGL knows: " + failure.getCause(), failure);
        } catch (LinkageError failure) {
            throw unavailable(
                    "NVIDIA's driver is not installed: its library " + Configuration.CUDA_LIBRARY_NAME.get()
                            + " cannot be loaded",
                    failure);
        }
    }

    private static BarographException unavailable(String why, @Nullable Throwable cause) {
        return new BarographException(ErrorCode.UNAVAILABLE, why, cause);
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // It is in the folder for temporary files, which is emptied some day.
        }
    }
}
