export { type ForgedEntry, forgeWorkbook, forgeZip } from "./forged-zip.ts";
