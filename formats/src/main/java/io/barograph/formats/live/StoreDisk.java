package io.barograph.formats.live;

import io.barograph.formats.store.FileStore;
import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.StoredBytes;
import io.barograph.formats.store.StoredFile;
import io.barograph.formats.store.StoredOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The stores that names belong to, each found when it is first used: whoever only describes a folder needs none. */
final class StoreDisk implements Disk {
    @Override
    public void makeFolders(String folder) throws IOException {
        FileStores.of(folder).makeFolders(folder);
    }

    @Override
    public StoredOutput create(String file) throws IOException {
        return FileStores.of(file).createNew(file);
    }

    @Override
    public void move(String from, String to) throws IOException {
        FileStores.of(from).move(from, to);
    }

    @Override
    public void delete(String file) throws IOException {
        FileStores.of(file).delete(file);
    }

    @Override
    public void force(String folder) throws IOException {
        FileStores.of(folder).force(folder);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        FileStore store = FileStores.of(folder);
        List<String> names = new ArrayList<>();
        store.walk(folder, 1, found -> names.add(store.lastOf(found.name())));
        return names;
    }

    @Override
    public boolean isFolder(String name) throws IOException {
        StoredFile found = FileStores.of(name).find(name);
        return found != null && found.isFolder();
    }

    @Override
    public long size(String file) throws IOException {
        return FileStores.size(file);
    }

    @Override
    public String read(String file) throws IOException {
        try (StoredBytes bytes = FileStores.open(file)) {
            byte[] all = new byte[Math.toIntExact(bytes.size())];
            return new String(all, 0, bytes.readAll(0, all, 0, all.length), StandardCharsets.UTF_8);
        }
    }
}
