import { useEffect, useRef } from "react";
import type { Change, Entry } from "../common/anilist";

const STATUSES = ["CURRENT", "PLANNING", "COMPLETED", "PAUSED", "DROPPED", "REPEATING"];

interface Props {
  title: string;
  entry: Entry;
  onSave: (edit: Change) => void;
  onClose: () => void;
}

export function EntryDialog({ title, entry, onSave, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = (form: FormData) =>
    onSave({ status: String(form.get("status")), score: Number(form.get("score")), progress: Number(form.get("progress")), notes: String(form.get("notes")) });
  return (
    <dialog ref={dialog} aria-labelledby="editor" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
          dialog.current?.close();
        }}
      >
        <h2 id="editor">{title}</h2>
        <label>
          Status
          <select name="status" defaultValue={entry.status}>
            {STATUSES.map((status) => (
              <option key={status}>{status}</option>
            ))}
          </select>
        </label>
        <label>
          Score <input name="score" type="number" min="0" max="100" defaultValue={entry.score} />
        </label>
        <label>
          Progress <input name="progress" type="number" min="0" defaultValue={entry.progress} />
        </label>
        <label>
          Notes <textarea name="notes" defaultValue={entry.notes ?? ""} />
        </label>
        <button>Save</button>{" "}
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </form>
    </dialog>
  );
}
