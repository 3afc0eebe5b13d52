// React 19 with TanStack Virtual and urql.
import { createRoot } from "react-dom/client";
import { Client, Provider, fetchExchange } from "urql";
import { API, authorization } from "../common/anilist";
import { markText } from "../common/list";
import { App } from "./App";
import "../common/style.css";

/** As `fetch`, but tells when the text is there: parsing is urql's own, right after. */
async function timedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const text = response.text.bind(response);
  response.text = async () => {
    const received = await text();
    markText();
    return received;
  };
  return response;
}

// No cache exchange: the document cache would fetch the whole list again after each save, and walks every answer to learn
// its types; the normalised cache takes a list apart for longer than all the rest takes. The page keeps the list itself.
const client = new Client({
  url: API,
  preferGetMethod: false,
  exchanges: [fetchExchange],
  fetch: timedFetch,
  fetchOptions: () => ({ headers: authorization() }),
});

createRoot(document.querySelector("main")!).render(
  <Provider value={client}>
    <App />
  </Provider>,
);
