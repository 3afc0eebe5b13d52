// What the runner puts into each page before anything of the page runs. It watches; it changes nothing.

/**
 * Runs in the page.
 * @param {{plus: string, count: number}} options `plus` finds the button that increases a progress: no row without one.
 * `count` is how many entries there are.
 */
export function probe({ plus, count }) {
  /** The moment after the frame that shows what is there now: an observer is told of its target in the same frame. */
  const painted = () =>
    new Promise((/** @type {(at: number) => void} */ resolve) => {
      const observer = new IntersectionObserver(() => {
        observer.disconnect();
        resolve(performance.now());
      });
      observer.observe(document.documentElement);
    });

  /** When `done` became true, and when that was painted. @param {() => boolean} done @returns {Promise<{changed: number, shown: number}>} */
  const when = (done) =>
    new Promise((resolve) => {
      const look = () => {
        if (!done()) return false;
        observer.disconnect();
        const changed = performance.now();
        void painted().then((shown) => resolve({ changed, shown }));
        return true;
      };
      const observer = new MutationObserver(look);
      if (!look()) observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });

  const rowCount = () => [...document.querySelectorAll("[aria-rowcount]")].reduce((sum, table) => sum + Number(table.getAttribute("aria-rowcount")), 0);
  const buttons = () => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(plus));
  const titles = () => [...buttons()].map((button) => (button.ariaLabel ?? button.textContent ?? "").replace(/^Increase progress of /, ""));
  /** What tells one state of the list from another: how long it is, and its first rows. */
  const signature = () => `${rowCount()} ${titles().slice(0, 5).join()}`;
  /** @param {string} title */
  const rowText = (title) => {
    const button = [...buttons()].find((button) => (button.ariaLabel ?? button.textContent) === `Increase progress of ${title}`);
    return button?.closest("[role=row], [aria-rowindex], tr, li")?.textContent;
  };

  /** @type {(PerformanceEntry & {interactionId?: number})[]} */
  const events = [];
  new PerformanceObserver((list) => events.push(...list.getEntries())).observe(
    /** @type {PerformanceObserverInit} */ ({ type: "event", durationThreshold: 16, buffered: true }),
  );
  /** @type {PerformanceEntry[]} */
  const longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries())).observe({ type: "longtask" });

  const firstRow = when(() => buttons().length > 0);
  const wholeList = when(() => rowCount() >= count);

  /** @type {{started: Promise<number>, finished: Promise<{changed: number, shown: number}>, from: number} | undefined} */
  let armed;
  const bench = {
    firstRow: async () => (await firstRow).shown,
    titles,
    wholeList: async () => (await wholeList).shown,
    /** Milliseconds that parsing and indexing took, in how many parts. */
    parsed: () => {
      const parts = performance.getEntriesByName("parse+index", "measure");
      return { ms: parts.reduce((sum, { duration }) => sum + duration, 0), parts: parts.length };
    },
    /** Before something is done to the page. Without a title it is done when the list has changed, else when its row has. @param {string} [title] */
    arm(title) {
      const state = title === undefined ? signature : () => rowText(title);
      const before = state();
      const started = new Promise((resolve) => {
        const kinds = ["keydown", "click", "input", "change"];
        const stop = new AbortController();
        for (const kind of kinds) {
          window.addEventListener(
            kind,
            ({ timeStamp }) => {
              stop.abort();
              resolve(timeStamp);
            },
            { capture: true, signal: stop.signal },
          );
        }
      });
      const finished = when(() => state() !== before && (title === undefined ? buttons().length > 0 : state() !== undefined));
      armed = { started, finished, from: performance.now() };
    },
    /** After it: milliseconds from the event until the document had changed, until that was painted, and until the next paint as Event Timing has it. */
    async result() {
      if (!armed) throw new Error("nothing is armed");
      const { started, finished, from } = armed;
      const late = new Promise((resolve) => setTimeout(resolve, 5000, undefined));
      const end = await Promise.race([finished, late]);
      if (end === undefined) return undefined;
      const begun = await started;
      // Event Timing reports after the frame has been shown.
      await new Promise((resolve) => setTimeout(resolve, 120));
      const own = events.filter(({ startTime, interactionId }) => startTime >= from - 1 && interactionId);
      // What took less than 16 ms is not reported.
      const next = own.reduce((longest, { duration }) => Math.max(longest, duration), 16);
      return { work: end.changed - begun, result: end.shown - begun, next };
    },
    /**
     * Scrolls from the top to the bottom, one step a frame.
     * @param {number} frames
     */
    async scroll(frames) {
      const table = document.querySelector("[aria-rowcount]");
      let box = table;
      while (box && !(box.scrollHeight > box.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(box).overflowY))) box = box.parentElement;
      const scroller = box ?? /** @type {Element} */ (document.scrollingElement);
      const { clientHeight } = scroller === document.scrollingElement ? document.documentElement : scroller;
      const nextFrame = () => new Promise(requestAnimationFrame);
      scroller.scrollTop = 0;
      for (let n = 0; n < 10; n += 1) await nextFrame();
      longTasks.length = 0;
      let [slow, nodes, blank, last, worst] = [0, 0, 0, await nextFrame(), 0];
      for (let frame = 1; frame <= frames; frame += 1) {
        scroller.scrollTop = ((scroller.scrollHeight - clientHeight) * frame) / frames;
        const now = await nextFrame();
        if (now - last > 50) slow += 1;
        worst = Math.max(worst, now - last);
        last = now;
        if (frame % 20) continue;
        nodes = Math.max(nodes, document.querySelectorAll("*").length);
        const middle = document.elementFromPoint(innerWidth / 2, innerHeight * 0.6);
        if (!middle?.closest("[role=row], [aria-rowindex]")) blank += 1;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { tasks: longTasks.length, blocked: longTasks.reduce((sum, { duration }) => sum + duration, 0), slow, worst, nodes, blank, end: scroller.scrollTop };
    },
  };
  Object.assign(window, { bench });
}

/**
 * Calls a function of the probe in the page.
 * @param {import("playwright-core").Page} page
 * @param {string} name
 * @param {unknown[]} args
 * @returns {Promise<any>}
 */
export function ask(page, name, ...args) {
  return page.evaluate(([name, args]) => /** @type {any} */ (window).bench[name](...args), /** @type {[string, unknown[]]} */ ([name, args]));
}
