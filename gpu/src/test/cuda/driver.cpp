// A driver of CUDA without a GPU, for tests: the functions that Barograph calls, and its kernels as g++ compiles them. It keeps the
// books of memory more strictly than a driver does: what is new is filled with rubbish, copies have to stay within one array, and what
// writes behind an array's end loses the device. Blocks and threads run one after another, in an order unlike any that the
// kernels could count on. What streams are given is done as late as anybody who waits allows, so that who forgets to wait finds rubbish; a
// buffer that is changed before its copy was waited for loses the device, too. Calls of a thread without a context fail. Tests have calls
// fail by standin_fail.
//
// g++ -std=c++17 -O2 -ffp-contract=off -shared -fPIC -o libstandin.so driver.cpp
#include "cuda_on_cpu.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kernels.inc"

typedef int CUresult;
enum {
    SUCCESS = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    INVALID_CONTEXT = 201,
    INVALID_HANDLE = 400,
    ECC_UNCORRECTABLE = 214,
    INVALID_PTX = 218,
    NOT_FOUND = 500,
    ILLEGAL_ADDRESS = 700,
    NOT_SUPPORTED = 801
};

// ---- Failures on demand ----------------------------------------------------------------------------

static std::string failing;
static int calls_left;
static CUresult failure;
// Of a device that was lost: every call returns it until its context is destroyed.
static CUresult lost;

static bool loses_device(CUresult result) { return (result >= ILLEGAL_ADDRESS && result < NOT_SUPPORTED) || result == ECC_UNCORRECTABLE; }

// Of threads that use the device side by side one is in here at a time.
static std::recursive_mutex entrance;
static thread_local void *current;

static CUresult enter(const char *function) {
    if (lost != SUCCESS) return lost;
    if (failing != function || --calls_left > 0) return SUCCESS;
    failing.clear();
    if (loses_device(failure)) lost = failure;
    return failure;
}

#define ENTER                                            \
    std::lock_guard<std::recursive_mutex> guard(entrance); \
    if (CUresult entered = enter(__func__); entered != SUCCESS) return entered

#define ENTER_CONTEXT \
    ENTER;            \
    if (current == nullptr) return INVALID_CONTEXT

// ---- Memory ----------------------------------------------------------------------------------------

static const unsigned char RUBBISH = 0xA5;
static const size_t FENCE = 64;
static size_t capacity = size_t(1) << 30;
static size_t allocated;
static std::map<uint64_t, size_t> arrays;

static bool is_within(uint64_t address, size_t bytes) {
    auto behind = arrays.upper_bound(address);
    if (behind == arrays.begin()) return false;
    auto array = std::prev(behind);
    return address + bytes <= array->first + array->second;
}

static bool fences_stand() {
    for (auto &array : arrays) {
        auto fence = reinterpret_cast<const unsigned char *>(array.first) + array.second;
        for (size_t i = 0; i < FENCE; i++) {
            if (fence[i] != RUBBISH) return false;
        }
    }
    return true;
}

static void free_array(std::map<uint64_t, size_t>::iterator array) {
    std::free(reinterpret_cast<void *>(array->first));
    allocated -= array->second;
    arrays.erase(array);
}

// ---- Streams ---------------------------------------------------------------------------------------

struct Stream {
    std::deque<std::function<void()>> pending;
    uint64_t done = 0, given = 0;
};

struct Event {
    Stream *stream = nullptr;
    uint64_t place = 0;
};

static std::set<Stream *> streams;
static std::set<Event *> events;
static std::map<uint64_t, size_t> pinned;

static void give(Stream *stream, std::function<void()> work) {
    stream->pending.push_back(std::move(work));
    stream->given++;
}

/** Does what a stream was given, up to a place; where the device is lost on the way, nothing more. */
static void run(Stream *stream, uint64_t place) {
    while (stream->done < place) {
        auto work = std::move(stream->pending.front());
        stream->pending.pop_front();
        stream->done++;
        if (lost == SUCCESS) work();
    }
}

static void run_all() {
    for (Stream *stream : streams) run(stream, stream->given);
}

static bool is_pinned(const void *buffer, size_t bytes) {
    auto address = reinterpret_cast<uint64_t>(buffer);
    auto behind = pinned.upper_bound(address);
    if (behind == pinned.begin()) return false;
    auto found = std::prev(behind);
    return address + bytes <= found->first + found->second;
}

static void free_all() {
    for (Stream *stream : streams) delete stream;
    for (Event *event : events) delete event;
    for (auto &buffer : pinned) std::free(reinterpret_cast<void *>(buffer.first));
    streams.clear();
    events.clear();
    pinned.clear();
    while (!arrays.empty()) free_array(arrays.begin());
}

#include "blocks.inc"

extern "C" {

// ---- For tests -------------------------------------------------------------------------------------

/** Has a later call of a function fail: the next one by 1. */
void standin_fail(const char *function, int call, CUresult result) {
    failing = function;
    calls_left = call;
    failure = result;
}

void standin_set_memory(size_t bytes) { capacity = bytes; }

/** Bytes that nobody has freed, those of pinned memory among them; and one for each stream and event. */
int64_t standin_allocated() {
    int64_t bytes = allocated + streams.size() + events.size();
    for (auto &buffer : pinned) bytes += buffer.second;
    return bytes;
}

// ---- The driver ------------------------------------------------------------------------------------

CUresult cuInit(unsigned int) {
    ENTER;
    return SUCCESS;
}

CUresult cuDriverGetVersion(int *version) {
    ENTER;
    *version = 13000;
    return SUCCESS;
}

CUresult cuGetErrorString(CUresult, const char **text) {
    *text = "as the test wishes";
    return SUCCESS;
}

CUresult cuGetErrorName(CUresult, const char **text) {
    *text = "CUDA_ERROR_STANDIN";
    return SUCCESS;
}

CUresult cuDeviceGetCount(int *count) {
    ENTER;
    *count = 1;
    return SUCCESS;
}

CUresult cuDeviceGet(int *device, int number) {
    ENTER;
    if (number != 0) return INVALID_VALUE;
    *device = 0;
    return SUCCESS;
}

CUresult cuDeviceGetName(char *name, int length, int) {
    ENTER;
    std::strncpy(name, "stand-in for a GPU", length);
    return SUCCESS;
}

CUresult cuDeviceTotalMem_v2(size_t *bytes, int) {
    ENTER;
    *bytes = capacity;
    return SUCCESS;
}

CUresult cuDeviceGetAttribute(int *value, int attribute, int) {
    ENTER;
    switch (attribute) {
        case 13: *value = 1000000; return SUCCESS; // kHz
        case 16: *value = 1; return SUCCESS;       // multiprocessors
        case 75: *value = 7; return SUCCESS;       // compute capability
        case 76: *value = 5; return SUCCESS;
        default: return INVALID_VALUE;
    }
}

static char context;

CUresult cuCtxCreate_v2(void **created, unsigned int, int) {
    ENTER;
    *created = current = &context;
    return SUCCESS;
}

CUresult cuCtxSetCurrent(void *wanted) {
    ENTER;
    if (wanted != &context) return INVALID_CONTEXT;
    current = wanted;
    return SUCCESS;
}

/** Frees all memory, as a driver does. */
CUresult cuCtxDestroy_v2(void *destroyed) {
    std::lock_guard<std::recursive_mutex> guard(entrance);
    if (destroyed != &context) return INVALID_CONTEXT;
    free_all();
    current = nullptr;
    return std::exchange(lost, SUCCESS);
}

CUresult cuCtxSynchronize() {
    ENTER_CONTEXT;
    run_all();
    return lost;
}

/** Keeps the text, so that only kernels are found that it has. */
CUresult cuModuleLoadData(void **module, const void *image) {
    ENTER_CONTEXT;
    std::string text(static_cast<const char *>(image));
    if (text.find("\n.version ") == std::string::npos) return INVALID_PTX;
    *module = new std::string(std::move(text));
    return SUCCESS;
}

CUresult cuModuleUnload(void *module) {
    delete static_cast<std::string *>(module);
    ENTER;
    return SUCCESS;
}

/** The kernel of this name, if the PTX has it with as many parameters as the source. */
CUresult cuModuleGetFunction(const void **function, void *module, const char *name) {
    ENTER_CONTEXT;
    const std::string &text = *static_cast<std::string *>(module);
    for (const Kernel &kernel : KERNELS) {
        std::string parameter = std::string(name) + "_param_";
        if (std::strcmp(kernel.name, name) == 0 && text.find(std::string(".entry ") + name + "(") != std::string::npos
                && text.find(parameter + std::to_string(kernel.parameters - 1)) != std::string::npos
                && text.find(parameter + std::to_string(kernel.parameters)) == std::string::npos) {
            *function = &kernel;
            return SUCCESS;
        }
    }
    return NOT_FOUND;
}

CUresult cuMemAlloc_v2(uint64_t *address, size_t bytes) {
    ENTER_CONTEXT;
    if (bytes == 0) return INVALID_VALUE;
    if (bytes > capacity - allocated) return OUT_OF_MEMORY;
    void *memory = std::malloc(bytes + FENCE);
    std::memset(memory, RUBBISH, bytes + FENCE);
    *address = reinterpret_cast<uint64_t>(memory);
    arrays[*address] = bytes;
    allocated += bytes;
    return SUCCESS;
}

CUresult cuMemFree_v2(uint64_t address) {
    ENTER_CONTEXT;
    auto array = arrays.find(address);
    if (array == arrays.end()) return INVALID_VALUE;
    run_all();
    free_array(array);
    return lost;
}

CUresult cuMemcpyHtoD_v2(uint64_t to, const void *from, size_t bytes) {
    ENTER_CONTEXT;
    if (!is_within(to, bytes)) return INVALID_VALUE;
    std::memcpy(reinterpret_cast<void *>(to), from, bytes);
    return SUCCESS;
}

CUresult cuMemcpyDtoH_v2(void *to, uint64_t from, size_t bytes) {
    ENTER_CONTEXT;
    if (!is_within(from, bytes)) return INVALID_VALUE;
    std::memcpy(to, reinterpret_cast<const void *>(from), bytes);
    return SUCCESS;
}

CUresult cuMemsetD32_v2(uint64_t address, unsigned int word, size_t count) {
    ENTER_CONTEXT;
    if (!is_within(address, count * 4)) return INVALID_VALUE;
    std::fill_n(reinterpret_cast<unsigned int *>(address), count, word);
    return SUCCESS;
}

CUresult cuMemAllocHost_v2(void **buffer, size_t bytes) {
    ENTER_CONTEXT;
    if (bytes == 0) return INVALID_VALUE;
    *buffer = std::malloc(bytes);
    std::memset(*buffer, RUBBISH, bytes);
    pinned[reinterpret_cast<uint64_t>(*buffer)] = bytes;
    return SUCCESS;
}

CUresult cuMemFreeHost(void *buffer) {
    ENTER_CONTEXT;
    auto found = pinned.find(reinterpret_cast<uint64_t>(buffer));
    if (found == pinned.end()) return INVALID_VALUE;
    run_all();
    std::free(buffer);
    pinned.erase(found);
    return lost;
}

CUresult cuStreamCreate(Stream **stream, unsigned int) {
    ENTER_CONTEXT;
    streams.insert(*stream = new Stream());
    return SUCCESS;
}

CUresult cuStreamDestroy_v2(Stream *stream) {
    ENTER_CONTEXT;
    if (streams.erase(stream) == 0) return INVALID_HANDLE;
    run(stream, stream->given);
    delete stream;
    return lost;
}

CUresult cuStreamSynchronize(Stream *stream) {
    ENTER_CONTEXT;
    if (streams.count(stream) == 0) return INVALID_HANDLE;
    run(stream, stream->given);
    return lost;
}

CUresult cuStreamWaitEvent(Stream *stream, Event *event, unsigned int) {
    ENTER_CONTEXT;
    if (streams.count(stream) == 0 || events.count(event) == 0) return INVALID_HANDLE;
    Event now = *event;
    give(stream, [now] {
        if (streams.count(now.stream) != 0) run(now.stream, now.place);
    });
    return SUCCESS;
}

CUresult cuEventCreate(Event **event, unsigned int) {
    ENTER_CONTEXT;
    events.insert(*event = new Event());
    return SUCCESS;
}

CUresult cuEventDestroy_v2(Event *event) {
    ENTER_CONTEXT;
    if (events.erase(event) == 0) return INVALID_HANDLE;
    delete event;
    return SUCCESS;
}

CUresult cuEventRecord(Event *event, Stream *stream) {
    ENTER_CONTEXT;
    if (streams.count(stream) == 0 || events.count(event) == 0) return INVALID_HANDLE;
    *event = {stream, stream->given};
    return SUCCESS;
}

CUresult cuEventSynchronize(Event *event) {
    ENTER_CONTEXT;
    if (events.count(event) == 0) return INVALID_HANDLE;
    if (streams.count(event->stream) != 0) run(event->stream, event->place);
    return lost;
}

/** Only from pinned memory, as only that is copied beside what the caller does next. */
CUresult cuMemcpyHtoDAsync_v2(uint64_t to, const void *from, size_t bytes, Stream *stream) {
    ENTER_CONTEXT;
    if (streams.count(stream) == 0 || !is_within(to, bytes) || !is_pinned(from, bytes)) return INVALID_VALUE;
    auto first = static_cast<const char *>(from);
    give(stream, [=, given = std::vector<char>(first, first + bytes)] {
        if (std::memcmp(from, given.data(), bytes) != 0) lost = ILLEGAL_ADDRESS;
        std::memcpy(reinterpret_cast<void *>(to), from, bytes);
    });
    return SUCCESS;
}

/** Until it is done there is rubbish. */
CUresult cuMemcpyDtoHAsync_v2(void *to, uint64_t from, size_t bytes, Stream *stream) {
    ENTER_CONTEXT;
    if (streams.count(stream) == 0 || !is_within(from, bytes) || !is_pinned(to, bytes)) return INVALID_VALUE;
    std::memset(to, RUBBISH, bytes);
    give(stream, [=] { std::memcpy(to, reinterpret_cast<const void *>(from), bytes); });
    return SUCCESS;
}

CUresult cuMemsetD32Async(uint64_t address, unsigned int word, size_t count, Stream *stream) {
    ENTER_CONTEXT;
    if (streams.count(stream) == 0 || !is_within(address, count * 4)) return INVALID_VALUE;
    give(stream, [=] { std::fill_n(reinterpret_cast<unsigned int *>(address), count, word); });
    return SUCCESS;
}

/** Without a stream at once; else when that comes to it, with the parameters of now. */
CUresult cuLaunchKernel(const Kernel *kernel, unsigned int width, unsigned int height, unsigned int depth, unsigned int threads,
                        unsigned int threads_y, unsigned int threads_z, unsigned int, Stream *stream, void **parameters, void **) {
    ENTER_CONTEXT;
    if (width == 0 || width > 0x7FFFFFFF || height == 0 || height > 65535 || depth != 1 || threads == 0
            || threads * threads_y * threads_z > 1024 || threads_y == 0 || threads_z != 1) {
        return INVALID_VALUE;
    }
    if (stream == nullptr) {
        launch(kernel, width, height, threads, threads_y, parameters);
        return lost;
    }
    if (streams.count(stream) == 0) return INVALID_HANDLE;
    // Every parameter of Barograph's kernels has room in eight bytes.
    std::vector<uint64_t> values(kernel->parameters);
    for (int i = 0; i < kernel->parameters; i++) values[i] = *static_cast<uint64_t *>(parameters[i]);
    give(stream, [=]() mutable {
        std::vector<void *> pointers;
        for (uint64_t &value : values) pointers.push_back(&value);
        launch(kernel, width, height, threads, threads_y, pointers.data());
    });
    return SUCCESS;
}

#define UNUSED(name) \
    CUresult name() { return NOT_SUPPORTED; }
#include "unused.inc"
}
