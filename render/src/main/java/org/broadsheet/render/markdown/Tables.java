package org.broadsheet.render.markdown;

import com.vladsch.flexmark.ast.Paragraph;
import com.vladsch.flexmark.ext.tables.TableBlock;
import com.vladsch.flexmark.ext.tables.TableBody;
import com.vladsch.flexmark.ext.tables.TableCell;
import com.vladsch.flexmark.ext.tables.TableHead;
import com.vladsch.flexmark.ext.tables.TableRow;
import com.vladsch.flexmark.ext.tables.TablesExtension;
import com.vladsch.flexmark.html.HtmlRenderer;
import com.vladsch.flexmark.parser.InlineParser;
import com.vladsch.flexmark.parser.Parser;
import com.vladsch.flexmark.parser.block.ParagraphPreProcessor;
import com.vladsch.flexmark.parser.block.ParagraphPreProcessorFactory;
import com.vladsch.flexmark.parser.block.ParserState;
import com.vladsch.flexmark.parser.core.ReferencePreProcessorFactory;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.data.MutableDataHolder;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import com.vladsch.flexmark.util.sequence.SegmentedSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * GFM 4.10: tables, in linear time. The library's nodes and HTML; its parser splits a row after its inlines are parsed, so that a
 * bar in code is no bar, and an escaped one keeps its backslash there.
 */
final class Tables implements Parser.ParserExtension, HtmlRenderer.HtmlRendererExtension {
    /** Of a cell; a text put together of parts is slow to look at. */
    private static final int MOST_ESCAPES = 200;

    /** Of a document: cells that rows have fewer than their header. Each is a few signs of the header and a row's end. */
    private static final int MOST_ADDED = 100_000;

    private final TablesExtension library = TablesExtension.create();

    static Tables create() {
        return new Tables();
    }

    private Tables() {}

    @Override
    public void parserOptions(MutableDataHolder options) {}

    @Override
    public void rendererOptions(MutableDataHolder options) {}

    @Override
    public void extend(Parser.Builder builder) {
        builder.paragraphPreProcessorFactory(new Factory());
    }

    @Override
    public void extend(HtmlRenderer.Builder builder, String type) {
        library.extend(builder, type);
    }

    private static final class Factory implements ParagraphPreProcessorFactory {
        @Override
        public boolean affectsGlobalScope() {
            return false;
        }

        @Override
        public Set<Class<?>> getAfterDependents() {
            return Set.of(ReferencePreProcessorFactory.class);
        }

        @Override
        public @Nullable Set<Class<?>> getBeforeDependents() {
            return null;
        }

        @Override
        public ParagraphPreProcessor apply(ParserState state) {
            return new Reader();
        }
    }

    /** Of one document. */
    private static final class Reader implements ParagraphPreProcessor {
        private int added;

        /** The number of characters that are a table at the beginning of a paragraph. */
        @Override
        public int preProcessBlock(Paragraph paragraph, ParserState state) {
            List<BasedSequence> lines = paragraph.getContentLines();
            if (lines.size() < 2
                    || (lines.get(0).indexOf('|') < 0 && lines.get(1).indexOf('|') < 0)) {
                return 0;
            }
            List<TableCell.@Nullable Alignment> columns = columns(lines.get(1));
            if (columns.isEmpty()) {
                return 0;
            }
            List<BasedSequence> header = cells(lines.get(0));
            if (header.size() != columns.size()) {
                return 0;
            }
            InlineParser inlines = state.getInlineParser();
            TableBlock table = new TableBlock(lines);
            TableHead head = new TableHead(lines.get(0));
            head.appendChild(row(lines.get(0), header, columns, true, inlines));
            table.appendChild(head);
            if (lines.size() > 2) {
                Node body = new TableBody();
                for (BasedSequence line : lines.subList(2, lines.size())) {
                    body.appendChild(row(line, cells(line), columns, false, inlines));
                }
                body.setCharsFromContent();
                table.appendChild(body);
            }
            paragraph.insertBefore(table);
            state.blockAdded(table);
            return paragraph.getChars().length();
        }

        private TableRow row(
                BasedSequence line,
                List<BasedSequence> cells,
                List<TableCell.@Nullable Alignment> columns,
                boolean header,
                InlineParser inlines) {
            TableRow row = new TableRow(line.trim());
            int missing = Math.max(0, columns.size() - cells.size());
            boolean isFilled = added + missing <= MOST_ADDED;
            added += isFilled ? missing : 0;
            for (int i = 0; i < (isFilled ? columns.size() : cells.size()); i++) {
                TableCell cell = new TableCell();
                if (i < cells.size()) {
                    cell.setChars(cells.get(i));
                    cell.setText(cells.get(i));
                    inlines.parse(withoutEscapes(cells.get(i)), cell);
                }
                cell.setHeader(header);
                cell.setAlignment(columns.get(i));
                row.appendChild(cell);
            }
            return row;
        }
    }

    /** The alignments that a delimiter row says; empty if it is none. */
    private static List<TableCell.@Nullable Alignment> columns(BasedSequence line) {
        List<TableCell.@Nullable Alignment> columns = new ArrayList<>();
        for (int i = 0; i < line.length(); i++) {
            if ("|:- \t\r\n".indexOf(line.charAt(i)) < 0) {
                return List.of();
            }
        }
        for (BasedSequence cell : cells(line)) {
            boolean left = cell.startsWith(":");
            boolean right = cell.length() > 1 && cell.endsWith(":");
            String middle = cell.toString().substring(left ? 1 : 0, cell.length() - (right ? 1 : 0));
            if (middle.isEmpty() || !middle.chars().allMatch(c -> c == '-')) {
                return List.of();
            }
            columns.add(
                    left && right
                            ? TableCell.Alignment.CENTER
                            : left ? TableCell.Alignment.LEFT : right ? TableCell.Alignment.RIGHT : null);
        }
        return columns;
    }

    /** The cells of a row, without the white space around them. */
    private static List<BasedSequence> cells(BasedSequence line) {
        BasedSequence row = line.trim();
        List<BasedSequence> cells = new ArrayList<>();
        int begin = row.startsWith("|") ? 1 : 0;
        for (int i = begin; i < row.length(); i++) {
            char c = row.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '|') {
                cells.add(row.subSequence(begin, i).trim());
                begin = i + 1;
            }
        }
        if (begin < row.length()) {
            cells.add(row.subSequence(begin).trim());
        }
        return cells;
    }

    /** Bars that are escaped are bars, in code and addresses too; of a cell with more than anyone writes, in text only. */
    private static BasedSequence withoutEscapes(BasedSequence cell) {
        List<BasedSequence> parts = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i + 1 < cell.length(); i++) {
            if (cell.charAt(i) == '\\') {
                if (cell.charAt(i + 1) == '|') {
                    parts.add(cell.subSequence(begin, i));
                    begin = i + 1;
                }
                i++;
            }
        }
        if (parts.isEmpty() || parts.size() > MOST_ESCAPES) {
            return cell;
        }
        parts.add(cell.subSequence(begin));
        return SegmentedSequence.create(cell, parts);
    }
}
