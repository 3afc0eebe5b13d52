import { shallowReactive, shallowRef } from "vue";
import { type Change, type Entry, listDocument, listVariables, post, save } from "../common/anilist";
import { type Item, type List, index, markText, prepare } from "../common/list";

/** The list once it is there, and the entries as edited: a row depends on its own entry alone. */
export function useList() {
  const list = shallowRef<List>();
  const error = shallowRef<string>();
  const edited = shallowReactive(new Map<number, Entry>());

  async function load(): Promise<void> {
    const text = await post(listDocument, listVariables);
    markText();
    // Shallow: thousands of entries that do not change need no proxies.
    list.value = index(JSON.parse(text).data.MediaListCollection);
    prepare(list.value);
  }
  load().catch(({ message }: Error) => {
    error.value = message;
  });

  const entryOf = ({ id, entry }: Item): Entry => edited.get(id) ?? entry;
  async function change(item: Item, change: Change): Promise<void> {
    const before = entryOf(item);
    edited.set(item.id, { ...before, ...change });
    try {
      await save(before, change);
    } catch {
      edited.set(item.id, before);
    }
  }
  return { list, error, entryOf, change };
}
