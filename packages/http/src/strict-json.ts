import { CommandRejected, composeForeignText, type FieldProblem } from "@sogoc/core";
import type { FastifyInstance } from "fastify";

const decoder = new TextDecoder("utf-8", { fatal: true });

const pointerPart = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");

const invalidCharacter = "Văn bản có ký tự không hợp lệ. / Invalid character.";
const isValid = (text: string) => text.isWellFormed() && !text.includes("\u0000");

/** Said of text that no person writes: see `hasBoundedMarks`. */
export const tooManyMarks =
  "Có chữ mang quá nhiều dấu chồng lên nhau, không phải văn bản. / A letter carries too many marks: this is no text.";

/** Levels of a body in one another; what a route takes has a handful. */
const MAX_DEPTH = 100;
const [QUOTE, BACKSLASH] = [34, 92];
const isOpening = (code: number) => code === 91 || code === 123;
const isClosing = (code: number) => code === 93 || code === 125;

/** Whether arrays and objects lie deeper in one another than `MAX_DEPTH`. */
const isTooDeep = (text: string): boolean => {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isText && code === BACKSLASH) at += 1;
    else if (code === QUOTE) isText = !isText;
    else if (isText) continue;
    else if (isOpening(code)) depth += 1;
    else if (isClosing(code)) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
};

/** Names of members are ours: one that is not composed is no name of ours. */
const isName = (key: string) => isValid(key) && composeForeignText(key) === key;

/**
 * The value with every text composed, as the keyboards of some machines write decomposed letters;
 * what is no text at all is added to `found`.
 */
const composed = (value: unknown, pointer: string, found: FieldProblem[]): unknown => {
  if (typeof value === "string") {
    const text = isValid(value) ? composeForeignText(value) : undefined;
    if (text !== undefined) return text;
    found.push({ pointer, detail: isValid(value) ? tooManyMarks : invalidCharacter });
    return value;
  }
  if (Array.isArray(value)) return value.map((inner, at) => composed(inner, `${pointer}/${at}`, found));
  if (value === null || typeof value !== "object") return value;
  for (const [key, inner] of Object.entries(value)) {
    if (!isName(key)) found.push({ pointer, detail: invalidCharacter });
    (value as Record<string, unknown>)[key] = composed(inner, `${pointer}/${pointerPart(key)}`, found);
  }
  return value;
};

/** Escapes of signs that nobody sees, and of any. */
const hiding = /\\[bfu]/;

// Escapes can smuggle in what the bytes themselves do not show; without any, one look at the whole
// text is enough.
const needsWalk = (text: string): boolean =>
  hiding.test(text) || !text.isWellFormed() || composeForeignText(text) !== text;

/**
 * Bytes to value: broken UTF-8, NUL, lone surrogates and letters with more marks than anybody
 * writes are refused with a pointer; decomposed Unicode is composed.
 */
export const installStrictJson = (app: FastifyInstance): void => {
  const parseText = app.getDefaultJsonParser("error", "error");
  app.removeContentTypeParser(["application/json", "text/plain"]);
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
    let text: string;
    try {
      text = decoder.decode(body as Buffer);
    } catch {
      done(
        new CommandRejected("malformed-body", {}, [
          { pointer: "", detail: "Không phải UTF-8. / Not UTF-8." },
        ]),
      );
      return;
    }
    if (text.trim() === "") {
      done(null, undefined);
      return;
    }
    if (isTooDeep(text)) {
      done(
        new CommandRejected("malformed-body", {}, [
          {
            pointer: "",
            detail: `Lồng nhau quá ${MAX_DEPTH} tầng. / More than ${MAX_DEPTH} levels lie in one another.`,
          },
        ]),
      );
      return;
    }
    parseText(request, text, (error, value) => {
      if (error)
        return done(
          new CommandRejected("malformed-body", {}, [
            { pointer: "", detail: "Không phải JSON. / Not JSON." },
          ]),
        );
      if (needsWalk(text)) {
        const problems: FieldProblem[] = [];
        const text = composed(value, "", problems);
        if (problems.length > 0)
          return done(new CommandRejected("invalid-request", {}, problems.slice(0, 50)));
        return done(null, text);
      }
      done(null, value);
    });
  });
};
