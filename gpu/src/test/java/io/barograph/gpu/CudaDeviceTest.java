package io.barograph.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.device.Device;
import io.barograph.core.device.Devices;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.pairs.ProfileArrays;
import io.barograph.core.pairs.ProfileWork;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lwjgl.system.Configuration;

/** What the device says of itself, and that no failure of a call passes in silence or leaves memory behind. */
@Tag("thorough")
class CudaDeviceTest {
    private static final long MEMORY = 1L << 30;

    @BeforeEach
    void aDevice() {
        StandIn.use();
    }

    @AfterEach
    void whole() {
        if (!StandIn.isReady()) {
            return;
        }
        StandIn.setMemory(MEMORY);
        StandIn.fail("none", 1, 0);
    }

    private static void compare(Device device) {
        ProfileArrays arrays = new ProfileWork(HostileSeries.WALK.readings(3_000, new Random(1)), 20).arrays();
        int windows = arrays.means().length;
        device.compareWindows(arrays, new double[windows], new int[windows], pairs -> {});
    }

    @Test
    void itIsFoundAndDescribed() {
        try (Device device = Devices.open()) {
            assertThat(device.description())
                    .hasToString("stand-in for a GPU, 1.0 GiB, compute capability 7.5, CUDA driver 13.0");
            assertThat(device.description().doubleOperations()).isEqualTo(2e9);
            assertThat(device.description().cacheBytes()).isEqualTo(128e9);
        }
    }

    /** Whoever can write there could bring code of his own. */
    @Test
    void librariesAreLoadedFromAFolderOfItsOwn() {
        Devices.open().close();
        Path folder = Path.of(Configuration.SHARED_LIBRARY_EXTRACT_PATH.get());
        assertThat(folder.getFileName().toString()).startsWith("barograph-gpu");
        assertThat(folder).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "cuMemAlloc_v2, 1",
        "cuMemAlloc_v2, 7",
        "cuMemcpyHtoD_v2, 2",
        "cuMemsetD32_v2, 1",
        "cuModuleLoadData, 1",
        "cuModuleGetFunction, 2",
        "cuLaunchKernel, 1",
        "cuLaunchKernel, 2",
        "cuCtxSynchronize, 2",
        "cuMemcpyDtoH_v2, 1",
        "cuMemcpyDtoH_v2, 2"
    })
    void aDeviceThatIsLostEndsTheComputationAndTheNextOneWorks(String function, int call) {
        try (Device device = Devices.open()) {
            StandIn.fail(function, call, StandIn.LOST);
            assertThatThrownBy(() -> compare(device))
                    .isInstanceOfSatisfying(
                            BarographException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                    .hasMessageContainingAll("the GPU failed at ", "CUDA_ERROR_STANDIN", "without --gpu the CPU");
        }
        assertThat(StandIn.allocated()).isZero();
        try (Device device = Devices.open()) {
            compare(device);
        }
    }

    @ParameterizedTest
    @CsvSource({"cuMemAlloc_v2, 1", "cuMemAlloc_v2, 6", "cuLaunchKernel, 1"})
    void memoryThatDoesNotSufficeIsSaidAndGivenBack(String function, int call) {
        try (Device device = Devices.open()) {
            StandIn.fail(function, call, StandIn.OUT_OF_MEMORY);
            assertThatThrownBy(() -> compare(device))
                    .isInstanceOfSatisfying(
                            BarographException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY))
                    .hasMessageContainingAll("the GPU's memory does not suffice for ", "without --gpu the CPU");
            assertThat(StandIn.allocated()).isZero();
            compare(device);
        }
    }

    @Test
    void aSmallDeviceSaysHowMuchItLacks() {
        StandIn.setMemory(100_000);
        try (Device device = Devices.open()) {
            assertThatThrownBy(() -> compare(device)).hasMessageContaining("does not suffice for 1 MiB more");
            assertThat(StandIn.allocated()).isZero();
        }
    }

    @Test
    void aTimeOutAndAnOldDriverAreTold() {
        try (Device device = Devices.open()) {
            StandIn.fail("cuCtxSynchronize", 1, StandIn.LAUNCH_TIMEOUT);
            assertThatThrownBy(() -> compare(device))
                    .hasMessageContaining("the GPU's driver ended find_greatest, which took it too long");
        }
        try (Device device = Devices.open()) {
            StandIn.fail("cuModuleLoadData", 1, StandIn.UNSUPPORTED_PTX);
            assertThatThrownBy(() -> compare(device)).hasMessageContaining("driver is too old");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cuInit, NVIDIA's driver finds no GPU that works",
        "cuDeviceGetCount, the GPU failed at counting GPUs",
        "cuDeviceGet, the GPU failed at asking for the first GPU",
        "cuDeviceGetName, the GPU failed at asking",
        "cuDeviceTotalMem_v2, the GPU failed at asking",
        "cuDriverGetVersion, the GPU failed at asking",
        "cuDeviceGetAttribute, the GPU failed at asking",
        "cuCtxCreate_v2, the GPU failed at opening stand-in for a GPU"
    })
    void aDriverThatFailsIsNoDevice(String function, String said) {
        Devices.open().close();
        StandIn.fail(function, 1, 999);
        assertThatThrownBy(Devices::open)
                .isInstanceOfSatisfying(
                        BarographException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageStartingWith(said);
    }

    @Test
    void whoWatchesCanEndIt() {
        try (Device device = Devices.open()) {
            ProfileArrays arrays = new ProfileWork(HostileSeries.WALK.readings(3_000, new Random(1)), 20).arrays();
            int windows = arrays.means().length;
            BarographException enough = new BarographException(ErrorCode.CANCELLED, "enough");
            assertThatThrownBy(() -> device.compareWindows(arrays, new double[windows], new int[windows], pairs -> {
                        throw enough;
                    }))
                    .isSameAs(enough);
            assertThat(StandIn.allocated()).isZero();
        }
    }
}
