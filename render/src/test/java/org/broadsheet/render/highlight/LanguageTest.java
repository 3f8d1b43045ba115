package org.broadsheet.render.highlight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageTest {
    @Test
    void isCalledAsGitHubAndHighlightersCallIt() {
        assertThat(
                        ("js ts jsx tsx py rb sh bash zsh console shell-session yml yaml json toml xml html css scss less c cpp"
                                        + " c++ cs c# f# go golang rs kt swift sql diff patch dockerfile makefile properties ini lua"
                                        + " perl php scala groovy gradle clojure lisp markdown haskell elixir r hcl nix graphql"
                                        + " powershell vue objective-c JavaScript Java")
                                .split(" "))
                .allSatisfy(word -> assertThat(Language.named(word)).as(word).isPresent());
        assertThat(Language.named("c++").orElseThrow().name()).isEqualTo("C++");
        assertThat(Language.named("jinja").orElseThrow().name()).isEqualTo("Jinja");
    }

    @Test
    void whatIsUnknownOrTextIsNone() {
        assertThat(Language.named("brainfuck")).isEmpty();
        assertThat(Language.named("text")).isEmpty();
        assertThat(Language.isNone("Text")).isTrue();
        assertThat(Languages.ALL.keySet()).doesNotContainAnyElementsOf(Languages.NONE);
    }

    static Stream<Arguments> code() {
        return Stream.of(
                arguments(
                        "java",
                        "@A(\"b\\n\") class X<T> { String foo(int a) { return 'c' + MAX + 0x1f; } // e\n/* a\n * b */",
                        "cp(@A)(s(\"b\\n\")) k(class) kt(X)<kt(T)> { kt(String) nf(foo)(kt(int) a) { k(return) s('c') + MAX +"
                                + " m(0x1f); } c(// e)\nc(/* a)\n c(* b */)"),
                arguments(
                        "js",
                        "const a = async () => `x ${b}\n y` + /re[\"'/]/g.test(1.5) / 2 / a.class;",
                        "k(const) a = k(async) () => s(`x ${b})\n s(y`) + s(/re[\"'/]/g).nf(test)(m(1.5)) / m(2) / a.class;"),
                arguments(
                        "tsx",
                        "return <div className=\"a\">don't</div>",
                        "k(return) <nt(div) className=s(\"a\")>don't</nt(div)>"),
                arguments(
                        "python",
                        "@a.b\nasync def f(self): \"\"\"a\n\"b\"\"\"; x = None # c",
                        "cp(@a.b)\nk(async) k(def) nf(f)(k(self)): s(\"\"\"a)\ns(\"b\"\"\"); x = k(None) c(# c)"),
                arguments(
                        "rust",
                        "#[a(b)] fn f<'a>(x: &'a str) { p!(\"{}\", 'c'); 0..10 } /* a /* b */ c */",
                        "cp(#[a(b)]) k(fn) f<'a>(x: &'a kt(str)) { nf(p)!(s(\"{}\"), s('c')); m(0)..m(10) } c(/* a /* b */ c */)"),
                arguments(
                        "ruby",
                        "puts \"a\" if @x =~ /r/ && A::B.c? :d, b: 1",
                        "k(puts) s(\"a\") k(if) nv(@x) =~ s(/r/) && kt(A)::kt(B).c? s(:d), b: m(1)"),
                arguments("go", "s := `a\nb` + fmt.Errorf(x)", "s := s(`a)\ns(b`) + fmt.nf(Errorf)(x)"),
                arguments(
                        "sql",
                        "SELECT a From b where c = 'd' -- e",
                        "k(SELECT) a k(From) b k(where) c = s('d') c(-- e)"),
                arguments(
                        "json",
                        "{\"a\": [1, true], \"b\": \"c\"}",
                        "{na(\"a\"): [m(1), k(true)], na(\"b\"): s(\"c\")}"),
                arguments("toml", "[[a.b]]\nc-d = \"e\" # f", "nt([[a.b]])\nna(c-d) = s(\"e\") c(# f)"),
                arguments(
                        "yaml",
                        "a: b # c\n- d: |\n    e: f\n  g: {h: true, i: 1}\nu: http://a/b",
                        "na(a): s(b) c(# c)\n- na(d): |\n    s(e: f)\n  na(g): {na(h): k(true), na(i): m(1)}\nna(u): s(http://a/b)"),
                arguments(
                        "html",
                        "<!-- a --><a href=\"x\" b>&amp; don't</a><script>let a</script><style>b:hover { color: red }</style>",
                        "c(<!-- a -->)<nt(a) na(href)=s(\"x\") na(b)>m(&amp;) don't</nt(a)><nt(script)>k(let) a</nt(script)>"
                                + "<nt(style)>nt(b):nt(hover) { na(color): red }</nt(style)>"),
                arguments("php", "$this->b . strlen($x); # c", "nv($this)->b . nf(strlen)(nv($x)); c(# c)"),
                arguments("phtml", "<p><?php echo $x ?></p>", "<nt(p)>cp(<?php) k(echo) nv($x) cp(?>)</nt(p)>"),
                arguments("scss", "$a: 1px; // x\n#b { c: $a }", "nv($a): m(1px); c(// x)\nkt(#b) { na(c): nv($a) }"),
                arguments(
                        "sh",
                        "A=1 b \"c $d\" | grep -v e; for i in x; do y; done # z",
                        "nv(A)=1 nf(b) s(\"c) nv($d)s(\") | nf(grep) na(-v) e; k(for) i k(in) x; k(do) nf(y); k(done) c(# z)"),
                arguments("console", "$ npm i\nadded", "cp($) nf(npm) i\nadded"),
                arguments("diff", "@@ -1 +1 @@\n-a\n+b\n c", "cp(@@ -1 +1 @@)\ngd(-a)\ngi(+b)\n c"),
                arguments(
                        "dockerfile",
                        "FROM a AS b\nRUN c && \\\n  d -e\n# f",
                        "k(FROM) a k(AS) b\nk(RUN) nf(c) && \\\n  nf(d) na(-e)\nc(# f)"),
                arguments("makefile", "X := a\nall: b\n\tgcc -o", "nv(X) := a\nnf(all): b\n\tnf(gcc) na(-o)"),
                arguments("ini", "[a]\n; b\nc = d", "nt([a])\nc(; b)\nna(c) = s(d)"),
                arguments("clojure", "(defn f [x] (g :a)) ; c", "(k(defn) f [x] (nf(g) s(:a))) c(; c)"),
                arguments("c", "#include <a.h>\n#define B 1", "cp(#include) s(<a.h>)\ncp(#define) B m(1)"),
                arguments("java", "\"x // c\nint a;", "\"x c(// c)\nkt(int) a;"));
    }

    /** Tokens as {@code class(text)}. */
    @ParameterizedTest
    @MethodSource("code")
    void tellsWordsTextsAndCommentsApart(String word, String code, String tokens) {
        String html = Language.named(word).orElseThrow().html(code);

        assertThat(html.replaceAll("<span class=\"(\\w+)\">(.*?)</span>", "$1($2)")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&"))
                .isEqualTo(tokens);
    }
}
