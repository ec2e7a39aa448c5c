package io.barograph.testkit.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The corpus that ships with the test kit: one set of SQL cases for every engine. */
public final class Corpus {
    private static final String ROOT = "/io/barograph/testkit/corpus/";

    private Corpus() {}

    /** Every case of every file that {@code index.txt} names, in order. */
    public static List<CorpusCase> all() {
        List<CorpusCase> cases = new ArrayList<>();
        for (String file : files()) {
            cases.addAll(CorpusFile.parse(file, lines(file + ".slt")));
        }
        return cases;
    }

    /** The names of the files, as {@code area/file}. */
    public static List<String> files() {
        return lines("index.txt").stream().filter(line -> !line.isBlank()).toList();
    }

    static List<String> lines(String resource) {
        InputStream stream = Corpus.class.getResourceAsStream(ROOT + resource);
        if (stream == null) {
            throw new IllegalStateException("corpus file " + resource + " is missing; see index.txt");
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
