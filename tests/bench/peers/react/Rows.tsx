import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { memo, useCallback, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Change } from "../common/anilist";
import { type Item, type Row, isItem, meta, rowHeight, rowKey, share, stepped } from "../common/list";
import type { Store } from "./store";

interface Actions {
  store: Store;
  onChange: (item: Item, change: Change) => void;
  onOpen: (item: Item) => void;
}

/** The list. Memoised: typing into the filter renders it when the rows have changed, not before. */
export const Rows = memo(function Rows({ rows, ...actions }: { rows: Row[] } & Actions) {
  const table = useRef<HTMLDivElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => setScrollMargin(table.current?.offsetTop ?? 0), []);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: useCallback((at: number) => rowHeight(rows[at]!), [rows]),
    getItemKey: useCallback((at: number) => rowKey(rows[at]!), [rows]),
    overscan: 6,
    scrollMargin,
  });
  return (
    <div ref={table} className="rows" role="table" aria-label="Anime list" aria-rowcount={rows.length} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ index, key, start }) => {
        const row = rows[index]!;
        const place = { index, top: start - scrollMargin };
        return isItem(row) ? <EntryRow key={key} item={row} {...place} {...actions} /> : <HeadingRow key={key} section={row.section} count={row.count} {...place} />;
      })}
    </div>
  );
});

interface Place {
  index: number;
  top: number;
}

const HeadingRow = memo(function HeadingRow({ section, count, index, top }: { section: string; count: number } & Place) {
  return (
    <div className="row heading" role="row" aria-rowindex={index + 1} style={{ transform: `translateY(${top}px)` }}>
      <span role="rowheader">{`${section} (${count})`}</span>
    </div>
  );
});

const EntryRow = memo(function EntryRow({ item, index, top, store, onChange, onOpen }: { item: Item } & Place & Actions) {
  const { id, title } = item;
  const entry = useSyncExternalStore(
    useCallback((notify) => store.subscribe(id, notify), [store, id]),
    () => store.get(id),
  );
  const { progress, score, media } = entry;
  const step = (by: number) => onChange(item, { progress: stepped(progress, by, media.episodes) });
  return (
    <div className="row" role="row" aria-rowindex={index + 1} style={{ transform: `translateY(${top}px)` }}>
      <div role="cell">
        <img alt="" width="40" height="56" loading="lazy" src={media.coverImage.medium} />
      </div>
      <div role="cell">
        <button className="title" onClick={() => onOpen(item)}>
          {title}
        </button>
        <div className="meta">{meta(media)}</div>
      </div>
      <div role="cell" className="progress">
        <span>{`${progress} / ${media.episodes ?? "?"}`}</span>
        <div className="track">
          <div className="fill" style={{ transform: `scaleX(${share(progress, media.episodes)})` }} />
        </div>
      </div>
      <div role="cell" className="score">
        {score || "–"}
      </div>
      <div role="cell" className="steps">
        <button aria-label={`Decrease progress of ${title}`} onClick={() => step(-1)}>
          −
        </button>{" "}
        <button aria-label={`Increase progress of ${title}`} onClick={() => step(1)}>
          +
        </button>
      </div>
    </div>
  );
});
