import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import type { Problem } from "../core/problem.ts";
import { h } from "./dom.ts";
import { theme } from "./theme.ts";

/** Styles of the parts of the shadow root that are not the editor's. */
const FRAME = new CSSStyleSheet();
FRAME.replaceSync(`
  :host { display: block; }
  .hint { color: var(--muted); font: var(--size-12) / 1.4 var(--font); margin: 6px 0 0; }
  .hidden { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; width: 1px; }
  .frame {
    border: 1px solid color-mix(in oklab, var(--line) 60%, var(--faint));
    border-radius: 8px;
    display: grid;
    max-height: var(--editor-max, 60vh);
    overflow: hidden;
  }
  .frame:focus-within { outline: 2px solid var(--accent); outline-offset: 1px; }
`);

interface Options {
  /** Its name for assistive technology. */
  label: string;
  text: string;
  /** What a person has to know to use it by keyboard. */
  hint: string;
  /** Whether the hint is seen, or only read out. */
  showHint: boolean;
  /** Language and completion. */
  extensions: Extension;
  /** The text changed, by the person or by `setText`. */
  changed?: (text: string) => void;
  readOnly?: boolean;
}

/**
 * A text editor in a shadow root: there CodeMirror's styles become constructed style sheets, which the page's policy
 * allows, and not style elements, which it forbids.
 */
export class Editor {
  readonly element = h("div");
  readonly view: EditorView;

  constructor({ label, text, hint, showHint, extensions, changed, readOnly = false }: Options) {
    const root = this.element.attachShadow({ mode: "open" });
    const frame = h("div", { class: "frame" });
    root.append(frame, h("p", { id: "hint", class: showHint ? "hint" : "hidden" }, hint));
    this.view = new EditorView({
      parent: frame,
      root,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          foldGutter(),
          readOnly ? EditorState.readOnly.of(true) : editing(),
          drawSelection(),
          bracketMatching(),
          search({ top: true }),
          highlightActiveLineGutter(),
          keymap.of([...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": "hint", spellcheck: "false", tabindex: "0" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed?.(update.state.doc.toString());
          }),
          theme,
          extensions,
        ],
      }),
    });
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, FRAME];
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** Replaces the text. A person can undo it like anything they typed. */
  setText(text: string): void {
    if (text === this.text) return;
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: text },
      selection: { anchor: 0 },
      annotations: isolateHistory.of("full"),
    });
  }

  /** Marks problems at their places. */
  mark(problems: Problem[]): void {
    const { length } = this.view.state.doc;
    const marks = problems.map(({ from, to, weight, message }) => ({
      from: Math.min(from, length),
      to: Math.min(to, length),
      severity: weight === "hint" ? ("info" as const) : ("error" as const),
      message,
    }));
    this.view.dispatch(setDiagnostics(this.view.state, marks));
  }

  /** Puts the cursor at an offset and the focus into the editor. */
  goTo(offset: number): void {
    const anchor = Math.min(offset, this.view.state.doc.length);
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.view.focus();
  }

  close(): void {
    this.view.destroy();
  }
}

/** What a text needs that a person writes. Escape, then Tab leaves: CodeMirror lets the next Tab through. */
function editing(): Extension {
  return [
    history(),
    indentOnInput(),
    closeBrackets(),
    autocompletion({ icons: false }),
    highlightActiveLine(),
    highlightSelectionMatches(),
    lintGutter(),
    typingOverSelection,
    keymap.of([...closeBracketsKeymap, indentWithTab]),
  ];
}

/**
 * What is typed over a selection replaces it here and not in the browser, which would carry the style of what was there
 * over into a style attribute, and the page's policy forbids those.
 */
const typingOverSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data, inputType, isComposing } = event;
    if (inputType !== "insertText" || data === null || isComposing || view.composing) return false;
    const range = selectedRange(view);
    if (!range || range.collapsed) return false;
    const from = view.posAtDOM(range.startContainer, range.startOffset);
    const to = view.posAtDOM(range.endContainer, range.endOffset);
    const insert = () =>
      view.state.update({
        changes: { from, to, insert: data },
        selection: { anchor: from + view.state.toText(data).length },
        userEvent: "input.type",
        scrollIntoView: true,
      });
    // Others come first: a bracket typed over a selection goes around it.
    const taken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, data, insert));
    if (!taken) view.dispatch(insert());
    return true;
  },
});

/**
 * What the browser has selected. The editor's own selection follows it a little later, and `getTargetRanges` says nothing
 * inside a shadow root.
 */
function selectedRange(view: EditorView): Range | null {
  // Only Chromium's shadow roots have a selection of their own; elsewhere the document's reaches into them.
  const root = view.root as { getSelection?: () => Selection | null };
  const selection = root.getSelection?.() ?? document.getSelection();
  if (!selection || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  return view.contentDOM.contains(range.commonAncestorContainer) ? range : null;
}

/** Keys that do something outside the text, before the editor takes them for itself. */
export function shortcuts(keys: Record<string, () => void>): Extension {
  const bindings = Object.entries(keys).map(([key, act]) => ({
    key,
    run: () => {
      act();
      return true;
    },
  }));
  return Prec.highest(keymap.of(bindings));
}
