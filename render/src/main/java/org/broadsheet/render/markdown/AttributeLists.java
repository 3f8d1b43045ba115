package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.BlockQuote;
import com.vladsch.flexmark.ast.HardLineBreak;
import com.vladsch.flexmark.ast.Heading;
import com.vladsch.flexmark.ast.HtmlBlock;
import com.vladsch.flexmark.ast.ListBlock;
import com.vladsch.flexmark.ast.ListItem;
import com.vladsch.flexmark.ast.Paragraph;
import com.vladsch.flexmark.ast.SoftLineBreak;
import com.vladsch.flexmark.ast.Text;
import com.vladsch.flexmark.ext.tables.TableBlock;
import com.vladsch.flexmark.ext.tables.TableCell;
import com.vladsch.flexmark.ext.tables.TableRow;
import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.broadsheet.render.markdown.tags.Tagging;
import org.jspecify.annotations.Nullable;

/**
 * Gives the attributes in a text to what they are meant for, as kramdown does: the span before them, the block above, that below if
 * none is directly above, or the list item that begins with them. None of them stays in the document.
 */
final class AttributeLists {
    private static final Pattern LAST_LINE = Pattern.compile("[ \\t]*\\{:[^{}\\n]*\\}[ \\t]*\\n?");

    /** More than a tag's classes are not gathered. */
    private static final int LONGEST = 200;

    private final Document document;
    private final String text;
    private final IdentityHashMap<Node, Map<String, String>> given = new IdentityHashMap<>();
    private final Map<String, AttributeList> defined = new HashMap<>();
    private final List<Span> unseen = new ArrayList<>();

    private AttributeLists(Document document) {
        this.document = document;
        this.text = document.getChars().toString();
    }

    /**
     * What was in a document, which is without it now.
     *
     * @param given to each node
     * @param open where comments begin that are not closed
     * @param unseen where attributes and comments stood
     */
    record Settled(IdentityHashMap<Node, Map<String, String>> given, List<Integer> open, List<Span> unseen) {}

    static Settled settle(Document document, Tagging tagging) {
        return tagging == Tagging.PLAIN
                ? new Settled(new IdentityHashMap<>(), List.of(), List.of())
                : new AttributeLists(document).run(tagging == Tagging.LIQUID);
    }

    private Settled run(boolean isKramdown) {
        List<HiddenBlock> hidden = new ArrayList<>();
        List<AttributeList> lists = new ArrayList<>();
        List<HtmlBlock> blocks = new ArrayList<>();
        for (Node node : document.getDescendants()) {
            if (node instanceof AttributeList list) {
                lists.add(list);
                list.defines().ifPresent(name -> defined.putIfAbsent(name, list));
            } else if (node instanceof HtmlBlock block) {
                blocks.add(block);
            } else if (node instanceof HiddenBlock block) {
                hidden.add(block);
            }
        }
        lists.forEach(this::settle);
        if (isKramdown) {
            blocks.forEach(this::cut);
        }
        hidden.forEach(block -> {
            unseen.add(Span.of(block));
            block.unlink();
        });
        return new Settled(
                given,
                hidden.stream()
                        .filter(block -> !block.isClosed())
                        .map(Node::getStartOffset)
                        .toList(),
                List.copyOf(unseen));
    }

    private void settle(AttributeList list) {
        @Nullable Node target = list.defines().isPresent() ? null : target(list);
        if (target != null) {
            Map<String, String> attributes = given.computeIfAbsent(target, node -> new HashMap<>());
            for (String name : list.names()) {
                AttributeList other = defined.get(name);
                if (other == null) {
                    attributes.put(name, "");
                } else {
                    other.attributes().forEach((key, value) -> add(attributes, key, value));
                }
            }
            list.attributes().forEach((key, value) -> add(attributes, key, value));
        }
        remove(list);
    }

    private static void add(Map<String, String> attributes, String key, String value) {
        if (key.equals("class")) {
            attributes.merge(key, value, (a, b) -> a.length() > LONGEST ? a : a + " " + b);
        } else {
            attributes.put(key, value);
        }
    }

    private @Nullable Node target(AttributeList list) {
        Node parent = list.getParent();
        Node before = list.getPrevious();
        Node behind = list.getNext();
        if (parent instanceof TableCell cell) {
            return before == null && behind == null ? tableOf(cell) : spanBefore(list);
        }
        if (parent instanceof Heading) {
            return before != null && behind == null ? parent : spanBefore(list);
        }
        if (!(parent instanceof Paragraph paragraph)) {
            return spanBefore(list);
        }
        boolean beginsLine = before == null || isBreak(before);
        boolean endsLine = behind == null || isBreak(behind);
        if (!beginsLine) {
            return spanBefore(list);
        }
        if (!endsLine) {
            boolean isFirst = before == null && paragraph.getPrevious() == null;
            return isFirst && paragraph.getParent() instanceof ListItem item ? item : null;
        }
        if (before == null && behind == null) {
            return besides(paragraph);
        }
        return before == null ? paragraph : above(list, paragraph);
    }

    private static boolean isBreak(Node node) {
        return node instanceof SoftLineBreak || node instanceof HardLineBreak;
    }

    private static @Nullable Node spanBefore(AttributeList list) {
        Node before = list.getPrevious();
        return before == null
                        || before instanceof Text
                        || before instanceof AttributeList
                        || isBreak(before)
                        || before.getEndOffset() != list.getStartOffset()
                ? null
                : before;
    }

    /** Directly above or below a paragraph that is nothing else. */
    private @Nullable Node besides(Paragraph paragraph) {
        Node before = paragraph.getPrevious();
        if (before != null && lines(before.getEndOffset(), paragraph.getStartOffset()) <= 1) {
            return before;
        }
        Node behind = paragraph.getNext();
        return behind != null && lines(paragraph.getEndOffset(), behind.getStartOffset()) <= 1 ? behind : null;
    }

    /** Line ends between two places, as far as it matters: that of a block belongs to it. */
    private int lines(int from, int to) {
        int lines = from > 0 && from <= text.length() && text.charAt(from - 1) == '\n' ? 1 : 0;
        for (int i = from; i < Math.min(to, text.length()) && lines < 2; i++) {
            lines += text.charAt(i) == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** In the last line of a paragraph: what is meant is further out if the line does not go on with what the paragraph is in. */
    private Node above(AttributeList list, Paragraph paragraph) {
        int begin = text.lastIndexOf('\n', list.getStartOffset() - 1) + 1;
        int quotes = 0;
        for (int i = begin; i < list.getStartOffset(); i++) {
            quotes += text.charAt(i) == '>' ? 1 : 0;
        }
        int column = list.getStartOffset() - begin;
        List<Node> around = new ArrayList<>();
        for (Node node = paragraph.getParent(); node != null; node = node.getParent()) {
            around.add(node);
        }
        for (Node node : around.reversed()) {
            if (node instanceof BlockQuote && quotes-- <= 0) {
                return node;
            }
            if (node instanceof ListItem item && column < contentColumn(item)) {
                return item.getParent() instanceof ListBlock whole ? whole : item;
            }
        }
        return paragraph;
    }

    private int contentColumn(ListItem item) {
        Node first = item.getFirstChild();
        int start = first == null ? item.getStartOffset() : first.getStartOffset();
        return start - (text.lastIndexOf('\n', start - 1) + 1);
    }

    private static @Nullable Node tableOf(TableCell cell) {
        Node table = cell;
        while (table != null && !(table instanceof TableBlock)) {
            table = table.getParent();
        }
        return table;
    }

    private void remove(AttributeList list) {
        unseen.add(Span.of(list));
        Node parent = list.getParent();
        Node before = list.getPrevious();
        Node behind = list.getNext();
        list.unlink();
        if (parent instanceof TableCell cell) {
            if (cell.getFirstChild() == null
                    && cell.getPrevious() == null
                    && cell.getParent() instanceof TableRow row) {
                unseen.add(Span.of(row));
                row.unlink();
            }
            return;
        }
        if (before != null && isBreak(before) && (behind == null || isBreak(behind))) {
            before.unlink();
        } else if (before == null && behind != null && isBreak(behind)) {
            behind.unlink();
        } else if (behind == null && before instanceof Text text && !(parent instanceof TableCell)) {
            BasedSequence trimmed = text.getChars().trimEnd();
            if (!trimmed.isEmpty()) {
                text.setChars(trimmed);
            }
        } else if (before == null && behind instanceof Text text) {
            text.setChars(text.getChars().trimStart());
        }
        if (parent instanceof Paragraph && parent.getFirstChild() == null) {
            parent.unlink();
        }
    }

    /** HTML goes on to the next blank line, and attributes below it are taken for a part of it. */
    private void cut(HtmlBlock block) {
        List<BasedSequence> lines = new ArrayList<>(block.getContentLines());
        boolean isCut = false;
        while (!lines.isEmpty() && LAST_LINE.matcher(lines.getLast()).matches()) {
            lines.removeLast();
            isCut = true;
        }
        if (isCut) {
            unseen.add(new Span(
                    lines.isEmpty() ? block.getStartOffset() : lines.getLast().getEndOffset(), block.getEndOffset()));
        }
        if (isCut && lines.isEmpty()) {
            block.unlink();
        } else if (isCut) {
            BasedSequence chars =
                    block.getChars().subSequence(0, lines.getLast().getEndOffset() - block.getStartOffset());
            block.setContent(chars, lines);
            block.setChars(chars);
        }
    }
}
