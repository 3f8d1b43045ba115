package org.broadsheet.render.markdown.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What Jekyll 4.3.1 and Hugo 0.111.3 make of the same stands beside where it is something else. */
class TaggingTest {
    private static final int LONGEST = 1 << 20;

    static Stream<Arguments> liquid() {
        return Stream.of(
                arguments("a {% raw %}{{ x }} {% y %}{% endraw %} b", "a {{ x }} {% y %} b"),
                arguments("`{% raw %}{{ x }}{% endraw %}`", "`{{ x }}`"),
                arguments("{%raw%}{%-endraw-%} {% y %}", ""),
                arguments("a {% comment %}{{ x }} {% raw %} {% endcomment %} {% endraw %}{% endcomment %}b", "a b"),
                arguments("{% comment %}a{% comment %}b{% endcomment %}c{% endcomment %}d", "d"),
                // Jekyll: "a xy", for it knows what is true.
                arguments("{% if true %}a{% else %}b{% endif %} x {%- if false -%} c {%- endif -%} y", "ab xcy"),
                arguments("a\n{%- if x -%}\nb\n{%- endif -%}\nc", "abc"),
                arguments("{% for p in site.posts %}<li>{{ p.title }}</li>{% endfor %}", "<li></li>"),
                arguments("{{ page.title }} {{page.title}} {{- page.title -}} !", "My *title* My *title*My *title*!"),
                arguments("{{ nothing }}{{ page.date | date: \"%Y\" }}{{ }}{{}}.", "."),
                arguments("[a]({{ site.baseurl }}/x)", "[a](/x)"),
                arguments("[a]({{ site.url }}{{ site.baseurl }}/x#y)", "[a](/x#y)"),
                arguments("[a]({{ site.baseurl }}x) [a]({{ site.baseurl -}}/x)", "[a](/x) [a](/x)"),
                arguments("[a]({{ site.url }}{{ site.baseurl }})", "[a](/)"),
                arguments("<a href=\"{{ site.url }}\">", "<a href=\"/\">"),
                arguments("[a]({{ \"/x\" | relative_url }}) [a]({{ 'x y' | absolute_url }})", "[a](/x) [a](/x%20y)"),
                arguments("{{ '/x' | prepend: site.baseurl | prepend: site.url }}", "/x"),
                arguments("{{ site.baseurl | append: \"/x\" }}", "/x"),
                arguments("{{ 'https://e.org/x' | relative_url }}", "https://e.org/x"),
                arguments("{{ '{%' }} {{ \"a\" | escape }} {{ '<' | escape }}", "{% a &lt;"),
                arguments("[a]({% post_url 2020-01-02-other %}#f)", "[a](/_posts/2020-01-02-other#f)"),
                arguments("[a]({{ site.baseurl }}{% post_url sub/2020-01-02-o %})", "[a](/_posts/sub/2020-01-02-o)"),
                arguments("<a href='{% post_url 2020-1-2-b (c) %}'>", "<a href='/_posts/2020-1-2-b%20%28c%29'>"),
                arguments("[a]: {% post_url 2020-01-02-other %}", "[a]: /_posts/2020-01-02-other"),
                // Jekyll: the URL as text.
                arguments("see {% post_url 2020-01-02-o_o %}.", "see [2020-01-02-o\\_o](/_posts/2020-01-02-o_o)."),
                arguments("[a]({% link _posts/2020-01-02-other.md %})", "[a](/_posts/2020-01-02-other.md)"),
                arguments("[a]({% link /assets/a b.pdf %})", "[a](/assets/a%20b.pdf)"),
                arguments("{% gist ada/123 x.rb %}", "<https://gist.github.com/ada/123>"),
                arguments("{% highlight ruby linenos %}\ndef x\n{% endhighlight %}\n", "~~~ ruby\ndef x\n~~~\n"),
                arguments("a {% highlight js %}b{% endhighlight %} c", "a \n~~~ js\nb\n~~~\n c"),
                arguments(
                        "1. a\n\n   {% highlight js %}\n   b\n   {% endhighlight %}\n",
                        "1. a\n\n   ~~~ js\n   b\n   ~~~\n"),
                arguments("> {% highlight js %}\n> b\n> {% endhighlight %}\n", "> ~~~ js\n> b\n> ~~~\n"),
                arguments("{% highlight %}\n~~~\n{% endhighlight %}", "~~~~\n~~~\n~~~~"),
                arguments(
                        "{% highlight liquid %}\n{% raw %}{{ x }}{% endraw %}{{ y }}\n{% endhighlight %}",
                        "~~~ liquid\n{{ x }}\n~~~"),
                arguments("{% highlight a %}{% highlight b %}x{% endhighlight %}{% endhighlight %}", "~~~ a\nx\n~~~"),
                arguments("{% endhighlight %}{% endraw %}{% endcomment %}a", "a"),
                arguments("{% include note.html a='b' %}a{% include_cached x %}", "a"),
                arguments("{%\n  include\n  x.html\n%}a", "a"),
                arguments("```\n{{ x }} $\n```", "```\n $\n```"),
                arguments("100 {% off", "100 {% off"),
                arguments("{{a}{b}} {{ x", "{{a}{b}} {{ x"),
                arguments("{ x } {", "{ x } {"),
                arguments("{% highlight js %}\nx", "~~~ js\nx\n~~~"),
                arguments("{% raw %}{{ x }}", "{{ x }}"),
                arguments("a{% comment %}secret", "a"),
                arguments("{{% x %}}a", "a"));
    }

    @ParameterizedTest
    @MethodSource
    void liquid(String written, String read) {
        Expanded expanded = Tagging.LIQUID.expand(written, false, Optional.of("My *title*"), LONGEST, 20);

        assertThat(expanded.text()).isEqualTo(read);
    }

    static Stream<Arguments> shortcodes() {
        return Stream.of(
                arguments(
                        "{{< highlight go \"linenos=table,hl_lines=1\" >}}\nfunc\n{{< /highlight >}}\n",
                        "~~~ go\nfunc\n~~~\n"),
                arguments("{{% highlight go %}}\n{{< note >}}x\n{{% /highlight %}}", "~~~ go\nx\n~~~"),
                arguments(
                        "{{< figure src=\"a b.png\" title=\"T\" alt=\"A*\" caption=\"C \\\"x\\\"\" link=\"https://x.org\" class=c >}}",
                        "[![A\\*](<a%20b.png> \"T · C \\\"x\\\"\")](<https://x.org>)"),
                arguments("{{< figure src=\"a.png\" >}}", "![](<a.png>)"),
                arguments("{{< figure src=`a.png` caption=`x` />}}", "![x](<a.png> \"x\")"),
                arguments("[r]({{< ref \"other\" >}}) [r]({{< relref \"other.md#f\" >}})", "[r](other) [r](other#f)"),
                arguments("[r]({{< ref \"/docs/deep.md\" >}})", "[r](/content/docs/deep)"),
                arguments("[r]({{% relref path=\"docs/deep.md\" lang=\"de\" %}})", "[r](/content/docs/deep)"),
                arguments("[r]({{< ref \"#f\" >}}) [r](<{{< ref \"a b\" >}}>)", "[r](#f) [r](<a%20b>)"),
                arguments("[r]: {{< ref other >}}", "[r]: other"),
                // Hugo: the URL as text.
                arguments("see {{< ref \"other\" >}}", "see [other](other)"),
                arguments("{{< youtube w7Ft2ymGmfc >}}", "<https://www.youtube.com/watch?v=w7Ft2ymGmfc>"),
                arguments(
                        "{{< youtube id=\"w7\" title=\"My [x]\" >}}",
                        "[My \\[x\\]](https://www.youtube.com/watch?v=w7)"),
                arguments("{{< youtube >}}a", "a"),
                arguments("{{< vimeo 146022717 >}}", "<https://vimeo.com/146022717>"),
                arguments("{{< gist spf13 7896402 \"x.go\" >}}", "<https://gist.github.com/spf13/7896402>"),
                arguments("{{< tweet 877500564405444608 >}}", "<https://twitter.com/i/status/877500564405444608>"),
                arguments("{{< tweet user=\"ada\" id=\"1\" >}}", "<https://twitter.com/ada/status/1>"),
                arguments("{{< x user=\"ada\" id=\"1\" >}}", "<https://x.com/ada/status/1>"),
                arguments("{{< note >}}in *a* note{{< /note >}} {{% note %}}b{{% /note %}}", "in *a* note b"),
                arguments("`{{</* ref \"x\" */>}}` {{%/* note */%}}", "`{{< ref \"x\" >}}` {{% note %}}"),
                arguments("{{< a \"x >}} y\" >}}b", "b"),
                arguments("{{< a \"x >}}b", "b"),
                arguments("{{< a\n\nb {{< c >}}d", "{{< a\n\nb d"),
                arguments("{{< a \"x\n\nb {{% c %}}d{{< e >}}f", "{{< a \"x\n\nb df"),
                arguments("{{% a x=`y`{{< c >}}d %}}", "{{% a x=`y`d %}}"),
                arguments("{{< a \"{{< x >}}\" >}}b", "b"),
                arguments("{{<note/>}}b{{<\nnote\n>}}", "b"),
                arguments("a{{< comment >}}secret{{< /comment >}}b{{% comment %}}secret{{%/comment%}}c", "abc"),
                arguments("{{ .Title }} {{ x }} {% y %} {{<", "{{ .Title }} {{ x }} {% y %} {{<"),
                arguments("```\n{{< note >}}code{{< /note >}} {{ x }}\n```", "```\ncode {{ x }}\n```"),
                arguments("{{< a", "{{< a"));
    }

    @ParameterizedTest
    @MethodSource
    void shortcodes(String written, String read) {
        Expanded expanded = Tagging.SHORTCODES.expand(written, false, Optional.empty(), LONGEST, 20);

        assertThat(expanded.text()).isEqualTo(read);
    }

    @Test
    void writesHtmlInHtml() {
        assertThat(Tagging.LIQUID
                        .expand(
                                "<p>{% post_url 2020-01-02-o %}</p>{% highlight c %}\n<a> & b\n{% raw %}{{<}}{% endraw %}{% endhighlight %}<b>",
                                true, Optional.empty(), LONGEST, 20)
                        .text())
                .isEqualTo(
                        "<p><a href=\"/_posts/2020-01-02-o\">2020-01-02-o</a></p><pre><code class=\"language-c\">&lt;a&gt; &amp; b\n{{&lt;}}</code></pre><b>");
        assertThat(Tagging.SHORTCODES
                        .expand(
                                "{{< figure src=\"a.png\" caption=\"x<y\" >}}{{< vimeo 1 >}}",
                                true,
                                Optional.empty(),
                                LONGEST,
                                20)
                        .text())
                .isEqualTo(
                        "<figure><img src=\"a.png\" alt=\"x&lt;y\"><figcaption>x&lt;y</figcaption></figure><a href=\"https://vimeo.com/1\">https://vimeo.com/1</a>");
    }

    @Test
    void tellsOnceOfEachKindWhereItIs() {
        String written = "{% include a %} {% if x %}{% elsif y %}{% endif %} {% include b %} {{ x }}{{ y }}{{ x }}";

        assertThat(Tagging.LIQUID
                        .expand(written, false, Optional.empty(), LONGEST, 20)
                        .remarks())
                .extracting(remark -> remark.index() + " " + remark.message())
                .containsExactly(
                        "0 {% include %} is left out",
                        "16 {% if %} is left out", "67 {{ x }} is left out", "74 {{ y }} is left out");
        assertThat(Tagging.SHORTCODES
                        .expand("{{< a >}}x{{< /a >}}{{% a %}}{{< b", false, Optional.empty(), LONGEST, 20)
                        .remarks())
                .extracting(remark -> remark.index() + " " + remark.message())
                .containsExactly("0 {{< a >}} is left out", "29 {{< is not closed, so it is text");
    }

    @Test
    void tellsOfNoMoreKindsThanItMay() {
        assertThat(Tagging.LIQUID
                        .expand("{% a %}{% b %}{% c %}{% d %}{% a %}", false, Optional.empty(), LONGEST, 2)
                        .remarks())
                .extracting(Expanded.Remark::message)
                .containsExactly(
                        "{% a %} is left out", "{% b %} is left out", "more kinds of tags than 2 are left out");
    }

    @Test
    void knowsWhereEverythingIsWritten() {
        String written = "ab {% comment %}x{% endcomment %} cd {{ page.title }} ef {%- if x -%} gh";

        Expanded expanded = Tagging.LIQUID.expand(written, false, Optional.of("Title"), LONGEST, 20);

        for (String word : List.of("ab", "cd", "ef", "gh")) {
            assertThat(expanded.origins().of(expanded.text().indexOf(word))).isEqualTo(written.indexOf(word));
        }
        assertThat(expanded.origins().of(expanded.text().indexOf("tle"))).isEqualTo(written.indexOf("{{"));
    }

    static Stream<String> readsWhatNobodyWrites() {
        return Stream.of(
                "{% raw %}" + "{%".repeat(200_000) + "%}",
                "{% raw %}" + "{%endraw".repeat(100_000),
                "{%".repeat(300_000),
                "{{".repeat(300_000) + "}",
                "{{ x }".repeat(100_000),
                "{% comment %}".repeat(50_000),
                "{% comment %}{% raw %}" + "{%".repeat(200_000) + "%}",
                "{% highlight a %}".repeat(50_000),
                "{% highlight a %}x{% endhighlight %}".repeat(20_000),
                "- ".repeat(100_000) + "{% highlight a %}".repeat(20_000),
                " {%- x %}".repeat(100_000),
                "x".repeat(500_000) + "{% post_url a %}".repeat(20_000),
                "{% if x %}".repeat(300) + "a" + "{% endif %}".repeat(300),
                "{{ '" + "|".repeat(300_000) + "' | " + "x | ".repeat(50_000) + "}}",
                "{{ '" + "&".repeat(100_000) + "'" + " | escape".repeat(20_000) + " }}",
                "{{ '" + "x".repeat(300_000) + "'" + " | append: 'x'".repeat(20_000) + " }}",
                "{{< a ".repeat(100_000) + ">}}",
                "{{< a \"".repeat(100_000) + ">}}",
                "{{< a `".repeat(100_000) + ">}}",
                "{{</*".repeat(100_000) + ">}}",
                "{{< a \"\\\"".repeat(100_000) + ">}}",
                "{{< a \"`".repeat(100_000) + ">}}",
                "{{< a `\"{{% b".repeat(50_000) + ">}}",
                "{{</* */".repeat(100_000) + ">}}",
                "{{< comment >}}" + "{{< /comment".repeat(50_000),
                "{{< comment >}}".repeat(50_000),
                "{{< a " + "b=".repeat(300_000) + ">}}",
                "{{< highlight a >}}".repeat(50_000),
                "{{% a %}}".repeat(300) + "x" + "{{% /a %}}".repeat(300));
    }

    @ParameterizedTest
    @MethodSource
    @Timeout(20)
    void readsWhatNobodyWrites(String written) {
        for (Tagging tagging : Tagging.values()) {
            Expanded expanded = tagging.expand(written, false, Optional.of("x".repeat(10_000)), LONGEST, 20);

            assertThat(expanded.text()).hasSizeLessThanOrEqualTo(LONGEST);
            assertThat(expanded.remarks()).hasSizeLessThanOrEqualTo(21);
        }
    }

    @Test
    void aTitleMakesNoTextWithoutEnd() {
        Expanded expanded = Tagging.LIQUID.expand(
                "{{ page.title }}".repeat(60_000), false, Optional.of("x".repeat(10_000)), LONGEST, 20);

        assertThat(expanded.isTooLong()).isTrue();
        assertThat(expanded.text()).hasSizeLessThanOrEqualTo(LONGEST);
    }

    @ParameterizedTest
    @EnumSource
    void aTextWithoutTagsStaysAsItIs(Tagging tagging) {
        String text = "a { b } }} %}\r\n\0\uD83C\uDF89 {# x #}";

        Expanded expanded = tagging.expand(text, false, Optional.empty(), LONGEST, 20);

        assertThat(expanded.text()).isEqualTo(text);
        assertThat(expanded.origins().of(7)).isEqualTo(7);
        assertThat(expanded.remarks()).isEmpty();
    }
}
