export { type ForgedEntry, forgeWorkbook, forgeZip } from "./forged-zip.ts";
export { type HostileFile, hostileFiles } from "./hostile-files.ts";
