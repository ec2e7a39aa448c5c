package io.barograph.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.lwjgl.cuda.CU;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/**
 * CUDA's driver as {@code src/test/cuda} has it, for all tests of this JVM: the kernels' own source compiled by g++, and calls that
 * fail when they are told to.
 */
final class StandIn {
    /** What calls return of a device that is lost: {@code CUDA_ERROR_LAUNCH_FAILED}. */
    static final int LOST = 719;

    static final int LAUNCH_TIMEOUT = 702;
    static final int OUT_OF_MEMORY = 2;
    static final int UNSUPPORTED_PTX = 222;

    private static final Path ROOT = Path.of(System.getProperty("barograph.root"), "gpu");
    private static boolean isReady;

    private StandIn() {}

    /** Builds it once, and skips the test where there is no g++. */
    static synchronized void use() {
        assumeTrue(has("g++"), "the stand-in for a GPU needs g++ (apt-get install g++)");
        if (!isReady) {
            Path library = ROOT.resolve("target/standin/libstandin.so");
            compile(library);
            Configuration.CUDA_LIBRARY_NAME.set(library.toString());
            isReady = true;
        }
    }

    /** Whether tests use it: false where they skip. */
    static synchronized boolean isReady() {
        return isReady;
    }

    /** Whether a program can be started. */
    static boolean has(String program) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static void compile(Path library) {
        try {
            Files.createDirectories(library.getParent());
            run(List.of(
                    "g++",
                    "-std=c++17",
                    "-O2",
                    "-Wall",
                    "-ffp-contract=off",
                    "-shared",
                    "-fPIC",
                    "-o",
                    library.toString(),
                    ROOT.resolve("src/test/cuda/driver.cpp").toString()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a program that has to succeed; returns what it said. */
    static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            return said;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Has a later call of a function of the driver fail: the next one by 1. */
    static void fail(String function, int call, int result) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            JNI.invokePV(MemoryUtil.memAddress(stack.ASCII(function)), call, result, control("standin_fail"));
        }
    }

    static void setMemory(long bytes) {
        JNI.invokePV(bytes, control("standin_set_memory"));
    }

    /** Bytes of the device that nobody has given back. */
    static long allocated() {
        return JNI.invokeJ(control("standin_allocated"));
    }

    private static long control(String name) {
        long address = CU.getLibrary().getFunctionAddress(name);
        assertThat(address).as("this is no stand-in: it has no " + name).isNotZero();
        return address;
    }
}
