package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.HtmlInline;
import com.vladsch.flexmark.ast.MailLink;
import com.vladsch.flexmark.ast.RefNode;
import com.vladsch.flexmark.ast.Text;
import com.vladsch.flexmark.parser.Parser;
import com.vladsch.flexmark.parser.block.DocumentPostProcessor;
import com.vladsch.flexmark.parser.block.DocumentPostProcessorFactory;
import com.vladsch.flexmark.util.ast.Block;
import com.vladsch.flexmark.util.ast.DoNotDecorate;
import com.vladsch.flexmark.util.ast.DoNotLinkDecorate;
import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.data.MutableDataHolder;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Addresses that stand in the text as they are (GFM 6.9) and that the inline parser left: those of mail, and those in brackets that
 * came to no link.
 */
final class Autolinks implements Parser.ParserExtension {
    static Autolinks create() {
        return new Autolinks();
    }

    private Autolinks() {}

    @Override
    public void parserOptions(MutableDataHolder options) {}

    @Override
    public void extend(Parser.Builder builder) {
        builder.postProcessorFactory(new Factory());
    }

    private static final class Factory extends DocumentPostProcessorFactory {
        @Override
        public DocumentPostProcessor apply(Document document) {
            return new Finder();
        }
    }

    private static final class Finder extends DocumentPostProcessor {
        @Override
        public Document processDocument(Document document) {
            BitSet signs = signs(document.getChars().getBaseSequence().getBase().toString());
            if (!signs.isEmpty()) {
                List<Text> texts = new ArrayList<>();
                boolean inAnchor = false;
                for (Node node : document.getDescendants()) {
                    if (node instanceof Text text && !inAnchor && mayHold(text, signs)) {
                        texts.add(text);
                    } else if (node instanceof Block) {
                        inAnchor = false;
                    } else if (node instanceof HtmlInline tag) {
                        inAnchor = SpecifiedInlineParser.inAnchorAfter(tag.getChars(), inAnchor);
                    }
                }
                texts.forEach(Finder::replace);
            }
            return document;
        }

        private static boolean mayHold(Text text, BitSet signs) {
            int sign = signs.nextSetBit(text.getStartOffset());
            return sign >= 0 && sign < text.getEndOffset() && !isInLink(text);
        }

        private static boolean isInLink(Node node) {
            for (Node parent = node.getParent(); parent != null; parent = parent.getParent()) {
                boolean link = parent instanceof DoNotDecorate || parent instanceof DoNotLinkDecorate;
                if (link && !(parent instanceof RefNode reference && !reference.isDefined())) {
                    return true;
                }
            }
            return false;
        }

        private static void replace(Text node) {
            BasedSequence text = node.getChars();
            int done = 0;
            int noneBefore = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                Node link = null;
                int start = 0;
                int end = 0;
                if ((c == ':' || c == '.') && i >= noneBefore) {
                    BareLink.Found found = BareLink.around(text, done, i);
                    noneBefore = found.noneBefore();
                    if (found.isLink()) {
                        start = found.start();
                        end = found.end();
                        link = new BareLink(text.subSequence(start, end));
                    }
                } else if (c == '@') {
                    start = beginOfMail(text, done, i);
                    end = start < i ? endOfMail(text, i) : -1;
                    if (end > i) {
                        BasedSequence mail = text.subSequence(start, end);
                        link = new MailLink(mail.subSequence(0, 0), mail, mail.subSequence(mail.length()));
                    }
                }
                if (link != null) {
                    if (start > done) {
                        node.insertBefore(new Text(text.subSequence(done, start)));
                    }
                    node.insertBefore(link);
                    done = end;
                    i = end - 1;
                }
            }
            if (done == text.length()) {
                node.unlink();
            } else if (done > 0) {
                node.setChars(text.subSequence(done));
            }
        }

        /** {@code at} itself if nothing of a mail address stands before it. */
        private static int beginOfMail(CharSequence text, int done, int at) {
            int start = at;
            while (start > done && isOfLocalPart(text.charAt(start - 1))) {
                start--;
            }
            // What is escaped is meant as it stands.
            return start > 0 && (text.charAt(start - 1) == '\\' || text.charAt(start - 1) == '@') ? at : start;
        }

        private static boolean isOfLocalPart(char c) {
            return BareLink.isAsciiLetter(c)
                    || BareLink.isDigit(c)
                    || ".+-_".indexOf(c) >= 0
                    || (c >= 0x80 && isOfAlphabet(c));
        }

        /** Not of a script without spaces, in which what stands before belongs to another word. */
        private static boolean isOfAlphabet(char c) {
            return Character.isLetter(c)
                    && switch (Character.UnicodeScript.of(c)) {
                        case LATIN, GREEK, CYRILLIC -> true;
                        default -> false;
                    };
        }

        /** Not behind {@code at} if it is none. */
        private static int endOfMail(CharSequence text, int at) {
            boolean dot = false;
            int end = at + 1;
            for (; end < text.length(); end++) {
                char c = text.charAt(end);
                if (c == '.' && end + 1 < text.length() && isLetterOrDigit(text.charAt(end + 1)) && end > at + 1) {
                    dot = true;
                } else if (!isLetterOrDigit(c) && c != '-' && c != '_') {
                    break;
                }
            }
            char last = text.charAt(end - 1);
            boolean goesOn = end < text.length() && text.charAt(end) == '@';
            return dot && last != '-' && last != '_' && !goesOn ? end : at;
        }

        private static boolean isLetterOrDigit(char c) {
            return BareLink.isAsciiLetter(c) || BareLink.isDigit(c) || (c >= 0x80 && isOfAlphabet(c));
        }

        /** Where something stands without which no address is: {@code ://}, {@code www.}, {@code @}. */
        private static BitSet signs(String text) {
            BitSet signs = new BitSet();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean sign = switch (c) {
                    case '@' -> true;
                    case '/' -> i > 1 && text.charAt(i - 1) == '/' && text.charAt(i - 2) == ':';
                    case '.' -> i > 0 && (text.charAt(i - 1) | 0x20) == 'w';
                    default -> false;
                };
                if (sign) {
                    signs.set(i);
                }
            }
            return signs;
        }
    }
}
