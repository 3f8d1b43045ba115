package org.broadsheet.render.theme;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.article.Heading;

/** A table of contents, or the part of one that is below a heading. */
public record ContentsView(List<Entry> entries) {
    /** Levels of headings that it shows. */
    private static final int LEVELS = 3;

    public ContentsView {
        entries = List.copyOf(entries);
    }

    /** @param url the place in the page */
    public record Entry(String text, String url, Optional<ContentsView> below) {}

    /** Of an article's headings; empty if there are fewer than two, which need none. */
    public static Optional<ContentsView> of(List<Heading> headings) {
        int highest = headings.stream().mapToInt(Heading::level).min().orElse(1);
        List<Heading> shown = headings.stream()
                .filter(heading -> heading.level() < highest + LEVELS && heading.canBeTitle())
                .toList();
        return shown.size() < 2 ? Optional.empty() : below(shown);
    }

    /** Each that is as high as the highest before it in its part begins a new entry, and what follows is below it. */
    private static Optional<ContentsView> below(List<Heading> headings) {
        if (headings.isEmpty()) {
            return Optional.empty();
        }
        List<Entry> entries = new ArrayList<>();
        int level = headings.getFirst().level();
        int begin = 0;
        for (int i = 1; i <= headings.size(); i++) {
            if (i == headings.size() || headings.get(i).level() <= level) {
                Heading heading = headings.get(begin);
                entries.add(new Entry(heading.text(), "#" + heading.id(), below(headings.subList(begin + 1, i))));
                begin = i;
                level = i == headings.size() ? level : headings.get(i).level();
            }
        }
        return Optional.of(new ContentsView(entries));
    }
}
