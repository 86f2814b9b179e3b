/** What no shell of these systems reads as anything but itself. */
const PLAIN = /^[\p{L}\p{M}\p{N}_./:@%+=][\p{L}\p{M}\p{N}_./:@%+=-]*$/u;
const PLAIN_OF_WINDOWS = /^[\p{L}\p{M}\p{N}_.\\/:+=~][\p{L}\p{M}\p{N}_.\\/:+=~-]*$/u;

/** A backslash before the quote that ends a word would make that part of it. */
const quotedForWindows = (text: string): string =>
  `"${text.replaceAll('"', '\\"').replace(/\\+$/, (end) => end + end)}"`;

/**
 * One word of a command that people are shown and copy, such as the path of a folder: quoted where
 * a shell would take it apart. For a POSIX shell; on Windows for the command prompt and PowerShell.
 */
export const shellWord = (text: string, platform: NodeJS.Platform = process.platform): string => {
  if (platform === "win32") return PLAIN_OF_WINDOWS.test(text) ? text : quotedForWindows(text);
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
};
