import type { Variables } from "./variables.ts";

/** Stands where the token belongs. The console never knows the token. */
export const TOKEN_PLACEHOLDER = "YOUR_TOKEN";

/** A request as other programs make it. */
export interface Sendable {
  /** Address of the API. */
  api: string;
  query: string;
  variables: Variables;
  /** Whether it is sent as somebody: then the place of the token is marked. A wrong token would be refused. */
  signedIn: boolean;
}

/** The languages a request can be copied in. */
export const SNIPPETS: [name: string, write: (request: Sendable) => string][] = [
  ["curl", curl],
  ["fetch", fetchSnippet],
  ["Rust", rust],
];

/** The body that AniList's API takes. */
export function bodyOf(query: string, variables: Variables): string {
  return JSON.stringify({ query, variables });
}

/** A command for a shell. The heredoc in quotes leaves every character of the body as it is. */
export function curl({ api, query, variables, signedIn }: Sendable): string {
  const lines = [
    `curl '${api.replaceAll("'", "%27")}'`,
    ...(signedIn ? [`-H 'Authorization: Bearer ${TOKEN_PLACEHOLDER}'`] : []),
    "-H 'Content-Type: application/json'",
    "-H 'Accept: application/json'",
    // AniList has refused requests that name no site.
    "-H 'Referer: http://localhost/'",
    "--data-binary @- <<'JSON'",
  ];
  return `${lines.join(" \\\n  ")}\n${JSON.stringify({ query, variables }, null, 2)}\nJSON\n`;
}

/** A module for browsers and Node. */
export function fetchSnippet({ api, query, variables, signedIn }: Sendable): string {
  const text = query.replace(/[\\`]|\$(?=\{)/g, "\\$&").replaceAll("\r", "\\r");
  const authorization = signedIn ? `\n    Authorization: "Bearer ${TOKEN_PLACEHOLDER}",` : "";
  return `const query = \`${text}\`;
const variables = ${JSON.stringify(variables, null, 2)};

const response = await fetch(${JSON.stringify(api)}, {
  method: "POST",
  headers: {${authorization}
    "Content-Type": "application/json",
    Accept: "application/json",
  },
  body: JSON.stringify({ query, variables }),
});
console.log(response.status, await response.json());
`;
}

/** A program for `cargo add ureq --features json` and `cargo add serde_json`. */
export function rust({ api, query, variables, signedIn }: Sendable): string {
  const authorization = signedIn ? `\n        .header("Authorization", "Bearer ${TOKEN_PLACEHOLDER}")` : "";
  return `// cargo add ureq@3 --features json && cargo add serde_json
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let query = ${rawString(query)};
    let variables = ${rawString(JSON.stringify(variables, null, 2))};
    let variables: serde_json::Value = serde_json::from_str(variables)?;
    let mut answer = ureq::post(${rawString(api)})
        .config()
        .http_status_as_error(false)
        .build()${authorization}
        .header("Accept", "application/json")
        .header("Referer", "http://localhost/")
        .send_json(serde_json::json!({ "query": query, "variables": variables }))?;
    println!("{} {}", answer.status(), answer.body_mut().read_to_string()?);
    Ok(())
}
`;
}

/** A Rust string that needs no escapes, whatever quotes stand in it. */
function rawString(text: string): string {
  const runs = text.match(/"#*/g) ?? [];
  const hashes = "#".repeat(Math.max(0, ...runs.map((run) => run.length)));
  // Raw strings may hold no bare carriage return.
  return `r${hashes}"${text.replaceAll("\r\n", "\n").replaceAll("\r", "\n")}"${hashes}`;
}
