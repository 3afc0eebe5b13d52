// The page without a framework, windowed by hand: the limit of what a page can reach.
import { type Change, type Entry, listDocument, listVariables, post, save } from "../common/anilist";
import { FIRST_SORT, type Item, type Row, type Sort, SORTS, counts, index, isItem, markText, matching, meta, prepare, rowHeight, rowKey, rows, share, sorted, stepped } from "../common/list";
import "../common/style.css";

const OVERSCAN = 6;

const find = <E extends Element>(root: ParentNode, selector: string) => root.querySelector(selector) as E;
const main = find<HTMLElement>(document, "main");

load().catch((error: Error) => {
  main.innerHTML = `<p role="alert"></p>`;
  find(main, "p").textContent = error.message;
});

async function load(): Promise<void> {
  const text = await post(listDocument, listVariables);
  markText();
  const list = index(JSON.parse(text).data.MediaListCollection);
  prepare(list);

  main.innerHTML = `<h1>Anime list</h1>
    <div class="bar"><input type="search" aria-label="Filter" placeholder="Filter">
      <select aria-label="Sort"></select><div class="tabs" role="tablist" aria-label="Sections"></div></div>
    <div class="rows" role="table" aria-label="Anime list"></div>`;
  const search = find<HTMLInputElement>(main, "input");
  const sort = find<HTMLSelectElement>(main, "select");
  const tabs = find<HTMLElement>(main, ".tabs");
  const table = find<HTMLElement>(main, ".rows");
  for (const name of Object.keys(SORTS)) sort.add(new Option(name));
  sort.value = FIRST_SORT;
  for (const name of [null, ...list.sections]) {
    const tab = document.createElement("button");
    tab.role = "tab";
    tab.append(name ?? "All", " ", document.createElement("span"));
    tab.onclick = () => {
      section = name;
      fill();
    };
    tabs.append(tab);
  }

  let section: string | null = null;
  let order: Item[] = [];
  let shown: Row[] = [];
  /** Where each row starts, and the end of the last. */
  let tops: number[] = [0];

  function reorder(): void {
    order = sorted(list, sort.value as Sort);
    fill();
  }

  function fill(): void {
    const matched = matching(order, search.value);
    const perSection = counts(list, matched);
    [...tabs.children].forEach((tab, at) => {
      find(tab, "span").textContent = String(at === 0 ? matched.length : perSection[at - 1]);
      tab.ariaSelected = String(section === (at === 0 ? null : list.sections[at - 1]));
    });
    shown = rows(list, matched, section);
    tops = [0];
    for (const row of shown) tops.push(tops[tops.length - 1]! + rowHeight(row));
    table.style.height = `${tops[tops.length - 1]}px`;
    table.ariaRowCount = String(shown.length);
    draw();
  }

  const drawn = new Map<number | string, HTMLElement>();
  const spare: HTMLElement[] = [];

  /** Puts rows where the window is; those that left it are used again. */
  function draw(): void {
    const start = window.scrollY - table.offsetTop;
    const first = Math.max(0, rowAt(tops, start) - OVERSCAN);
    const last = Math.min(shown.length, rowAt(tops, start + window.innerHeight) + 1 + OVERSCAN);
    const wanted = shown.slice(first, last);
    const keys = new Set(wanted.map(rowKey));
    for (const [key, element] of drawn) {
      if (keys.has(key)) continue;
      drawn.delete(key);
      if (typeof key === "number") spare.push(element);
      else element.remove();
    }
    wanted.forEach((row, at) => {
      const key = rowKey(row);
      let element = drawn.get(key);
      if (!element) {
        element = isItem(row) ? fillRow(spare.pop() ?? newRow(), row) : newHeading();
        drawn.set(key, element);
        if (!element.isConnected) table.append(element);
      }
      if (!isItem(row)) element.firstElementChild!.textContent = `${row.section} (${row.count})`;
      element.style.transform = `translateY(${tops[first + at]}px)`;
      element.ariaRowIndex = String(first + at + 1);
    });
    for (const element of spare.splice(0)) element.remove();
  }

  async function change(item: Item, change: Change): Promise<void> {
    const { entry } = item;
    const before: Change = {};
    for (const field of Object.keys(change) as (keyof Change)[]) Object.assign(before, { [field]: entry[field] });
    apply(item, change);
    try {
      await save(entry, change);
    } catch {
      apply(item, before);
    }
  }

  function apply(item: Item, change: Change): void {
    Object.assign(item.entry, change);
    const element = drawn.get(item.id);
    if (element) fillValues(element, item.entry);
  }

  sort.onchange = reorder;
  search.oninput = fill;
  window.addEventListener("scroll", draw, { passive: true });
  window.addEventListener("resize", draw);
  table.onclick = ({ target }) => {
    const button = (target as Element).closest("button");
    const item = list.items.get(Number(button?.closest<HTMLElement>(".row")?.dataset["id"]));
    if (!button || !item) return;
    const by = Number(button.value);
    if (by) void change(item, { progress: stepped(item.entry.progress, by, item.entry.media.episodes) });
    else openDialog(item, (edit) => change(item, edit));
  };
  reorder();
}

/** The row at a height: binary search. */
function rowAt(tops: number[], height: number): number {
  let [low, high] = [0, tops.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tops[middle]! <= height) low = middle;
    else high = middle - 1;
  }
  return low;
}

const template = document.createElement("template");
template.innerHTML = `<div class="row" role="row"><div role="cell"><img alt="" width="40" height="56" loading="lazy"></div>
  <div role="cell"><button class="title"></button><div class="meta"></div></div>
  <div role="cell" class="progress"><span></span><div class="track"><div class="fill"></div></div></div>
  <div role="cell" class="score"></div>
  <div role="cell" class="steps"><button value="-1">−</button> <button value="1">+</button></div></div>`;

const newRow = () => template.content.firstElementChild!.cloneNode(true) as HTMLElement;

function newHeading(): HTMLElement {
  const element = document.createElement("div");
  element.className = "row heading";
  element.role = "row";
  element.innerHTML = `<span role="rowheader"></span>`;
  return element;
}

function fillRow(element: HTMLElement, { id, entry, title }: Item): HTMLElement {
  element.dataset["id"] = String(id);
  find<HTMLImageElement>(element, "img").src = entry.media.coverImage.medium;
  find(element, ".title").textContent = title;
  find(element, ".meta").textContent = meta(entry.media);
  const [less, more] = element.querySelectorAll(".steps button");
  less!.ariaLabel = `Decrease progress of ${title}`;
  more!.ariaLabel = `Increase progress of ${title}`;
  fillValues(element, entry);
  return element;
}

function fillValues(element: HTMLElement, { progress, score, media: { episodes } }: Entry): void {
  find(element, ".progress span").textContent = `${progress} / ${episodes ?? "?"}`;
  find<HTMLElement>(element, ".fill").style.transform = `scaleX(${share(progress, episodes)})`;
  find(element, ".score").textContent = score ? String(score) : "–";
}

const dialogTemplate = document.createElement("template");
dialogTemplate.innerHTML = `<dialog aria-labelledby="editor"><form method="dialog"><h2 id="editor"></h2>
  <label>Status <select name="status">${["CURRENT", "PLANNING", "COMPLETED", "PAUSED", "DROPPED", "REPEATING"].map((status) => `<option>${status}</option>`).join("")}</select></label>
  <label>Score <input name="score" type="number" min="0" max="100"></label>
  <label>Progress <input name="progress" type="number" min="0"></label>
  <label>Notes <textarea name="notes"></textarea></label>
  <button value="save">Save</button> <button value="">Close</button></form></dialog>`;

function openDialog({ entry, title }: Item, done: (edit: Change) => void): void {
  const dialog = dialogTemplate.content.firstElementChild!.cloneNode(true) as HTMLDialogElement;
  const field = <E extends HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(name: string) => find<E>(dialog, `[name=${name}]`);
  find(dialog, "h2").textContent = title;
  field("status").value = entry.status;
  field("score").value = String(entry.score);
  field("progress").value = String(entry.progress);
  field("notes").value = entry.notes ?? "";
  dialog.onclose = () => {
    dialog.remove();
    if (dialog.returnValue !== "save") return;
    done({ status: field("status").value, score: Number(field("score").value), progress: Number(field("progress").value), notes: field("notes").value });
  };
  document.body.append(dialog);
  dialog.showModal();
}
