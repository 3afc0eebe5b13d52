import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// The app's own colours (style/tokens.css) reach into the editors' shadow roots, so both themes come by themselves.
const frame = EditorView.theme({
  "&": { background: "var(--surface)", color: "var(--text)", fontSize: "0.8125rem", borderRadius: "inherit", maxHeight: "inherit" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", overflow: "auto", borderRadius: "inherit" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--text)", minHeight: "var(--editor-rows, 2.5rem)" },
  ".cm-gutters": { background: "var(--surface)", color: "var(--faint)", border: "none", borderRadius: "inherit" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 4px 0 10px", minWidth: "2rem" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "transparent" },
  "&.cm-focused .cm-activeLineGutter": { color: "var(--text)" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--text)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in oklab, var(--accent) 26%, var(--surface))",
  },
  "&.cm-focused .cm-matchingBracket": { background: "color-mix(in oklab, var(--good) 24%, var(--surface))", outline: "1px solid var(--good)" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "color-mix(in oklab, var(--bad) 24%, var(--surface))" },
  ".cm-foldPlaceholder": { background: "var(--raised)", border: "none", color: "var(--muted)", padding: "0 6px" },
  ".cm-tooltip": { background: "var(--raised)", border: "1px solid var(--line)", borderRadius: "6px", color: "var(--text)", overflow: "hidden" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionInfo": { padding: "8px 10px", maxWidth: "20rem", fontFamily: "var(--font)" },
  ".cm-completionDetail": { color: "inherit", fontStyle: "normal", opacity: "0.85", marginLeft: "1em" },
  ".cm-diagnostic": { padding: "6px 10px", fontFamily: "var(--font)", maxWidth: "26rem" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--bad)" },
  ".cm-diagnostic-info": { borderLeft: "4px solid var(--warn)" },
  ".cm-lintRange": { backgroundImage: "none", textDecorationLine: "underline", textDecorationStyle: "wavy", textUnderlineOffset: "3px" },
  ".cm-lintRange-error": { textDecorationColor: "var(--bad)" },
  ".cm-lintRange-info": { textDecorationColor: "var(--warn)" },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--bad)" },
  ".cm-gutter-lint": { width: "1rem" },
  ".cm-lint-marker": { width: "0.55em", height: "0.55em", content: "none", borderRadius: "50%", margin: "0.5em auto" },
  ".cm-lint-marker-error": { background: "var(--bad)", content: "none" },
  ".cm-lint-marker-info": { background: "var(--warn)", content: "none" },
  ".cm-panels": { background: "var(--raised)", color: "var(--text)", border: "none" },
  ".cm-panel.cm-search": { padding: "8px", fontSize: "0.8125rem" },
  ".cm-textfield": { background: "var(--surface)", color: "var(--text)", border: "1px solid var(--line)", borderRadius: "4px" },
  ".cm-button": { background: "var(--surface)", color: "var(--text)", border: "1px solid var(--line)", borderRadius: "4px" },
  ".cm-searchMatch": { background: "color-mix(in oklab, var(--warn) 35%, var(--surface))" },
});

const colours = HighlightStyle.define([
  { tag: [tags.comment, tags.lineComment], color: "var(--faint)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.definitionKeyword, tags.modifier], color: "var(--accent)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--good)" },
  { tag: [tags.number, tags.integer, tags.float, tags.bool, tags.null, tags.atom], color: "var(--warn)" },
  { tag: [tags.variableName, tags.special(tags.name)], color: "var(--warn)" },
  { tag: [tags.punctuation, tags.separator, tags.bracket, tags.brace, tags.paren], color: "var(--muted)" },
  { tag: [tags.typeName, tags.className, tags.attributeName], color: "var(--muted)" },
  { tag: tags.invalid, color: "var(--bad)" },
]);

/** How the editors look, in both themes. */
export const theme: Extension = [frame, syntaxHighlighting(colours)];
