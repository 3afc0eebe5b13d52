import { useCallback, useDeferredValue, useEffect, useMemo, useState } from "react";
import { useMutation, useQuery } from "urql";
import { type Change, type Collection, listDocument, listVariables, saveDocument, saveVariables } from "../common/anilist";
import { FIRST_SORT, type Item, type Sort, SORTS, counts, index, matching, prepare, rows, sorted } from "../common/list";
import { EntryDialog } from "./EntryDialog";
import { Rows } from "./Rows";
import { createStore } from "./store";

export function App() {
  const [{ data, error }] = useQuery<{ MediaListCollection: Collection }>({ query: listDocument, variables: listVariables });
  if (error) return <p role="alert">{error.message}</p>;
  if (!data) return <p role="status">Loading…</p>;
  return <ListPage collection={data.MediaListCollection} />;
}

function ListPage({ collection }: { collection: Collection }) {
  const list = useMemo(() => index(collection), [collection]);
  const store = useMemo(() => createStore(list), [list]);
  useEffect(() => prepare(list), [list]);

  const [text, setText] = useState("");
  const [sort, setSort] = useState<Sort>(FIRST_SORT);
  const [section, setSection] = useState<string | null>(null);
  const [open, setOpen] = useState<Item | null>(null);

  // The field shows a keystroke at once, the list follows.
  const wanted = useDeferredValue(text);
  const order = useMemo(() => sorted(list, sort), [list, sort]);
  const matched = useMemo(() => matching(order, wanted), [order, wanted]);
  const perSection = useMemo(() => counts(list, matched), [list, matched]);
  const shown = useMemo(() => rows(list, matched, section), [list, matched, section]);

  const [, save] = useMutation(saveDocument);
  const change = useCallback(
    async (item: Item, change: Change) => {
      const undo = store.change(item.id, change);
      const { error } = await save(saveVariables(item.entry, change));
      if (error) undo();
    },
    [store, save],
  );
  const close = useCallback(() => setOpen(null), []);

  return (
    <>
      <h1>Anime list</h1>
      <div className="bar">
        <input type="search" aria-label="Filter" placeholder="Filter" value={text} onChange={(event) => setText(event.target.value)} />
        <select aria-label="Sort" value={sort} onChange={(event) => setSort(event.target.value as Sort)}>
          {Object.keys(SORTS).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <div className="tabs" role="tablist" aria-label="Sections">
          <Tab name="All" count={matched.length} selected={section === null} onSelect={() => setSection(null)} />
          {list.sections.map((name, place) => (
            <Tab key={name} name={name} count={perSection[place] ?? 0} selected={section === name} onSelect={() => setSection(name)} />
          ))}
        </div>
      </div>
      <Rows rows={shown} store={store} onChange={change} onOpen={setOpen} />
      {open && <EntryDialog key={open.id} title={open.title} entry={store.get(open.id)} onSave={(edit) => change(open, edit)} onClose={close} />}
    </>
  );
}

function Tab({ name, count, selected, onSelect }: { name: string; count: number; selected: boolean; onSelect: () => void }) {
  return (
    <button role="tab" aria-selected={selected} onClick={onSelect}>
      {name} <span>{count}</span>
    </button>
  );
}
