/**
 * A JSON text with each member and item on a line of its own, every value as it was written: no number loses digits, no
 * name that stands twice is lost. What is no JSON comes back as it is.
 */
export function indentJson(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  const lines: string[] = [];
  let line = "";
  let depth = 0;
  const broken = () => {
    lines.push(line);
    line = "  ".repeat(depth);
  };
  tokens.forEach((token, index) => {
    if (token === "{" || token === "[") {
      line += token;
      const next = tokens[index + 1];
      depth += 1;
      if (next !== "}" && next !== "]") broken();
    } else if (token === "}" || token === "]") {
      depth -= 1;
      const before = tokens[index - 1];
      if (before !== "{" && before !== "[") broken();
      line += token;
    } else if (token === ",") {
      line += token;
      broken();
    } else line += token === ":" ? ": " : token;
  });
  lines.push(line);
  return lines.join("\n");
}
