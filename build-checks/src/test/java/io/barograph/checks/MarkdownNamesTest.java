package io.barograph.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documentation that names what is no longer there fails the build: classes, paths and links in every Markdown file. */
class MarkdownNamesTest {
    private static final Path ROOT = Tree.root();
    /** {@code SomeClass} in backquotes: two humps at least, so that SQL's words are not taken for classes. */
    private static final Pattern CLASS =
            Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)(?:\\.[a-z]\\w*(?:\\(.*?\\))?)?`");

    private static final Pattern QUALIFIED = Pattern.compile("`(io\\.barograph(?:\\.\\w+)+)`");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|mailto:|#)([^)#\\s]+)(?:#[^)]*)?\\)");
    /** A path in backquotes that starts in one of our folders. */
    private static final Pattern PATH = Pattern.compile(
            "`((?:core|engines|sql|formats|connectors|local|gpu|spark|frame|python|cli|testkit|oracle|bench|build-checks|docs|\\.ci)/[\\w./-]+)`");

    /** Names of others that look like classes of ours. */
    private static final Set<String> FOREIGN = Set.of(
            "NaN",
            "DataFrame",
            "ServiceLoader",
            "VarHandle",
            "StrictMath",
            "BigInteger",
            "BigDecimal",
            "InfluxDB",
            "DuckDB");

    @Test
    void everyClassNamedInTheDocumentationExists() throws IOException {
        Set<String> classes = javaFiles()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            for (String name : matches(CLASS, page)) {
                if (!classes.contains(name) && !FOREIGN.contains(name)) {
                    missing.add(ROOT.relativize(page) + ": " + name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void theIndexNamesEveryPage() throws IOException {
        Path docs = ROOT.resolve("docs");
        Set<String> named = Set.copyOf(matches(LINK, docs.resolve("README.md")));
        List<String> missing = pages().stream()
                .filter(page -> page.startsWith(docs))
                .map(page -> docs.relativize(page).toString())
                .filter(page -> !page.equals("README.md") && !named.contains(page))
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void everyQualifiedNameExists() throws IOException {
        Set<String> files = javaFiles().map(Path::toString).collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            for (String name : matches(QUALIFIED, page)) {
                String path = name.replace('.', '/');
                boolean known = files.stream()
                        .anyMatch(file -> file.contains("/" + path + "/") || file.endsWith(path + ".java"));
                if (!known) {
                    missing.add(ROOT.relativize(page) + ": " + name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyPathAndLinkLeadsSomewhere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            for (String path : matches(PATH, page)) {
                if (!Files.exists(ROOT.resolve(path))) {
                    missing.add(ROOT.relativize(page) + ": " + path);
                }
            }
            for (String link : matches(LINK, page)) {
                if (!Files.exists(page.resolveSibling(link).normalize())) {
                    missing.add(ROOT.relativize(page) + ": " + link);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyPackageIsDescribed() throws IOException {
        List<String> bare = javaFiles()
                .filter(file -> file.toString().contains("/src/main/"))
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                .map(folder -> ROOT.relativize(folder).toString())
                .toList();
        assertThat(bare).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Tree.files()) {
            return files.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }

    private static Stream<Path> javaFiles() throws IOException {
        return Tree.files().filter(file -> file.toString().endsWith(".java"));
    }

    private static Set<String> matches(Pattern pattern, Path page) throws IOException {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(Files.readString(page));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
