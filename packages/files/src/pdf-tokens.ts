const delimiters = new Set("\0\t\n\f\r ()<>[]{}/%");

/**
 * What one PDF object names, read without building it: every name in order (`#xx` decoded), the integers, and where
 * its dictionary or value ends. Strings and comments are passed over, so that text about scripts is not a script.
 */
export interface ObjectTokens {
  readonly tokens: readonly string[];
  readonly end: number;
  readonly hasStream: boolean;
}

function skipString(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 92) at += 1;
    else if (code === 40) depth += 1;
    else if (code === 41) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function readName(text: string, from: number): { name: string; end: number } {
  let end = from;
  while (end < text.length && !delimiters.has(text.charAt(end))) end += 1;
  const raw = text.slice(from, end);
  const name = raw.includes("#")
    ? raw.replace(/#([0-9A-Fa-f]{2})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : raw;
  return { name, end };
}

/** Names come as `/Name`, dictionary ends as `<<` and `>>`, everything else as written. */
export function readObject(text: string, from: number, limit = text.length): ObjectTokens {
  const tokens: string[] = [];
  let at = from;
  while (at < limit) {
    const character = text.charAt(at);
    if (character === "/") {
      const { name, end } = readName(text, at + 1);
      tokens.push(`/${name}`);
      at = end;
    } else if (character === "(") at = skipString(text, at + 1);
    else if (character === "%") {
      while (at < limit && !/[\r\n]/.test(text.charAt(at))) at += 1;
    } else if (text.startsWith("<<", at) || text.startsWith(">>", at)) {
      tokens.push(text.slice(at, at + 2));
      at += 2;
    } else if (character === "<") {
      const end = text.indexOf(">", at);
      at = end < 0 ? limit : end + 1;
    } else if (delimiters.has(character)) at += 1;
    else {
      const { name, end } = readName(text, at);
      if (name === "stream") return { tokens, end, hasStream: true };
      if (name === "endobj" || name === "startxref" || name === "obj")
        return { tokens, end, hasStream: false };
      tokens.push(name);
      at = Math.max(end, at + 1);
    }
  }
  return { tokens, end: limit, hasStream: false };
}
