package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.formats.FileCatalog;
import io.barograph.sql.ValueFinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jline.reader.Candidate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellTest {
    @TempDir
    Path folder;

    private final Session baro = new Session();
    private String file = "";

    @BeforeEach
    void writeReadings() throws IOException {
        file = Files.writeString(folder.resolve("readings.csv"), """
                        timestamp,device_id,temperature
                        2023-01-01 00:00:00,1,20.5
                        2023-01-01 00:10:00,2,21.25
                        """).toString();
    }

    private int type(String text) {
        return baro.withInput(text.replace("FILE", file).replace("FOLDER", folder.toString()))
                .run();
    }

    @Test
    void onceIsForTheNextAnswerAlone() throws IOException {
        assertThat(type("""
                .once FOLDER/one.csv
                SELECT 1 AS one;
                SELECT 2 AS two;
                """)).isZero();
        assertThat(folder.resolve("one.csv")).hasContent("one\n1");
        assertThat(baro.out()).isEqualTo("two\n2\n");
        assertThat(baro.err()).contains("one.csv\n").doesNotContain("takes its place");
        assertThat(type(".once\n")).isEqualTo(2);
        assertThat(baro.err()).contains(".once needs a file");
    }

    /** As in other shells, and as people try who have found no way out. */
    @Test
    void quitExitAndHelpAloneAreCommands() {
        for (String word : List.of("quit", "EXIT;", " exit ", ".quit")) {
            assertThat(type("SELECT 1 AS one;\n" + word + "\nSELECT 2 AS two;\n"))
                    .isZero();
            assertThat(baro.out()).as(word).isEqualTo("one\n1\n");
        }
        assertThat(type("help\n")).isZero();
        assertThat(baro.out()).contains(".tables").contains("SQL ends with a semicolon");
        assertThat(type("SELECT 1 AS\nhelp\n;\n")).isZero();
        assertThat(baro.out()).isEqualTo("help\n1\n");
    }

    @Test
    void whatTheNextAnswerCouldNotBeIsRefusedAtOnce() {
        assertThat(type(".mode parquet\n")).isEqualTo(2);
        assertThat(baro.err()).contains("parquet is no text for a screen; name a file: .output answer.parquet");
        assertThat(type(".output FOLDER/none/x.csv\n")).isEqualTo(2);
        assertThat(baro.err()).contains("none/x.csv': its folder does not exist");
        assertThat(type(".once FOLDER/none/x.csv\n")).isEqualTo(2);
        assertThat(type(".once FOLDER/x.parquet\nSELECT 1 AS one;\n")).isZero();
    }

    @Test
    void theStartFileStandsInTheHomeFolder() throws IOException {
        Map<String, String> environment = Map.of("HOME", folder.toString());
        assertThat(ShellCommand.startFile(environment)).isEmpty();
        Path start = Files.writeString(folder.resolve(".barographrc"), ".timer on\n");
        assertThat(ShellCommand.startFile(environment)).contains(start.toString());
        assertThat(ShellCommand.startFile(Map.of())).isEmpty();
    }

    @Test
    void statementsComeByAPipe() throws IOException {
        assertThat(type("""
                CREATE TABLE r WITH ('path' = 'FILE');
                -- a view; of warm readings
                CREATE VIEW warm AS SELECT * FROM r
                  WHERE temperature > 21;
                SELECT device_id FROM warm; SELECT ';' AS semicolon;
                .mode jsonl
                .timer on
                SELECT count(*) AS n FROM r;
                .schema warm
                INSERT INTO 'FOLDER/out.csv' SELECT device_id FROM warm;
                .output FOLDER/x.csv
                SELECT 3 AS three;
                .output
                .mode csv
                SHOW TABLES;
                .quit
                SELECT nonsense
                """)).as(baro.err()).isZero();
        assertThat(baro.out()).isEqualTo("""
                        device_id
                        2
                        semicolon
                        ;
                        {"n":2}
                        timestamp TIMESTAMP
                        device_id BIGINT
                        temperature DOUBLE
                        table
                        r
                        warm
                        """);
        assertThat(Files.readString(folder.resolve("out.csv"))).isEqualTo("device_id\n2\n");
        assertThat(Files.readString(folder.resolve("x.csv"))).isEqualTo("three\n3\n");
    }

    @Test
    void aFileIsWrittenByItsEndingWhateverTheModeIs() throws IOException {
        assertThat(type("""
                .mode box
                .once FOLDER/one.parquet
                SELECT 7 AS y;
                .output FOLDER/two.md
                SELECT 8 AS y;
                .mode jsonl
                .output FOLDER/three
                SELECT 9 AS y;
                .output
                SELECT y + 1 AS more FROM 'FOLDER/one.parquet';
                .once FOLDER/five.csv.gz
                SELECT 10 AS y;
                SELECT y AS packed FROM 'FOLDER/five.csv.gz';
                .output FOLDER/four.csv
                .mode nonsense
                """)).isEqualTo(2);
        assertThat(baro.out()).isEqualTo("{\"more\":8}\n{\"packed\":10}\n");
        assertThat(Files.readAllBytes(folder.resolve("five.csv.gz"))).startsWith(0x1f, 0x8b);
        assertThat(folder.resolve("two.md")).content().contains("| y |");
        assertThat(folder.resolve("three")).hasContent("{\"y\":9}");
        assertThat(baro.err()).contains(".mode expects one of box, line,", "not 'nonsense'");
    }

    @Test
    void aPipeEndsAtItsFirstErrorWithItsPlace() {
        assertThat(type("SELECT 1 AS a;\nSELECT\n  temprature FROM 'FILE';\nSELECT 2 AS b;\n"))
                .isEqualTo(2);
        assertThat(baro.out()).isEqualTo("a\n1\n");
        assertThat(baro.err()).contains("did you mean temperature?", "line 2:   temprature FROM", "^");
        assertThat(type(".mod csv\n")).isEqualTo(2);
        assertThat(baro.err()).contains("there is no command .mod; did you mean .mode?");
        assertThat(type(".mode xml\nSELECT 1;")).isEqualTo(2);
        assertThat(type(".timer maybe\n")).isEqualTo(2);
        assertThat(type(".read FOLDER/nowhere.sql\n")).isEqualTo(3);
        assertThat(type(".read\n")).isEqualTo(2);
        assertThat(baro.err()).contains(".read needs a file, as in .read views.sql");
    }

    @Test
    void errorsOfAFileNameItsLine() throws IOException {
        Files.writeString(
                folder.resolve("bad.sql"), "SELECT 1 AS a;\n-- next\nSELECT\n  temprature FROM '" + file + "';\n");
        assertThat(type(".read FOLDER/bad.sql\n")).isEqualTo(2);
        assertThat(baro.err()).contains("bad.sql:4:3: there is no column temprature", "line 4:   temprature FROM", "^");
    }

    @Test
    void aFileIsReadIntoTheSession() throws IOException {
        Files.writeString(folder.resolve("views.sql"), "CREATE VIEW one AS SELECT 1 AS n;\n.maxrows 5\n");
        assertThat(type(".read FOLDER/views.sql\nSELECT n FROM one"))
                .as(baro.err())
                .isZero();
        assertThat(baro.out()).isEqualTo("n\n1\n");
    }

    @Test
    void nothingOnStandardInputGetsTheOverview() {
        assertThat(type("")).isZero();
        assertThat(baro.out()).contains("baro COMMAND --help");
    }

    @Test
    void aStatementIsCompleteAtASemicolonThatIsPartOfNothing() {
        assertThat(List.of(
                        "SELECT 1;", "SELECT 1; -- done", ".help", "", "SELECT ';';", "SELECT 1; /* x */ ", "a';\n';"))
                .allMatch(SqlSpans::isComplete);
        assertThat(List.of("SELECT 1", "SELECT ';", "SELECT 1 -- ;", "SELECT \"a;", "SELECT 1; /* ", "SELECT `;"))
                .noneMatch(SqlSpans::isComplete);
    }

    @Test
    void completionKnowsTablesColumnsAndFunctions() {
        io.barograph.sql.Session session =
                new io.barograph.sql.Session(new FileCatalog(), ValueFinder.NONE, name -> name);
        session.bind("CREATE VIEW warm AS SELECT device_id AS \"the device\", temperature FROM '" + file + "'");
        assertThat(completed(session, "SELECT te", " FROM '" + file + "'")).contains("temperature", "timestamp");
        assertThat(completed(session, "SELECT x FROM warm w WHERE ", "")).contains("\"the device\"", "avg(", "upper(");
        assertThat(completed(session, "SELECT x FROM wa", "")).contains("warm").doesNotContain("avg(");
        assertThat(completed(session, "SELECT x FROM '" + folder + "/", "")).containsExactly(file);
        assertThat(completed(session, "SELECT x FROM '/no/such/folder/", "")).isEmpty();
        assertThat(completed(session, "sel", "")).contains("select");
        assertThat(completed(session, ".mode j", "")).contains("json");
        assertThat(completed(session, ".", "")).contains(".help", ".quit");
    }

    private static List<String> completed(io.barograph.sql.Session session, String before, String behind) {
        List<Candidate> candidates = new ArrayList<>();
        LineEditor.WordAtCursor line = new LineEditor.WordAtCursor(before + behind, before.length());
        new SqlCompleter(session).complete(line.line(), line.cursor(), line.word(), candidates);
        return candidates.stream().map(Candidate::value).toList();
    }

    /** The real process on a pseudo-terminal, which Python makes where it is installed. */
    @Test
    void aTerminalGetsAPromptAndCtrlCEndsTheQueryAlone() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "no python3 to make a pseudo-terminal");
        Path many = folder.resolve("many.csv");
        baro.run("generate", many.toString(), "--rows", "1000000", "--devices", "50");
        Path script = folder.resolve("terminal.py");
        try (var in = ShellTest.class.getResourceAsStream("terminal.py")) {
            Files.write(script, in.readAllBytes());
        }
        Process process = new ProcessBuilder(
                        python.toString(),
                        script.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dbaro.stdin.terminal=true",
                        "-Dbaro.stdout.terminal=true",
                        "-Dbaro.stderr.terminal=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String seen = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).as(seen).contains("ALL SEEN");
        assertThat(Files.readString(folder.resolve("state/barograph/history"))).contains("SELECT 6 * 7\\n AS answer;");
    }
}
