const APPLE = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The keys that run, as they are written on this person's keyboard. */
export const RUN_KEYS = APPLE ? "⌘ ↵" : "Ctrl ↵";

/** What has to be known to use an editor by keyboard. */
export const EDITOR_HINT = `Tab indents; Escape, then Tab leaves the editor. ${APPLE ? "⌃" : "Ctrl"} Space completes, ${RUN_KEYS} runs.`;
