package io.barograph.hadoop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The files of this machine. Hadoop's own class starts a process, {@code chmod}, for every file that it makes, where its native
 * library is not there: most of the time that a small job takes.
 */
public final class ThisMachine extends LocalFileSystem {
    public ThisMachine() {
        super(new Raw());
    }

    private static final class Raw extends RawLocalFileSystem {
        @Override
        public void setPermission(Path path, FsPermission permission) throws IOException {
            java.nio.file.Path file = pathToFile(path).toPath();
            if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
                Set<PosixFilePermission> all = EnumSet.noneOf(PosixFilePermission.class);
                add(all, permission.getUserAction(), "OWNER");
                add(all, permission.getGroupAction(), "GROUP");
                add(all, permission.getOtherAction(), "OTHERS");
                Files.setPosixFilePermissions(file, all);
            }
        }

        private static void add(Set<PosixFilePermission> all, FsAction action, String whose) {
            for (FsAction one : new FsAction[] {FsAction.READ, FsAction.WRITE, FsAction.EXECUTE}) {
                if (action.implies(one)) {
                    all.add(PosixFilePermission.valueOf(whose + "_" + one.name()));
                }
            }
        }
    }
}
