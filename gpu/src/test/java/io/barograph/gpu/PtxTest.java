package io.barograph.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The PTX that travels is that of the kernels' source. */
@Tag("thorough")
class PtxTest {
    private static final Path ROOT = Path.of(System.getProperty("barograph.root"), "gpu");
    private static final Path SHIPPED = ROOT.resolve("src/main/resources/io/barograph/gpu");
    private static final String AGAIN = "the PTX is not that of the source: run gpu/ptx";

    @TempDir
    Path folder;

    static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("src/main/cuda"))) {
            return files.filter(file -> file.toString().endsWith(".cu")).toList();
        }
    }

    private static String ptxOf(Path source) {
        return source.getFileName().toString().replace(".cu", ".ptx");
    }

    /** Those in the folder of its name. */
    private static List<Path> headersOf(Path source) throws IOException {
        Path folder = source.resolveSibling(source.getFileName().toString().replace(".cu", ""));
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** On every machine. */
    @ParameterizedTest
    @MethodSource("sources")
    void thePtxIsOfThisSource(Path source) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(Files.readAllBytes(source));
        for (Path header : headersOf(source)) {
            digest.update(Files.readAllBytes(header));
        }
        assertThat(Files.readString(SHIPPED.resolve(ptxOf(source))))
                .as(AGAIN)
                .startsWith("// of src/main/cuda/" + source.getFileName() + ", SHA-256 "
                        + HexFormat.of().formatHex(digest.digest()) + "\n");
    }

    /** Where the compiler is, of the release that made them: another one words the same otherwise. */
    @ParameterizedTest
    @MethodSource("sources")
    void theCompilerGivesThisPtx(Path source) throws IOException {
        assumeTrue(StandIn.has("nvcc"), "nvcc is not installed: the kernels are not compiled again");
        String shipped = Files.readString(SHIPPED.resolve(ptxOf(source)));
        StandIn.run(List.of(ROOT.resolve("ptx").toString(), folder.toString()));
        String compiled = Files.readString(folder.resolve(ptxOf(source)));
        assumeTrue(release(compiled).equals(release(shipped)), "another release of nvcc made the PTX");
        assertThat(compiled).as(AGAIN).isEqualTo(shipped);
    }

    private static String release(String ptx) {
        return ptx.lines()
                .filter(line -> line.startsWith("// Cuda compilation tools"))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Additions and products that the source does not fuse are not, and no double is rounded otherwise than to nearest, but where a whole
     * number is what is asked for, and to REAL once. Without ".rn" the driver's compiler could fuse them still: that is how nvcc writes them where it is not
     * told otherwise.
     */
    @ParameterizedTest
    @MethodSource("sources")
    void onlyCorrectlyRoundedOperationsAreThere(Path source) throws IOException {
        assertThat(Files.readString(SHIPPED.resolve(ptxOf(source))).lines().map(String::strip))
                .filteredOn(line -> line.matches("(@\\S+ )?[a-z]\\S*\\.f(16|32|64)\\S*\\s.*"))
                .allMatch(line -> line.matches(
                        "(@\\S+ )?(((add|sub|mul|div|rcp|fma|sqrt)\\.rn|mov|neg|selp|setp\\.(eq|geu?|gtu?|leu?|ltu?|nan|neu|num)|cvt\\.rn|"
                                + "(ld|st)\\.(global|local)(\\.nc)?(\\.v2)?)\\.f64(\\.([su]64|s32))?|"
                                + "cvt\\.r[mpn]i\\.f64\\.f64|cvt\\.rzi\\.s64\\.f64|"
                                + "cvt\\.rn\\.f32\\.[fs]64|cvt\\.f64\\.f32|setp\\.nan\\.f32)\\s.*"));
    }
}
