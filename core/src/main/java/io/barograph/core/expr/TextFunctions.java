package io.barograph.core.expr;

import static io.barograph.core.column.Type.BIGINT;
import static io.barograph.core.column.Type.BOOLEAN;
import static io.barograph.core.column.Type.VARCHAR;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Function.NullRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text functions. Lengths and positions count code points, from 1. */
final class TextFunctions {
    private static final String CASE_NOTE = " One code point to one, by Unicode 13's simple mapping, without locale.";

    private static final String NO_PATTERN =
            "the pattern is none, is too large, or needs more than linear time (looking around, back references)";

    private static final String TOO_LONG = "the result has more than 1,000,000 code points";

    private TextFunctions() {}

    static List<Function> define() {
        return List.of(
                toText("lower", "Lower case." + CASE_NOTE, List.of(VARCHAR), Texts::lower)
                        .example("서울 abc", "서울 ABC")
                        .build(),
                toText("upper", "Upper case." + CASE_NOTE, List.of(VARCHAR), Texts::upper)
                        .example("ABC", "abc")
                        .build(),
                toText(
                                "initcap",
                                "Each word with its first letter in upper case and the others in lower case. Words begin behind blanks and other characters of ASCII that are no letters or digits."
                                        + CASE_NOTE,
                                List.of(VARCHAR),
                                Texts::initcap)
                        .example("Mote-7 In Seoul", "mote-7 IN seoul")
                        .build(),
                toText("chr", "The character with a number of Unicode, a code point.", List.of(BIGINT), Texts::chr)
                        .undefinedWhen("there is no such code point")
                        .example("서", 49436)
                        .build(),
                trim("trim", "both ends", true, true)
                        .example("a b", "  a b ")
                        .example("7", "007", "0")
                        .build(),
                trim("ltrim", "the beginning", true, false).example("a ", " a ").build(),
                trim("rtrim", "the end", false, true).example(" a", " a ").build(),
                length("length"),
                length("char_length"),
                length("character_length"),
                substring("substring"),
                substring("substr"),
                new FunctionBuilder(
                                "concat", Family.TEXT, "All arguments in a row, each cast to VARCHAR; NULL is skipped.")
                        .nulls(NullRule.NEVER)
                        .overload(new Overload(
                                "(any, ...) -> VARCHAR", TextFunctions::texts, site -> concatenation(site, true)))
                        .example("a1", "a", FunctionBuilder.nullOf(VARCHAR), 1)
                        .build(),
                new FunctionBuilder("||", Family.TEXT, "All operands in a row, each cast to VARCHAR.")
                        .overload(new Overload(
                                "(any, any, ...) -> VARCHAR", TextFunctions::texts, site -> concatenation(site, false)))
                        .example("mote-7", "mote-", 7)
                        .build(),
                toText(
                                "replace",
                                "The first text with every occurrence of the second, if it is not empty, replaced by the third.",
                                List.of(VARCHAR, VARCHAR, VARCHAR),
                                Texts::replace)
                        .example("1.5", "1,5", ",", ".")
                        .build(),
                toText(
                                "split_part",
                                "The part with this number, from 1, of the first text split at every occurrence of the second; negative numbers count from the end; empty where there are fewer parts.",
                                List.of(VARCHAR, VARCHAR, BIGINT),
                                Texts::splitPart)
                        .undefinedWhen("the number is 0")
                        .example("b", "a-b-c", "-", 2)
                        .example("c", "a-b-c", "-", -1)
                        .build(),
                ends(
                                "left",
                                "The first so many code points; a negative count leaves so many out at the end.",
                                TextEnds::left)
                        .example("ab", "abc", 2)
                        .example("ab", "abc", -1)
                        .build(),
                ends(
                                "right",
                                "The last so many code points; a negative count leaves so many out at the beginning.",
                                TextEnds::right)
                        .example("bc", "abc", 2)
                        .example("bc", "abc", -1)
                        .build(),
                pad("lpad", "before it", true)
                        .example("007", "7", 3, "0")
                        .example("ab", "abc", 2)
                        .build(),
                pad("rpad", "behind it", false).example("7..", "7", 3, ".").build(),
                ends(
                                "repeat",
                                "The text so many times in a row; empty where the count is not positive.",
                                TextEnds::repeat)
                        .undefinedWhen(TOO_LONG)
                        .example("abab", "ab", 2)
                        .build(),
                toText("reverse", "The code points from the last to the first.", List.of(VARCHAR), TextEnds::reverse)
                        .example("울서", "서울")
                        .build(),
                new FunctionBuilder(
                                "concat_ws",
                                Family.TEXT,
                                "All arguments but the first, each cast to VARCHAR, with the first between them; NULL is skipped, and a NULL between them gives NULL.")
                        .nulls(NullRule.NEVER)
                        .overload(new Overload(
                                "(VARCHAR, any, ...) -> VARCHAR", TextFunctions::joinedTexts, TextFunctions::joining))
                        .example("a-1", "-", "a", FunctionBuilder.nullOf(VARCHAR), 1)
                        .build(),
                test("starts_with", "Whether the first text begins with the second.", Texts::startsWith)
                        .example("true", "mote-7", "mote")
                        .build(),
                test("ends_with", "Whether the first text ends with the second.", Texts::endsWith)
                        .example("true", "mote-7", "7")
                        .build(),
                test("contains", "Whether the second text occurs in the first.", Texts::contains)
                        .example("true", "mote-7", "te-")
                        .build(),
                new FunctionBuilder(
                                "position",
                                Family.TEXT,
                                "Where the first text first occurs in the second, from 1; 0 where it does not.")
                        .overload(Overload.of(
                                BIGINT, List.of(VARCHAR, VARCHAR), () -> TextKernels.toLong(Texts::position)))
                        .example("3", "울", "서 울")
                        .build(),
                occurrence("strpos"),
                occurrence("instr"),
                like(
                                "like",
                                "Whether the whole text matches the pattern: % is any text, _ any one code point; behind the escape character, if one is given, they are themselves.",
                                false)
                        .example("true", "mote-7", "mote-_")
                        .example("false", "100 m", "100!%", "!")
                        .build(),
                like("not like", "Whether the text does not match the pattern.", true)
                        .example("true", "mote-7", "yard%")
                        .build(),
                regexTest("regexp_matches", "Whether the pattern matches somewhere in the text.", false)
                        .example("true", "mote-7", "[0-9]+")
                        .example("true", "MOTE", "mote", "i")
                        .build(),
                regexTest("regexp_full_match", "Whether the pattern matches the whole text.", true)
                        .example("false", "mote-7", "[0-9]+")
                        .build(),
                new FunctionBuilder(
                                "regexp_extract",
                                Family.TEXT,
                                "The first match of the pattern in the text, or the group with this number of it; empty where there is none.")
                        .undefinedWhen(NO_PATTERN + ", or has no such group")
                        .judged(Regexes.judge(3))
                        .overload(Overload.of(VARCHAR, List.of(VARCHAR, VARCHAR), TextFunctions::regexExtract))
                        .overload(Overload.of(VARCHAR, List.of(VARCHAR, VARCHAR, BIGINT), TextFunctions::regexExtract))
                        .overload(Overload.of(
                                VARCHAR, List.of(VARCHAR, VARCHAR, BIGINT, VARCHAR), TextFunctions::regexExtract))
                        .example("7", "mote-7", "[0-9]+")
                        .example("21.5", "T=21.5C", "T=([0-9.]+)", 1)
                        .build(),
                new FunctionBuilder(
                                "regexp_replace",
                                Family.TEXT,
                                "The first text with the first match of the pattern replaced by the third text, in which \\1 is the first group; with the option g, every match.")
                        .undefinedWhen(NO_PATTERN)
                        .judged(Regexes.judge(3))
                        .overload(Overload.of(VARCHAR, List.of(VARCHAR, VARCHAR, VARCHAR), TextFunctions::regexReplace))
                        .overload(Overload.of(
                                VARCHAR, List.of(VARCHAR, VARCHAR, VARCHAR, VARCHAR), TextFunctions::regexReplace))
                        .example("a#b2", "a1b2", "[0-9]", "#")
                        .example("a#b#", "a1b2", "[0-9]", "#", "g")
                        .build(),
                new FunctionBuilder("ilike", Family.TEXT, "As like, both sides in lower case.")
                        .judged(LikeKernel::fault)
                        .overload(Overload.of(BOOLEAN, List.of(VARCHAR, VARCHAR), TextFunctions::ignoringCase))
                        .overload(Overload.of(BOOLEAN, List.of(VARCHAR, VARCHAR, VARCHAR), TextFunctions::ignoringCase))
                        .example("true", "Mote-7", "MOTE%")
                        .build());
    }

    private static FunctionBuilder toText(
            String name, String description, List<Type> parameters, TextKernels.ToText function) {
        return new FunctionBuilder(name, Family.TEXT, description)
                .overload(Overload.of(VARCHAR, parameters, () -> TextKernels.toText(function, false)));
    }

    private static FunctionBuilder ends(String name, String description, TextKernels.ToText function) {
        return toText(name, description, List.of(VARCHAR, BIGINT), function);
    }

    private static FunctionBuilder pad(String name, String where, boolean before) {
        TextKernels.ToText function = (row, out) -> TextEnds.pad(row, out, before);
        return ends(
                        name,
                        "So many code points: the text cut at its end, or filled " + where
                                + " with the third text, or with spaces.",
                        function)
                .undefinedWhen("the third text is empty and something is to be filled, or " + TOO_LONG)
                .overload(Overload.of(
                        VARCHAR, List.of(VARCHAR, BIGINT, VARCHAR), () -> TextKernels.toText(function, false)));
    }

    private static Function occurrence(String name) {
        return new FunctionBuilder(
                        name,
                        Family.TEXT,
                        "Where the second text first occurs in the first, from 1; 0 where it does not.")
                .overload(Overload.of(BIGINT, List.of(VARCHAR, VARCHAR), () -> TextKernels.toLong(Texts::occurrence)))
                .example("3", "서 울", "울")
                .build();
    }

    private static FunctionBuilder trim(String name, String where, boolean start, boolean end) {
        TextKernels.ToText function = (row, out) -> Texts.trim(row, out, start, end);
        return new FunctionBuilder(
                        name,
                        Family.TEXT,
                        "Without the spaces, or without the characters of the second text, at " + where + ".")
                .overload(Overload.of(VARCHAR, List.of(VARCHAR), () -> TextKernels.toText(function, false)))
                .overload(Overload.of(VARCHAR, List.of(VARCHAR, VARCHAR), () -> TextKernels.toText(function, false)));
    }

    private static Function length(String name) {
        return new FunctionBuilder(name, Family.TEXT, "The number of code points.")
                .overload(Overload.of(BIGINT, List.of(VARCHAR), () -> TextKernels.toLong(Texts::length)))
                .example("2", "서울")
                .build();
    }

    private static Function substring(String name) {
        return new FunctionBuilder(
                        name,
                        Family.TEXT,
                        "From a position, from 1, to the end or so many code points far; positions before the text count but hold nothing.")
                .undefinedWhen("the count is negative")
                .overload(Overload.of(
                        VARCHAR, List.of(VARCHAR, BIGINT), () -> TextKernels.toText(Texts::substring, false)))
                .overload(Overload.of(
                        VARCHAR, List.of(VARCHAR, BIGINT, BIGINT), () -> TextKernels.toText(Texts::substring, false)))
                .example("cd", "abcd", 3)
                .example("bc", "abcd", 2, 2)
                .example("a", "abcd", 0, 2)
                .build();
    }

    private static FunctionBuilder test(String name, String description, TextKernels.ToBoolean function) {
        return new FunctionBuilder(name, Family.TEXT, description)
                .overload(Overload.of(BOOLEAN, List.of(VARCHAR, VARCHAR), () -> TextKernels.toBoolean(function)));
    }

    private static FunctionBuilder regexTest(String name, String description, boolean whole) {
        return new FunctionBuilder(
                        name,
                        Family.TEXT,
                        description
                                + " Patterns are RE2's, in linear time; options: i for any case, s for a dot that is a line feed, too.")
                .undefinedWhen(NO_PATTERN)
                .judged(Regexes.judge(2))
                .overload(Overload.of(BOOLEAN, List.of(VARCHAR, VARCHAR), () -> Regexes.matches(whole)))
                .overload(Overload.of(BOOLEAN, List.of(VARCHAR, VARCHAR, VARCHAR), () -> Regexes.matches(whole)));
    }

    private static Kernel regexExtract() {
        return TextKernels.toText(new Regexes(false)::extract, false);
    }

    private static Kernel regexReplace() {
        return TextKernels.toText(new Regexes(false)::replace, false);
    }

    private static FunctionBuilder like(String name, String description, boolean negated) {
        return new FunctionBuilder(name, Family.TEXT, description)
                .undefinedWhen("the escape is more than one character, or the pattern ends behind it")
                .judged(LikeKernel::fault)
                .overload(Overload.of(BOOLEAN, List.of(VARCHAR, VARCHAR), () -> new LikeKernel(negated)))
                .overload(Overload.of(BOOLEAN, List.of(VARCHAR, VARCHAR, VARCHAR), () -> new LikeKernel(negated)));
    }

    private static Node ignoringCase(CallSite site) {
        List<Expr> lowered = new ArrayList<>();
        for (Expr argument : site.call().arguments()) {
            lowered.add(Functions.call("lower", List.of(argument)));
        }
        return site.rewritten(Functions.call("like", lowered));
    }

    /** Any types: the implementation casts. */
    private static Overload.@Nullable Signature texts(List<Type> arguments, boolean widen) {
        return arguments.isEmpty() ? null : new Overload.Signature(arguments, VARCHAR);
    }

    private static Overload.@Nullable Signature joinedTexts(List<Type> arguments, boolean widen) {
        return arguments.size() < 2 || arguments.get(0) != VARCHAR ? null : new Overload.Signature(arguments, VARCHAR);
    }

    private static Node joining(CallSite site) {
        Expr.Call texts = texts(site.call());
        return texts.equals(site.call()) ? site.nullAware(TextKernels.joined(Texts::join)) : site.rewritten(texts);
    }

    /** The call with every argument cast to VARCHAR. */
    private static Expr.Call texts(Expr.Call call) {
        List<Expr> texts = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            texts.add(argument.type() == VARCHAR ? argument : new Expr.Call("cast", List.of(argument), VARCHAR));
        }
        return new Expr.Call(call.function(), texts, VARCHAR);
    }

    private static Node concatenation(CallSite site, boolean skipsNull) {
        Expr.Call texts = texts(site.call());
        if (!texts.equals(site.call())) {
            return site.rewritten(texts);
        }
        Kernel kernel = TextKernels.toText(Texts::concat, skipsNull);
        return skipsNull ? site.nullAware(kernel) : site.call(kernel);
    }
}
