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
