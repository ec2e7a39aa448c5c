package io.barograph.engines;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks among a kit's jars first, and above them only for what is not there: so an engine finds the versions of libraries that it
 * was built with, whatever the command uses itself. What both sides must share is in no kit: our own rooms, the logging API, and
 * libraries with native code, which only one loader of a process may load.
 */
final class KitLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    KitLoader(String name, URL[] jars, ClassLoader above) {
        super(name, jars, above);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            Class<?> found = known == null ? own(name) : known;
            if (found == null) {
                return super.loadClass(name, resolve);
            }
            if (resolve) {
                resolveClass(found);
            }
            return found;
        }
    }

    private @Nullable Class<?> own(String name) {
        // The JDK's own cannot be taken from elsewhere.
        if (name.startsWith("java.")) {
            return null;
        }
        try {
            return findClass(name);
        } catch (ClassNotFoundException above) {
            return null;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
        all.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(all);
    }
}
