package io.barograph.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents show of Java compiles, with the imports and the coordinates that they name. */
class DocumentedExamplesTest {
    private static final Path REFERENCE = Path.of("../docs/reference/frame.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void examplesCompileWithTheImportsThatStandBeforeThem() throws IOException {
        List<String> examples = new ArrayList<>(examples(REFERENCE));
        String imports = examples.remove(0);
        assertThat(imports.lines()).allMatch(line -> line.startsWith("import "));
        examples.addAll(examples(Path.of("../README.md")));
        examples.addAll(examples(Path.of("../README.ko.md")));
        assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
        for (String example : examples) {
            assertThat(errors(imports + "class Example { void run() {\n" + example + "} }"))
                    .as(example)
                    .isEmpty();
        }
        assertThat(errors(imports + "class Example { Nothing nothing; }")).contains("Nothing");
    }

    /** In the table of verbs, too, of which an example has only some. */
    @Test
    void verbsCompileAsTheTableWritesThem() throws IOException {
        String fields = """
                java.util.Map<String, String> options;
                String file, query, zone;
                Duration length, size, step;
                Frame frame, other;
                java.io.OutputStream stream;
                """;
        List<String> calls = calls();
        assertThat(calls)
                .contains("frame.join(LEFT, other, \"a\")", "frame.along(\"t\").by(\"a\").runs(\"state\")")
                .hasSizeGreaterThan(35);
        StringBuilder statements = new StringBuilder();
        calls.forEach(call -> statements.append(call).append(";\n"));
        assertThat(errors(examples(REFERENCE).get(0) + "class Example {\n" + fields + "void run() {\n" + statements
                        + "} }"))
                .isEmpty();
    }

    /** The calls in the first column of the table, with something in place of each {@code …}. */
    private static List<String> calls() throws IOException {
        List<String> calls = new ArrayList<>();
        for (String line : Files.readAllLines(REFERENCE)) {
            if (!line.startsWith("| `")) {
                continue;
            }
            String cell = line.substring(1, line.indexOf(" | "));
            String receiver = cell.contains("along(") ? "frame.along(\"t\").by(\"a\")." : "frame.";
            for (Matcher code = Pattern.compile("`([A-Za-z][^`]*\\))`").matcher(cell); code.find(); ) {
                String call = code.group(1).replace("(…)", "(\"count(*)\")").replace("-> …", "-> {}");
                boolean whole = call.startsWith("Frame.") || call.startsWith("along(");
                calls.add(call.startsWith("Frame.") ? call : (whole ? "frame." : receiver) + call);
            }
        }
        calls.replaceAll(call -> call.startsWith("frame.read(") ? "Frame." + call.substring(6) : call);
        return calls;
    }

    @Test
    void theCoordinatesAreThoseOfThisModule() throws IOException {
        String module = Files.readString(Path.of("pom.xml"));
        Matcher version = Pattern.compile("<version>.*?</version>").matcher(module);
        assertThat(version.find()).isTrue();
        assertThat(module).contains("<artifactId>barograph-frame</artifactId>");
        assertThat(Files.readString(REFERENCE))
                .contains("<artifactId>barograph-frame</artifactId>\n  " + version.group());
    }

    private static List<String> examples(Path document) throws IOException {
        return JAVA.matcher(Files.readString(document))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private String errors(String text) throws IOException {
        Path source = Files.writeString(folder.resolve("Example.java"), text);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        return messages.toString();
    }
}
