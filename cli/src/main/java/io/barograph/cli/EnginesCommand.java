package io.barograph.cli;

import io.barograph.core.device.Device;
import io.barograph.core.device.Devices;
import io.barograph.core.error.BarographException;
import io.barograph.engines.EngineInstaller;
import io.barograph.engines.EngineKit;
import io.barograph.engines.Engines;
import java.nio.file.Path;
import java.util.List;

/** {@code baro engines}: what works here, and {@code baro engines install} for what does not yet. */
final class EnginesCommand implements Command {
    private static final String INSTALL = "install";
    /** The root of the sources that the launcher belongs to. */
    private static final String ROOT_PROPERTY = "baro.root";

    private static final int COLUMN = 10;

    @Override
    public String name() {
        return "engines";
    }

    @Override
    public String summary() {
        return "which engines, file systems and GPU work here; also installs them";
    }

    @Override
    public List<String> usage() {
        return List.of("baro engines", "baro engines install NAME");
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public String details() {
        return """
                What is heavy is fetched only when you ask for it: by Maven, with the settings it has here
                (~/.m2/settings.xml, MAVEN_ARGS), into the folder 'engines' of BAROGRAPH_HOME (~/.local/share/barograph
                where that is not set). Installing again takes the place of what was there; to remove it, delete its folder.
                """;
    }

    @Override
    public int run(Arguments arguments, Console console) {
        List<String> words = arguments.operands();
        if (words.isEmpty()) {
            list(console);
        } else if (words.size() == 2 && words.get(0).equals(INSTALL)) {
            install(EngineKit.named(words.get(1)), console);
        } else {
            throw Arguments.invalid("baro engines, or baro engines install NAME; not: " + String.join(" ", words));
        }
        return 0;
    }

    private static void list(Console console) {
        console.println(line("local", "works: this machine's files, all its cores"));
        console.println(line("gpu", gpu()));
        Engines engines = Engines.ofUser();
        for (EngineKit kit : EngineKit.ALL) {
            String state = engines.isInstalled(kit)
                    ? "works: " + kit.brings() + "; installed in " + engines.folder(kit)
                    : "not installed: " + kit.brings() + "; install it: baro engines install " + kit.name();
            console.println(line(kit.name(), state));
        }
    }

    /** What {@code --gpu} would use, or why it cannot. */
    private static String gpu() {
        try (Device device = Devices.open()) {
            return "works: " + device.description();
        } catch (BarographException none) {
            return "none: " + none.getMessage();
        }
    }

    private static String line(String name, String state) {
        return name + " ".repeat(COLUMN - name.length()) + state;
    }

    private static void install(EngineKit kit, Console console) {
        console.err().println("fetching and building '" + kit.name() + "', once (about a minute)…");
        Path root = Path.of(System.getProperty(ROOT_PROPERTY, ""));
        Path folder = new EngineInstaller(root, Engines.ofUser()).install(kit);
        console.println(kit.name() + " is installed in " + folder + ": " + kit.brings());
    }
}
