package io.barograph.cli;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.live.LiveHost;
import io.barograph.local.live.MicroBatchHost;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a kit brings. Engines look for classes where their thread says: while they work, in the kit. So every call to a host of a kit
 * goes through here, and a {@link Cancellation} that is an argument of it is requested there. One within another argument, as in that of
 * {@link MicroBatchHost#run}, is handed over as it is: the host looks at it.
 *
 * @param kit the kit's classes
 * @param engine its name
 */
record KitServices(ClassLoader kit, String engine) {
    /**
     * A host of the kit.
     *
     * @param providers the service that opens it
     * @param isOfEngine whether a provider is the engine's
     * @param host an interface, whose every method is called within the kit
     * @param does what such a host does, for the message
     * @throws BarographException NOT_SUPPORTED where the kit is of another version and has no such service
     */
    <P, H> H open(Class<P> providers, Predicate<P> isOfEngine, Function<P, H> open, Class<H> host, String does) {
        for (P provider : ServiceLoader.load(providers, kit)) {
            if (isOfEngine.test(provider)) {
                return within(host, within(() -> open.apply(provider)));
            }
        }
        throw new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "what is installed for '" + engine + "' does not " + does + "; install it again: baro engines install "
                        + engine);
    }

    private <H> H within(Class<H> type, H host) {
        InvocationHandler calls = (proxy, method, arguments) -> within(() -> call(host, method, arguments));
        return type.cast(Proxy.newProxyInstance(KitServices.class.getClassLoader(), new Class<?>[] {type}, calls));
    }

    private @Nullable Object call(Object host, Method method, Object @Nullable [] arguments) {
        Object[] asked = arguments == null ? new Object[0] : arguments;
        Cancellation ours = new Cancellation();
        Cancellation theirs = Arrays.stream(asked)
                .filter(Cancellation.class::isInstance)
                .map(Cancellation.class::cast)
                .findFirst()
                .orElseGet(Cancellation::new);
        Object[] given = Arrays.stream(asked)
                .map(argument -> argument == theirs ? ours : argument)
                .toArray();
        try (Cancellation.Watch watch = theirs.whenRequested(() -> request(ours))) {
            Object result = method.invoke(host, given);
            return result instanceof LiveHost live ? within(LiveHost.class, live) : result;
        } catch (InvocationTargetException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            } else if (failed.getCause() instanceof RuntimeException told) {
                throw told;
            }
            throw new IllegalStateException("hosts throw what is unchecked", failed.getCause());
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException("hosts' interfaces are public", hidden);
        }
    }

    /** By a thread that knows nothing of the kit. */
    private void request(Cancellation cancellation) {
        within(() -> {
            cancellation.request();
            return cancellation;
        });
    }

    private <T extends @Nullable Object> T within(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(kit);
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
