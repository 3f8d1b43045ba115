package org.broadsheet.ingest.frontmatter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.broadsheet.common.data.DataLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys hide, ours and those of other generators; what becomes of their files is {@code HiddenTest}'s. */
class HidingKeyTest {
    private static final DataLimits LIMITS = new DataLimits(64 << 10, 10, 20, 10_000);

    private static SourceFile read(String keys) {
        // With a date beside it, which says nothing of whether the post is to be read.
        return SourceFile.read(
                "---\ntitle: A\ndate: 2024-05-01\n%s\n---\nText\n"
                        .formatted(keys)
                        .getBytes(StandardCharsets.UTF_8),
                LIMITS);
    }

    private static SourceFile.Readable readable(String keys) {
        SourceFile read = read(keys);
        assertThat(read).isInstanceOf(SourceFile.Readable.class);
        return (SourceFile.Readable) read;
    }

    static List<String> hiding() {
        return List.of(
                "draft: true",
                "draft: yes",
                "draft: On",
                "draft: y",
                "draft: 1",
                "draft: \"true\"",
                "draft: '  TRUE '",
                "Draft: true",
                "DRAFT: true",
                "dRaFt: True",
                "\"draft \": true",
                "\uFF44\uFF52\uFF41\uFF46\uFF54: true",
                "\"draft\\u200b\": true",
                "Draft: true\ndraft: false",
                "draft: false\nDraft: true",
                "draft: false\nDRAFT: yes\nDraft: no",
                "published: no",
                "published: off",
                "published: n",
                "published: 0",
                "published: \"false\"",
                "published: draft",
                "Published: false",
                "PUBLISHED: No",
                "published: false\nPublished: 2024-01-01",
                "published: true\ndraft: true",
                "draft: false\npublished: false",
                "draft: true\npublished: perhaps",
                "draft: perhaps\nhidden: true",
                "hidden: true",
                "Hidden: yes",
                "private: true",
                "PRIVATE: 1",
                "unlisted: true",
                "unlisted: on",
                "is_draft: true",
                "isDraft: 1",
                "IS-DRAFT: yes",
                "visibility: private",
                "Visibility: Hidden",
                "visibility: draft",
                "visibility: \" unlisted \"",
                "status: draft",
                "Status: Private",
                "status: pending",
                "status: future",
                // Keys of other generators.
                "public: false",
                "Public: No",
                "publish: false",
                "publish: draft",
                "dg-publish: false",
                "is_published: 0",
                "isPublished: false",
                "unpublished: true",
                "isHidden: true",
                "is_private: yes",
                "render: false",
                "Render: never",
                "routable: false",
                "visible: false",
                "listed: no",
                "eleventyExcludeFromCollections: true",
                "eleventy_exclude_from_collections: true",
                "permalink: false",
                "Permalink: no",
                "permalink: {build: false}",
                "build: {render: never}",
                "_build:\n  render: false\n  list: always",
                "_build:\n  list: never",
                "build: {list: false, publishResources: false}",
                "build: {render: link}",
                "BUILD: {Render: Never}",
                "build: false",
                "hide: true",
                "expired: true",
                "headless: true",
                "exclude: true",
                "members_only: true",
                "encrypted: true",
                "output: false",
                "show: no",
                "_hidden: yes",
                "post_status: pending",
                "status: [draft, a]",
                "state: draft",
                "access: private",
                "draft: true\nupdated: garbage",
                "draft: true\nid: garbage\nslug: '???'\nlang: x");
    }

    static List<String> notUnderstood() {
        return List.of(
                "draft: perhaps",
                "Draft: perhaps",
                "draft:",
                "draft: ''",
                "draft: null",
                "draft: ~",
                "draft: [true]",
                "draft: {is: true}",
                "draft: |\n  true\n  or not",
                "draft: 2",
                "draft: tr\u00FCe",
                "draft: \uFF54\uFF52\uFF55\uFF45",
                "draft: \"true\u00A0\"",
                "draft: \"\u0442rue\"",
                "draft: \"false\u200B\"",
                "draft: false\nDraft: perhaps",
                "published: soon",
                "published: 2024-13-40",
                "published:",
                "published: []",
                "published: {at: 2024-05-01}",
                "published: \"fals\u0435\"",
                "hidden: perhaps",
                "hidden: {}",
                "private: [a]",
                "unlisted: almost",
                "Visibility: members",
                "visibility: [private]",
                "visibility: ",
                "publishDate: soon",
                "publishDate: true",
                "publish_date: []",
                "PublishDate: 2024-02-30",
                "publishDate:",
                "expires: soon",
                "expiryDate: 2024-13-40",
                "public: perhaps",
                "public: {of: all}",
                "publish: soon",
                "publish:",
                "render: sometimes",
                "render: [never]",
                "dg-publish: perhaps",
                "eleventyExcludeFromCollections: [post]",
                "build: {render: sometimes}",
                "_build: {list: local}",
                "build: {render: [never]}",
                "visibility: paid",
                "password: hunter2",
                "post_password: [a]",
                "cascade: {draft: true}",
                "cascade:\n- build: {render: never}\n  target: {path: /a}",
                // One letter is all that is between the key and a meaning.
                "drfat: true",
                "drafts: yes",
                "dr\u0430ft: true",
                "publishd: false",
                "hiden: true",
                "privat: true",
                "visiblity: private",
                "publc: false",
                "rendr: no",
                "visble: never");
    }

    static List<String> shown() {
        return List.of(
                "draft: false",
                "Draft: No",
                "draft: off",
                "draft: 0",
                "draft: \"False\"",
                "published: true",
                "published: yes",
                "published: 2024-05-02",
                "Published: 2024-05-02T10:00:00Z",
                "hidden: false",
                "private: n",
                "unlisted: false",
                "visibility: Public",
                "publishDate: 2024-05-02",
                "publish_date: 2024-05-02",
                "status: published",
                "status: evergreen",
                "status: [a, {b: draft}]",
                "status:",
                "publisher: O'Reilly",
                "drafts: 3",
                "public: true",
                "publish: true",
                "publish: 2024-05-02",
                "dg-publish: true",
                "isPublished: yes",
                "render: true",
                "render: always",
                "eleventyExcludeFromCollections: false",
                "permalink: /2024/05/a/",
                "permalink: \"/{{ page.fileSlug }}/index.html\"",
                "permalink:",
                "permalink: {build: /a.html}",
                "build: {render: always, list: always, publishResources: false}",
                "_build:\n  publishResources: true",
                "build: 1234",
                "build: release",
                "hide: [navigation, toc]",
                "headless: chrome",
                "exclude: [a.md]",
                "output: html_document",
                "show: {toc: false}",
                "hide: false",
                "access: open",
                "state: Ohio",
                "password:",
                "password: ''",
                "password: false",
                "cascade: {type: docs, draft: false}",
                "sitemap: {exclude: true}",
                "sitemap: false",
                "search: false",
                "noindex: true",
                "expires:",
                "expiryDate: 2040-01-01",
                "prerender: false",
                "toc: false\ncomments: false\nmath: no\nfeatured: false",
                "layout: false",
                "rende: 3");
    }

    @ParameterizedTest
    @MethodSource("hiding")
    void hides(String keys) {
        assertThat(readable(keys).authored().hidden()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("notUnderstood")
    void isAProblemWhereItMayHide(String keys) {
        assertThat(read(keys))
                .isInstanceOfSatisfying(
                        SourceFile.Broken.class,
                        broken -> assertThat(broken.mayHide()).isNotEmpty().isSubsetOf(broken.problems()));
    }

    @ParameterizedTest
    @MethodSource("shown")
    void hidesNothing(String keys) {
        assertThat(readable(keys).authored().hidden()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"status: scheduled", "Status: Hidden", "post_status: trash", "status: [skip]", "state: unlisted"
            })
    void saysOfAStatusThatHidesElsewhereThatItHidesNothing(String keys) {
        SourceFile.Readable file = readable(keys);

        assertThat(file.authored().hidden()).isFalse();
        assertThat(file.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.line()).isEqualTo(4);
            assertThat(warning.message()).contains("hides nothing here");
            assertThat(warning.hint()).contains("write draft: true if the file is to be hidden");
        });
    }

    static List<String> ordinary() {
        return List.of(
                // Hugo
                "lastmod: 2024-05-02\ndraft: false\nweight: 10\ntags: [a]\nbuild:\n  list: always\n  render: always\n"
                        + "cascade:\n  type: docs\nmenu: main\nheadless: false\noutputs: [html]\nShowToc: true",
                // Jekyll
                "layout: post\ncategories: [a, b]\npermalink: /:year/:title.html\npublished: true\nexcerpt_separator: <!--more-->\n"
                        + "comments: true\nhidden: false\nsitemap: false\nredirect_from: [/old/]",
                // Eleventy
                "tags: [post]\npermalink: \"/{{ title | slugify }}/\"\neleventyExcludeFromCollections: false\n"
                        + "eleventyNavigation: {key: A, order: 1}\ntemplateEngineOverride: njk,md\npagination: {data: x, size: 1}",
                // Zola
                "updated: 2024-05-02\nrender: true\nin_search_index: false\ntemplate: page.html\n"
                        + "taxonomies: {tags: [a]}\nextra: {hide: true}",
                // Astro and Starlight
                "pubDate: 2024-05-01\nupdatedDate: 2024-05-02\nheroImage: /a.png\nfeatured: true\ndraft: false\n"
                        + "sidebar: {hidden: true}\npagefind: false\nprerender: true",
                // Gatsby and Next.js
                "path: /a\npublished: true\nfeaturedImage: ./a.png\nisPublished: true\nisFeatured: false\nogImage:\n  url: /a.png",
                // Hexo
                "updated: 2024-05-02\ncomments: false\npermalink: a/b\ndisableNunjucks: true\nhide: false\npassword:\nsticky: 100",
                // Ghost
                "status: published\nvisibility: public\nfeatured: false\ncustom_excerpt: x\ncodeinjection_head: null",
                // Obsidian
                "publish: true\ndg-publish: true\ndg-home: false\ncssclasses: [wide]\naliases: [B]",
                // Docusaurus
                "unlisted: false\ndraft: false\nsidebar_position: 1\nhide_title: true\nhide_table_of_contents: true\n"
                        + "hide_reading_time: true\npagination_next: null",
                // WordPress exports
                "status: publish\ncomment_status: open\nping_status: closed\npost_type: post\nprivate: false\npost_password: ''",
                // MkDocs Material and VuePress
                "hide: [navigation, toc, tags]\nsearch: {exclude: true}\nsearch_exclude: true\nsidebar: false\narticle: false",
                // Grav and Middleman
                "publish_date: 2024-05-01\nroutable: true\nvisible: true\ncache_enable: false\nprocess: {markdown: true}");
    }

    @ParameterizedTest
    @MethodSource("ordinary")
    void whatPostsOrdinarilySayHidesNothing(String keys) {
        assertThat(readable(keys).authored().hidden()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "render: sometimes        | 4:9 render: found \"sometimes\"; write render: true, or render: false, or take the key away",
                "IsDraft: maybe           | 4:10 IsDraft: found \"maybe\"; write IsDraft: true, or IsDraft: false, or take the key away",
                "_build: {list: local}    | 4:9 _build: found keys with values; write draft: true, or draft: false, or take the key away",
                "password: hunter2        | 4:11 password: found one; write draft: true, for nobody is asked for a password here, or take the key away",
                "cascade: {draft: true}   | 4:10 cascade: found keys with values; write draft: true into each file below that is to be hidden, or take the key away"
            })
    void saysWhatToWrite(String keys, String told) {
        assertThat(read(keys))
                .isInstanceOfSatisfying(
                        SourceFile.Broken.class,
                        broken -> assertThat(broken.problems())
                                .extracting(c -> c.line() + ":" + c.column() + " " + c.message() + "; "
                                        + c.hint().orElse(""))
                                .containsExactly(told));
    }

    @Test
    void keysThatOtherGeneratorsHaveToHideReachTheTemplatesAsAllThatIsNotOurs() {
        SourceFile.Readable readable = readable("build: {render: always}\nrender: true\nhide: [toc]\ndraft: false");

        assertThat(readable.authored().extra()).containsOnlyKeys("build", "render", "hide");
        assertThat(readable.warnings()).isEmpty();
    }
}
