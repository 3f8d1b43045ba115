package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.AutoLink;
import com.vladsch.flexmark.ast.Code;
import com.vladsch.flexmark.ast.DelimitedLinkNode;
import com.vladsch.flexmark.ast.FencedCodeBlock;
import com.vladsch.flexmark.ast.HardLineBreak;
import com.vladsch.flexmark.ast.HtmlBlockBase;
import com.vladsch.flexmark.ast.HtmlEntity;
import com.vladsch.flexmark.ast.HtmlInlineBase;
import com.vladsch.flexmark.ast.Image;
import com.vladsch.flexmark.ast.ImageRef;
import com.vladsch.flexmark.ast.IndentedCodeBlock;
import com.vladsch.flexmark.ast.LinkRef;
import com.vladsch.flexmark.ast.ListBlock;
import com.vladsch.flexmark.ast.Reference;
import com.vladsch.flexmark.ast.SoftLineBreak;
import com.vladsch.flexmark.ast.Text;
import com.vladsch.flexmark.ext.footnotes.Footnote;
import com.vladsch.flexmark.ext.footnotes.FootnoteBlock;
import com.vladsch.flexmark.ext.tables.TableCell;
import com.vladsch.flexmark.ext.tables.TableSeparator;
import com.vladsch.flexmark.util.ast.Block;
import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.ast.Node;
import java.util.Optional;
import java.util.function.Predicate;

/** The text of a node that a reader sees, without notes. Recursive: the depth of the tree is checked before. */
final class PlainText {
    private final StringBuilder out;
    private final Predicate<ListBlock> omitted;
    private boolean gap;
    /** Where the author says that the beginning ends; negative: nowhere. */
    private int more = -1;

    private PlainText(int length, Predicate<ListBlock> omitted) {
        out = new StringBuilder(length);
        this.omitted = omitted;
    }

    static String of(Node node) {
        PlainText text = new PlainText(node.getTextLength(), list -> false);
        text.children(node);
        return text.out.toString();
    }

    /** @param beginning up to {@code <!--more-->}; empty without one, or without text above it */
    record Of(String whole, Optional<String> beginning) {}

    /** @param omitted of its lists those that nobody sees */
    static Of document(Document document, Predicate<ListBlock> omitted) {
        PlainText text = new PlainText(document.getTextLength(), omitted);
        text.children(document);
        String whole = text.out.toString();
        return new Of(whole, text.more > 0 ? Optional.of(whole.substring(0, text.more)) : Optional.empty());
    }

    private void children(Node parent) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            visit(child);
        }
    }

    private void visit(Node node) {
        switch (node) {
            case Text text -> append(Unescape.ofText(text.getChars()));
            case HtmlEntity entity -> append(Unescape.of(entity.getChars()));
            case Code code -> append(code.getText());
            case MathSpan math -> append(math.getChars());
            case MathBlock block -> block(block.text());
            case FencedCodeBlock block -> block(block.getContentChars());
            case IndentedCodeBlock block -> block(block.getContentChars());
            case HtmlBlockBase block -> raw(block.getChars().toString());
            case SoftLineBreak ignored -> gap = true;
            case HardLineBreak ignored -> gap = true;
            case BareLink link -> append(link.shown());
            case DelimitedLinkNode link ->
                append(link instanceof AutoLink ? link.getText() : Unescape.of(link.getText()));
            case LinkRef link -> reference(link);
            case ImageRef image -> append(image.isDefined() ? "" : image.getChars());
            case Image ignored -> {}
            case HtmlInlineBase tag -> {
                endBeginning(More.isIn(tag));
                gap |= isLineBreak(tag.getChars());
            }
            case FootnoteBlock ignored -> {}
            case Reference ignored -> {}
            case Footnote mark -> append(mark.isDefined() ? "" : mark.getChars());
            case TableSeparator ignored -> {}
            default -> {
                if (node instanceof ListBlock list && omitted.test(list)) {
                    return;
                }
                boolean apart = node instanceof Block || node instanceof TableCell;
                gap |= apart;
                children(node);
                gap |= apart;
            }
        }
    }

    /** A reference without a definition is what is written. */
    private void reference(LinkRef link) {
        if (link.isDefined()) {
            children(link);
            return;
        }
        append("[");
        children(link);
        append("]");
        if (!link.getTextOpeningMarker().isEmpty() || link.isDummyReference()) {
            append("[");
            append(link.isDummyReference() ? "" : link.getReference());
            append("]");
        }
    }

    private void raw(String html) {
        int end = More.begin(html);
        if (end < 0) {
            block(HtmlText.of(html));
            return;
        }
        block(HtmlText.of(html.substring(0, end)));
        endBeginning(true);
        block(HtmlText.of(html.substring(end)));
    }

    /** {@code <br>}, in whichever way it is written, {@code </br>} included. */
    private static boolean isLineBreak(CharSequence tag) {
        int name = tag.charAt(1) == '/' ? 2 : 1;
        return name + 2 < tag.length()
                && (tag.charAt(name) | 0x20) == 'b'
                && (tag.charAt(name + 1) | 0x20) == 'r'
                && !Character.isLetterOrDigit(tag.charAt(name + 2));
    }

    private void endBeginning(boolean here) {
        if (here && more < 0) {
            more = out.length();
        }
    }

    private void block(CharSequence text) {
        gap = true;
        append(text);
        gap = true;
    }

    private void append(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                gap = true;
            } else {
                if (gap && !out.isEmpty()) {
                    out.append(' ');
                }
                gap = false;
                out.append(c);
            }
        }
    }
}
