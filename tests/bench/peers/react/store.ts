import type { Change, Entry } from "../common/anilist";
import type { List } from "../common/list";

/** The entries as edited, each with listeners of its own, so that an edit renders one row. */
export function createStore({ items }: List) {
  const edited = new Map<number, Entry>();
  const listeners = new Map<number, Set<() => void>>();
  const get = (id: number): Entry => edited.get(id) ?? items.get(id)!.entry;
  return {
    get,
    /** Returns what puts the entry back to what it was. */
    change(id: number, change: Change): () => void {
      const before = get(id);
      const set = (entry: Entry) => {
        edited.set(id, entry);
        listeners.get(id)?.forEach((notify) => notify());
      };
      set({ ...before, ...change });
      return () => set(before);
    },
    subscribe(id: number, notify: () => void): () => void {
      const all = listeners.get(id) ?? new Set();
      listeners.set(id, all.add(notify));
      return () => {
        all.delete(notify);
        if (all.size === 0) listeners.delete(id);
      };
    },
  };
}
export type Store = ReturnType<typeof createStore>;
