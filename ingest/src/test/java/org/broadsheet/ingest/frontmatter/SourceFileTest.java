package org.broadsheet.ingest.frontmatter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.data.DataLimits;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFileTest {
    private static final DataLimits LIMITS = new DataLimits(64 << 10, 10, 20, 10_000);

    private static SourceFile read(String file) {
        return SourceFile.read(file.getBytes(StandardCharsets.UTF_8), LIMITS);
    }

    private static SourceFile.Readable readable(String file) {
        SourceFile read = read(file);
        assertThat(read).isInstanceOf(SourceFile.Readable.class);
        return (SourceFile.Readable) read;
    }

    private static Authored front(String yaml) {
        return readable("---\n" + yaml + "\n---\nText\n").authored();
    }

    private static List<String> problems(String file) {
        SourceFile read = read(file);
        List<Finding> findings = switch (read) {
            case SourceFile.Broken broken -> broken.problems();
            case SourceFile.Readable readable -> readable.warnings();
        };
        return findings.stream()
                .map(c -> c.line() + ":" + c.column() + " "
                        + (c.severity() == Severity.WARNING ? "warning " : "") + c.message() + "; "
                        + c.hint().orElse(""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "e9,1,0xe9",
        "61 0a 62 e9,2,0xe9",
        "c0 80,1,0xc0",
        "ed a0 80,1,0xed",
        "61 e2 82,2,0xe2",
        "ef bf bd e9,2,0xe9",
        "ef bb bf e9,1,0xe9"
    })
    void whatIsNotUtf8IsTold(String bytes, int column, String found) {
        byte[] file = HexFormat.ofDelimiter(" ").parseHex(bytes);

        SourceFile read = SourceFile.read(file, LIMITS);

        assertThat(read).isInstanceOf(SourceFile.Broken.class);
        Finding problem = ((SourceFile.Broken) read).problems().getFirst();
        assertThat(problem.message()).isEqualTo("the file is not UTF-8: found the byte " + found);
        assertThat(problem.column()).isEqualTo(column);
    }

    /** It stands for what could not be read once, and is a character as others are. */
    @Test
    void aReplacementCharacterIsText() {
        assertThat(readable("A \uFFFD in the text.\n").body()).isEqualTo("A \uFFFD in the text.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "---\ntitle: A\n---\nText\n",
                "---\ntitle: A\n----------\nText\n",
                "---\r\ntitle: A\r\n---\r\nText\r\n",
                "\uFEFF---\ntitle: A\n---\nText\n",
                "---  \n\ntitle: A\n---------------------------------------  \nText\n"
            })
    void findsTheFrontMatter(String file) {
        SourceFile.Readable read = readable(file);

        assertThat(read.hasFrontMatter()).isTrue();
        assertThat(read.authored().title()).contains("A");
        assertThat(read.body()).isEqualTo("Text\n");
        assertThat(read.linesAbove()).isEqualTo((int) file.substring(0, file.indexOf("Text"))
                .chars()
                .filter(c -> c == '\n')
                .count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ---\ntitle: A\ndraft: true\n ---\nText\n",
                "\t---\ndraft: true\n\t---\nText\n",
                "----\ndraft: true\n",
                "--- # mine\n# more\ndraft: true\n---\nText\n",
                "---js\n{draft: true}\n---\nText\n",
                "---json\n{\"draft\": true}\nText\n",
                "---toml\ndraft = true\nText\n",
                "--- yaml\ndraft: true\nText\n",
                "# mine\n---\ndraft: true\n---\nText\n",
                "<!-- mine\nstill -->\n\n---\npublished: false\n---\nText\n",
                "\uFEFF\uFEFF---\ndraft: true\n---\nText\n",
                "\u200B---\nstatus: draft\n---\nText\n",
                "\u2014\ndraft: true\n\u2014\nText\n",
                "--\ndraft: true\n--\nText\n",
                "<!-- mine -->\n+++\ndraft=true\n+++\nText\n",
                ";;;\n\"draft\": true\n;;;\nText\n",
                "{draft: true}\nText\n",
                "{title: A, draft: true}\n\nText\n",
                "---\ndraft: true\nText\n",
                // Front matter that is never closed.
                "---\n\n# mine\n\ntitle: A\ndraft: true\n\nText\n",
                "---\nWords\ndraft: true\n\nText\n",
                "---\ndraft true\nText\n",
                "---\ntitle: A\nText\n",
                "---\n\n",
                "---",
                // Between two lines, and not as YAML has it.
                "---\n\nWords\ndraft: true\n---\nText\n",
                "---\n\ndraft true\n---\nText\n",
                " ---\ntitle: A\nbuild:\n  render: never\n ---\nText\n",
                " ---\n_hidden: yes\n ---\nText\n",
                " ---\ndraft\uFF1Atrue\n ---\nText\n",
                // Keys without a line above them, as Pelican, Hexo and MultiMarkdown have them.
                "draft: true\n\nText\n",
                "Title: A\nStatus: draft\n\nText\n",
                "title: A\npublished: false\n---\nText\n",
                "\n\nTitle: A\nDate: 2024-05-01\nTags: a, b\n\nDraft: yes\n\nText\n",
                "title: A\ndraft: maybe\n\nText\n",
                "title = A\ndraft = true\n\nText\n",
                "# mine\ntitle: A\ndraft: true\n\nText\n",
                "title: A\nof two lines\ndraft: true\n\nText\n",
                ".. title: A\n.. status: private\n\nText\n",
                ":title: A\n:status: draft\n\nText\n",
                // In what nobody sees.
                "<!-- draft: true -->\nText\n",
                "<!--\ntitle: A\ndraft: true\n-->\n\nText\n",
                "<!--\n.. title: A\n.. status: draft\n-->\nText\n",
                "<!-- One -->\n\n<!-- {title: A, draft: true} -->\nText\n",
                "<!--\ndraft: true\n",
                "[//]: # (draft: true)\n\nText\n",
                "%% published: false %%\nText\n",
                "{# draft: true #}\nText\n",
                "{/* draft: true */}\nText\n",
                // Front matter above front matter.
                "---\n---\ntitle: A\ndraft: true\n---\nText\n",
                "---\n# mine\n---\ndraft: true\n---\nText\n",
                "---\ntitle: A\n---\n---\ndraft: true\n---\nText\n",
                "---\ntitle: A\n---\n\n+++\ndraft = true\n+++\nText\n",
                // Spaces that are none to a program.
                "---\u00A0\ndraft: true\n---\nText\n",
                "\u00A0---\ndraft: true\n---\nText\n",
                // A day that lies ahead is not between two lines across by chance.
                "---\n\nWords\n\npublishDate: 2040-01-01\n---\nText\n",
            })
    void aTopThatIsNoFrontMatterButCouldHideIsAProblem(String file) {
        assertThat(read(file)).isInstanceOf(SourceFile.Broken.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "----\n\nWords, and draft: true\n",
                "***\ndraft: true\n",
                " ---\n\nWords\n\ndraft: true\n",
                "----\n\nNote: all of it\n\n----\n\ndraft: true\n",
                "```yaml\n---\ndraft: true\n---\n```\n",
                "Words\n\n---\ndraft: true\n---\n",
                "{% include a.html draft: true %}\n",
                "{{ draft: true }}\n",
                "# Heading\n\nStatus: draft\n",
                // Shown as code.
                "    ---\n    title: A\n    draft: true\n    ---\n\nText\n",
                "\n\t---\n\tdraft: true\n\n\t---\nText\n",
                "    draft: true\n    title: A\n\nText\n",
                "~~~\n---\ndraft: true\n---\n~~~\n",
                "```\ndraft: true\ntitle: A\n```\n",
                "<!-- mine -->\n\n    ---\n    draft: true\n    ---\n",
                // A line across, and words.
                "---\nWords\n",
                "---\nWords\n\n...\n\nMore\n",
                "---\n\nWords\n\n...\n\nMore\n\n---\n",
                "---\n\nWords, and draft: true\n",
                "---\n\n# Heading\n\nNote: all of it\n\nWords\n\ndraft: true\n",
                "---\n\n- One\n- Two\n",
                "---\n\nWords\n\n---\n\nMore words\n",
                "---\n\n# Heading\n\nWords\n\n---\n\nMore\n",
                // What looks like keys, and says nothing of hiding.
                "Title: A\nAuthor: B\n\nText\n",
                "Private: my thoughts on all of it\nBy: Joe\n\nText\n",
                "Draft: perhaps\n\nText\n",
                "Hidden:\n\n- One\n",
                "Note: this is about\n\nwords\ndraft: true\n",
                "Title: A\n\nWords.\n\ndraft: true\n",
                "Published: 2024-05-01\n\nText\n",
                "# Heading\n\ntitle: A\ndraft: true\n",
                "https://example.org/a?draft=true\n",
                "**Status:** draft\n\nText\n",
                "<!-- draft: the first, see below -->\nText\n",
                "<!-- markdownlint-disable -->\nText\n",
                "<!--more-->\nText, and <!-- draft: true -->\n",
                "Words\n<!-- draft: true -->\n",
                "%% draft: true\n\nText\n",
                "[link]: /a (draft: true)\n\nText\n",
            })
    void aTextThatBeginsWithALineAcrossIsAText(String file) {
        SourceFile.Readable read = readable(file);

        assertThat(read.hasFrontMatter()).isFalse();
        assertThat(read.body()).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "---\ntitle: A\n---\n---\n\nWords, and draft: true\n",
                "---\ntitle: A\n---\n\n---\n\nNote: all of it\n\n---\n",
                "---\n---\n\nNote: all of it\n",
            })
    void aLineAcrossBelowFrontMatterIsText(String file) {
        assertThat(readable(file).hasFrontMatter()).isTrue();
    }

    @Test
    void tellsTheKeyOfATopThatIsNoFrontMatter() {
        assertThat(problems("<!-- mine -->\n ---\ntitle: A\n  Draft: \"true\" # not yet\n---\nText\n"))
                .containsExactly(
                        "4:3 Draft: found \"true\" in what is no front matter; put a line of --- above the keys as the"
                                + " first of the file, and one below them; if it is text, write words above it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ---\ntitle: A\nDate: 2040-01-01\n ---\nText\n",
                "title: A\ndate: 2040-01-01T10:00\n\nText\n",
                "<!--\npublishDate: 2040-01-01\n-->\nText\n",
                "--- yaml\npublished_at: \"2040-01-01\" # soon\n---\nText\n",
                "{title: A, pubDate: 2040-01-01}\nText\n",
                "---\ntitle: A\npublishedAt: 2040-01-01\n---\n",
                "---\ntitle: A\npub_datetime: 2040-01-01T10:00:00Z\ndate: 2024-01-01\n---\n"
            })
    void aDayThatIsNotRespectedElsewhereIsStillADayBeforeWhichNobodyReads(String file) {
        assertThat(readable(file).authored().due(Kind.POST))
                .anySatisfy(due -> assertThat(due.date().value().iso()).startsWith("2040-01-01"));
        assertThat(readable(file).authored().date().map(d -> d.value().iso()))
                .isIn(Optional.empty(), Optional.of("2024-01-01"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "---yaml\ntitle: A\ndraft: true\n---\nText\n",
                "--- YAML\r\ntitle: A\r\nDraft: yes\r\n---\r\nText\n",
                "---json\n{\n  \"title\": \"A\",\n  \"draft\": true\n}\n---\nText\n",
                "\n---toml\ntitle = \"A\"\ndraft = true\n---\nText\n"
            })
    void frontMatterIsInTheLanguageThatItsLineNames(String file) {
        assertThat(readable(file).body()).isEqualTo("Text\n");
        assertThat(readable(file).authored().title()).contains("A");
        assertThat(readable(file).authored().hidden()).isTrue();
    }

    @Test
    void looksAtNoMoreOfATopThanFrontMatterMayHave() {
        String keys = "a: b\n".repeat(LIMITS.size() / 5);

        assertThat(read(keys.substring(20) + "draft: true\n")).isInstanceOf(SourceFile.Broken.class);
        assertThat(read(keys + "draft: true\n")).isInstanceOf(SourceFile.Readable.class);
    }

    @Test
    void countsTheBlankLinesAboveFrontMatter() {
        SourceFile.Readable read = readable("\n\n---\ntitle: A\n---\nText\n");

        assertThat(read.authored().title()).contains("A");
        assertThat(read.body()).isEqualTo("Text\n");
        assertThat(read.linesAbove()).isEqualTo(5);
        assertThat(problems("\n---\ntitle: A\ndate: []\n---\n"))
                .containsExactly("4:7 warning date: found a list; write date: 2026-11-23");
    }

    @Test
    void aFileWithoutFrontMatterIsAllText() {
        SourceFile.Readable read = readable("# Hello\n\n---\n\nA line above\n");

        assertThat(read.hasFrontMatter()).isFalse();
        assertThat(read.body()).startsWith("# Hello");
        assertThat(read.linesAbove()).isZero();
    }

    @Test
    void emptyFrontMatterIsFrontMatter() {
        SourceFile.Readable read = readable("---\n---\nText\n");

        assertThat(read.hasFrontMatter()).isTrue();
        assertThat(read.linesAbove()).isEqualTo(2);
    }

    @Test
    void takesEveryNameOfAKey() {
        assertThat(front("description: D").excerpt()).contains("D");
        assertThat(front("summary: S").excerpt()).contains("S");
        assertThat(front("topic: a\ntags: [b, a]\ncategories: 'c, d'\ncategory: B")
                        .topics()
                        .names(false))
                .containsExactly(
                        new Written<>("a", 2, 8),
                        new Written<>("b", 3, 8),
                        new Written<>("c", 4, 13),
                        new Written<>("d", 4, 13));
        assertThat(front("pubDate: 2026-01-02").date().map(Written::value))
                .contains(new AuthoredDate.Day(LocalDate.of(2026, 1, 2)));
        assertThat(front("lastmod: 2026-01-02").updated()).contains(new AuthoredDate.Day(LocalDate.of(2026, 1, 2)));
        assertThat(front("authors: [Ada, {name: Bob, picture: /b.png}]").authors())
                .extracting(Authored.Author::name)
                .containsExactly("Ada", "Bob");
        assertThat(front("ogImage:\n  url: /c.png").cover().map(Written::value)).contains("/c.png");
        assertThat(front("coverImage: /c.png").cover()).contains(new Written<>("/c.png", 2, 13));
        assertThat(front("published: false").hidden()).isTrue();
        assertThat(front("published: 2026-01-02").hidden()).isFalse();
        assertThat(front("published: 2026-01-02").date()).isPresent();
    }

    @Test
    void takesWhatACoverShowsFromBesideOrBelowIt() {
        assertThat(front("cover: {image: /c.png, alt: A red door}").coverAlt()).contains("A red door");
        assertThat(front("image:\n  path: /c.png\n  alt: \" A red door \"").coverAlt())
                .contains("A red door");
        assertThat(front("images: [{src: /c.png, alt: A red door}]").coverAlt()).contains("A red door");
        assertThat(front("header: {image: /c.png}\ncoverImage: /c.png\ncover_alt: A red door")
                        .coverAlt())
                .contains("A red door");
        assertThat(front("image: /c.png\nimage_alt: A red door").coverAlt()).contains("A red door");
        assertThat(front("ogImage: {url: /c.png, alt: ''}").coverAlt()).isEmpty();
        assertThat(front("coverImage: /c.png\nimageAlt: false").coverAlt()).isEmpty();
    }

    @Test
    void takesKeysInAnyCase() {
        Authored authored = front("TITLE: T\nPubDate: 2026-01-02\nCover_Image: /c.png\nLast-Modified-At: 2026-01-03\n"
                + "Tags: [a]\nAuthor: {Name: Ada, PICTURE: /a.png}\nSlug: s\nLANG: de\nLayout: post");

        assertThat(authored.title()).contains("T");
        assertThat(authored.date().map(Written::value)).contains(new AuthoredDate.Day(LocalDate.of(2026, 1, 2)));
        assertThat(authored.cover().map(Written::value)).contains("/c.png");
        assertThat(authored.updated()).contains(new AuthoredDate.Day(LocalDate.of(2026, 1, 3)));
        assertThat(authored.topics().names(false)).extracting(Written::value).containsExactly("a");
        assertThat(authored.authors()).extracting(Authored.Author::name).containsExactly("Ada");
        assertThat(authored.slug().map(Written::value)).contains("s");
        assertThat(authored.language()).contains("de");
        assertThat(authored.extra()).as("what is not ours stays as written").containsOnlyKeys("Layout");
    }

    @Test
    void ofAKeyInTwoSpellingsTheUsualOneCounts() {
        String file = "---\nTitle: A\ntitle: B\nTITLE: C\n---\n";

        assertThat(readable(file).authored().title()).contains("B");
        assertThat(problems(file))
                .containsExactly(
                        "2:1 warning Title stands here again; keep one: title stands in line 3",
                        "4:1 warning TITLE stands here again; keep one: title stands in line 3");
    }

    @Test
    void keepsWhatItDoesNotKnow() {
        Authored authored = front("layout: post\nweight: 12\nflag: no\nversion: 1.10\nnested: {a: [1, null]}");

        assertThat(authored.extra().get("layout").textValue()).isEqualTo("post");
        assertThat(authored.extra().get("weight").intValue()).isEqualTo(12);
        assertThat(authored.extra().get("flag").textValue()).as("not YAML 1.1").isEqualTo("no");
        assertThat(authored.extra().get("version").decimalValue()).isEqualTo("1.10");
        assertThat(authored.extra().get("nested").toString()).isEqualTo("{\"a\":[1,null]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-23                  | 2026-11-22T23:00:00Z",
                "2026-11-23T10:00            | 2026-11-23T09:00:00Z",
                "2026-11-23T10:00:30.5Z      | 2026-11-23T10:00:30.5Z",
                "2026-11-23 10:00:00 +0100   | 2026-11-23T09:00:00Z",
                "2026-11-23T10:00:00-05:30   | 2026-11-23T15:30:00Z",
                "2026-1-5                    | 2026-01-04T23:00:00Z",
                "2026-11-23 10:00:00 UTC     | 2026-11-23T10:00:00Z"
            })
    void readsTheFormsOfDates(String written, String instant) {
        for (String quoted : List.of(written, '"' + written + '"')) {
            assertThat(front("date: " + quoted)
                            .date()
                            .map(d -> d.value().instant(java.time.ZoneId.of("Europe/Berlin"))))
                    .contains(java.time.Instant.parse(instant));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "date: 2026-02-30     | 2:7 warning date: \"2026-02-30\" is not in the calendar; write date: 2026-11-23",
                "date: tomorrow       | 2:7 warning date: \"tomorrow\" is not a date; write date: 2026-11-23",
                "title: {a: b}        | 2:8 warning title: found keys with values; write title: First post",
                "draft: maybe         | 2:8 draft: found \"maybe\"; write draft: true, or draft: false, or take the key away",
                "author: {picture: a} | 2:9 warning author: found no name; write author: Ada, or name: Ada below it",
                "slug: \"???\"        | 2:7 warning slug: nothing of \"???\" can stand in a URL; write slug: first-post; letters, digits and -_.~ can",
                "lang: x              | 2:7 warning lang: \"x\" is not a language tag; write lang: en, or lang: pt-BR",
                "canonical: a.html    | 2:12 warning canonical: \"a.html\" is not a whole URL; write canonical: https://example.org/first",
                "title: One: two      | 2:11 a colon and a space inside a text; put the text into quotes: title: \"One: two\"",
                "title: \"One         | 2:8 a text in quotes that does not end; close the quotes",
                "topics: [a, b        | 2:9 a [ that is not closed; close it with ], or put the text into quotes",
                "just words           | 2:1 found \"just words\" where keys have to be; write key: value, such as title: First post",
                "title: *nothing      | 2:8 *nothing repeats what is nowhere above; mark a value with &nothing, or put the text into quotes"
            })
    void tellsWhereAndWhatToWrite(String yaml, String told) {
        assertThat(problems("---\n" + yaml + "\n---\nText\n")).containsExactly(told);
    }

    @Test
    void countsColumnsInCodePoints() {
        assertThat(problems("---\n{title: \"\uD83D\uDE00\", date: []}\n---\n"))
                .containsExactly("2:20 warning date: found a list; write date: 2026-11-23");
    }

    @Test
    void countsLinesAsEditorsDo() {
        assertThat(problems("---\ntitle: \"a\u2028b\u0085c\"\ndate: []\n---\n"))
                .containsExactly("3:7 warning date: found a list; write date: 2026-11-23");
        assertThat(problems("---\ntitle: a\n\nexcerpt: b\u0007\n---\n"))
                .containsExactly(
                        "4:11 the character U+0007; take it away: it cannot be seen and YAML does not allow it");
    }

    @Test
    void refusesAMergeKey() {
        assertThat(problems("---\na: &a {b: c}\n<<: *a\n---\n"))
                .containsExactly("3:1 a merge key (<<); write the keys out");
        assertThat(problems("---\n\"<<\": a\n---\n")).isEmpty();
    }

    @Test
    void tellsAllThatIsWrongAtOnce() {
        assertThat(problems("---\ndate: []\ndraft: perhaps\n---\n")).hasSize(2);
    }

    @Test
    void ofAKeyThatStandsThereAgainTheLastCounts() {
        String file = "---\ntitle: A\nlayout: x\ntitle: B\nlayout: y\nimage: {a: 1, a: 2}\nimage: /b.png\n---\n";

        assertThat(readable(file).authored().title()).contains("B");
        assertThat(readable(file).authored().cover().map(Written::value)).contains("/b.png");
        assertThat(readable(file).authored().extra().get("layout").textValue()).isEqualTo("y");
        assertThat(problems(file))
                .as("of what means nothing here nothing is said")
                .containsExactly(
                        "2:1 warning title stands here again; keep one: title stands in line 4",
                        "6:1 warning image stands here again; keep one: image stands in line 7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "draft: true\ndraft: false",
                "draft: false\ndraft: true",
                "build: {render: never, render: always}",
                "permalink: {build: false, build: /a}",
                "published: false\ndate: 2024-01-01\npublished: 2024-01-01"
            })
    void ofAHidingKeyThatStandsThereAgainTheOneThatHidesCounts(String keys) {
        assertThat(front(keys).hidden()).isTrue();
    }

    @Test
    void warnsOfANameOneLetterOff() {
        assertThat(problems("---\ntiltle: A\n---\n"))
                .containsExactly("2:1 warning tiltle is no key that means anything here; did you mean title?");
        assertThat(problems("---\ntitle: A\ntiltle: B\n---\n"))
                .as("the key is there, so that this is another")
                .isEmpty();
    }

    @Test
    void cleansASlugWithAWarning() {
        SourceFile.Readable read = readable("---\nslug: a/b c?\n---\n");

        assertThat(read.authored().slug().map(Written::value)).isEqualTo(Optional.of("a/b-c"));
        assertThat(read.warnings())
                .singleElement()
                .satisfies(w -> assertThat(w.hint()).contains("it is a/b-c; write that to be rid of this line"));
    }
}
