package org.broadsheet.render.article;

import com.vladsch.flexmark.ast.Heading;
import com.vladsch.flexmark.ast.Image;
import com.vladsch.flexmark.ast.ImageRef;
import com.vladsch.flexmark.ast.Link;
import com.vladsch.flexmark.ast.LinkRef;
import com.vladsch.flexmark.ast.OrderedList;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.html.MutableAttributes;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of the attributes that an author gives in Markdown a tag carries; all else, such as {@code style}, is dropped. */
final class AuthoredAttributes {
    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{N}_ -]{1,200}");
    private static final Pattern PIXELS = Pattern.compile("([0-9]{1,5})(?:px)?");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9-]{1,35}");
    private static final Pattern WORD = Pattern.compile("[^\\s\\p{Cntrl}]{1,200}");

    private AuthoredAttributes() {}

    static void add(String name, String value, Node node, MutableAttributes attributes) {
        boolean isLink = node instanceof Link || node instanceof LinkRef;
        boolean isPicture = node instanceof Image || node instanceof ImageRef;
        switch (name.toLowerCase(Locale.ROOT)) {
            case "class" -> {
                if (WORDS.matcher(value).matches()) {
                    attributes.addValue("class", value.strip());
                }
            }
            case "id" -> {
                if (!(node instanceof Heading)
                        && WORD.matcher(value).matches()
                        && Rendering.of(node.getDocument()).isAnchor(value)) {
                    attributes.replaceValue("id", value);
                }
            }
            case "title" -> attributes.replaceValue("title", value);
            case "lang" -> {
                if (TAG.matcher(value).matches()) {
                    attributes.replaceValue("lang", value);
                }
            }
            case "dir" -> {
                if (value.equals("ltr") || value.equals("rtl") || value.equals("auto")) {
                    attributes.replaceValue("dir", value);
                }
            }
            case "target" -> {
                if (isLink && value.equals("_blank")) {
                    attributes.replaceValue("target", value);
                    attributes.addValue("rel", "noopener");
                }
            }
            case "rel" -> {
                if (isLink && WORDS.matcher(value).matches()) {
                    attributes.addValue("rel", value.strip());
                }
            }
            case "alt" -> {
                if (isPicture) {
                    attributes.replaceValue("alt", value);
                }
            }
            case "width", "height" -> {
                Matcher pixels = PIXELS.matcher(value);
                if (isPicture && pixels.matches()) {
                    attributes.replaceValue(name.toLowerCase(Locale.ROOT), pixels.group(1));
                }
            }
            case "start" -> {
                if (node instanceof OrderedList && PIXELS.matcher(value).matches()) {
                    attributes.replaceValue("start", value);
                }
            }
            default -> {}
        }
    }
}
