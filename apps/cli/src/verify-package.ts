import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openZip } from "@sogoc/files";
import { calculateJwkThumbprint, compactVerify, decodeProtectedHeader, importJWK, type JWK } from "jose";
import { z } from "zod";
import { number } from "./counts.ts";
import { CommandFailed, exitCodes } from "./exit-codes.ts";

const Manifest = z.object({
  exportId: z.string(),
  book: z.object({ bookNumber: z.string(), recordType: z.string(), office: z.string() }),
  counts: z.object({ records: z.int(), scans: z.int() }),
  workbook: z.object({
    sha256: z.string(),
    size: z.int(),
    blocks: z.object({ size: z.int(), sha256: z.array(z.string()) }).optional(),
  }),
  scans: z.object({ sha256: z.string(), size: z.int() }),
  files: z.array(z.object({ name: z.string(), sha256: z.string(), size: z.int() })),
});
type Manifest = z.infer<typeof Manifest>;

const Signed = z.object({ exportId: z.string(), manifestSha256: z.string() });

const sha256Of = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/**
 * The thumbprint of the key that signed, and what it signed. Throws when the signature does not
 * hold.
 */
const readSignature = async (text: string) => {
  const { jwk } = decodeProtectedHeader(text);
  const key = jwk as JWK;
  const { payload } = await compactVerify(text, await importJWK(key, "EdDSA"));
  const signed = Signed.parse(JSON.parse(new TextDecoder().decode(payload)));
  return { signed, thumbprint: await calculateJwkThumbprint(key) };
};

/** Where the workbook differs: the first block whose hash is another. */
const findChangedBlock = async (
  file: string,
  { size, sha256 }: { readonly size: number; readonly sha256: readonly string[] },
): Promise<string | undefined> => {
  let index = 0;
  for await (const block of createReadStream(file, { highWaterMark: size })) {
    if (sha256Of(block as Buffer) !== sha256[index]) {
      const from = index * size;
      return `byte ${from}–${from + (block as Buffer).length - 1}`;
    }
    index++;
  }
  return index === sha256.length ? undefined : `byte ${index * size}–`;
};

const hashOfFile = async (file: string): Promise<string> => {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
};

const checkWorkbook = async (file: string, { workbook }: Manifest): Promise<string[]> => {
  if ((await hashOfFile(file)) === workbook.sha256) return [];
  const where = workbook.blocks && (await findChangedBlock(file, workbook.blocks));
  return [`workbook.xlsx: ${where ?? "?"}`];
};

/** Names each scan that is missing, changed or not in the list. */
const checkScans = async (file: string, { scans, files }: Manifest): Promise<string[]> => {
  if ((await hashOfFile(file)) === scans.sha256) return [];
  const listed = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  const faults: string[] = [];
  try {
    for await (const entry of await openZip(file)) {
      // What cannot even be unpacked is changed too.
      const hash = await entry.hash().catch(() => undefined);
      if (hash === undefined || listed.get(entry.name) !== hash) faults.push(`scans.zip: ${entry.name}`);
      listed.delete(entry.name);
    }
    for (const name of listed.keys()) faults.push(`scans.zip: ${name} thiếu / missing`);
  } catch {
    faults.push("scans.zip: không đọc được / unreadable");
  }
  return faults.length > 0 ? faults : ["scans.zip: ngoài các tệp / outside of its files"];
};

const missing = (name: string) => new CommandFailed(`Thiếu tệp / missing: ${name}`, exitCodes.usage);

const readManifest = (text: string): Manifest => {
  try {
    return Manifest.parse(JSON.parse(text));
  } catch {
    throw new CommandFailed("manifest.json: không đọc được / unreadable", exitCodes.usage);
  }
};

/** Each file of a package that is not as its manifest says; `ending` stands behind each name. */
export const findPackageFaults = async (folder: string, ending = ""): Promise<readonly string[]> => {
  const at = (name: string) => join(folder, `${name}${ending}`);
  const manifest = readManifest(await readFile(at("manifest.json"), "utf8"));
  return [
    ...(await checkWorkbook(at("workbook.xlsx"), manifest)),
    ...(await checkScans(at("scans.zip"), manifest)),
  ];
};

/**
 * Checks a package that was handed over, with no access to the system: the signature over the
 * manifest, and each file against it. `key` is the thumbprint that the office published; without it
 * the signature proves only that nothing was changed since somebody signed.
 */
export const verifyPackage = async (folder: string, key: string | undefined): Promise<void> => {
  const read = (name: string) =>
    readFile(join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      // Others say what keeps them from being read.
      throw error.code === "ENOENT" || error.code === "ENOTDIR" ? missing(name) : error;
    });
  const manifestBytes = await read("manifest.json");
  const signature = (await read("manifest.jws")).toString("utf8").trim();
  const faults: string[] = [];
  const found = await readSignature(signature).catch(() => undefined);
  if (!found) faults.push("manifest.jws: chữ ký sai / wrong signature");
  else if (key !== undefined && found.thumbprint !== key) {
    faults.push(`manifest.jws: khóa khác / another key (${found.thumbprint})`);
  } else if (found.signed.manifestSha256 !== sha256Of(manifestBytes)) {
    faults.push("manifest.json: khác với bản đã ký / not the one that was signed");
  }
  const manifest = readManifest(manifestBytes.toString("utf8"));
  for (const name of ["workbook.xlsx", "scans.zip"]) if (!existsSync(join(folder, name))) throw missing(name);
  faults.push(...(await findPackageFaults(folder)));
  if (faults.length > 0) {
    throw new CommandFailed(
      faults.map((fault) => `HỎNG / BROKEN: ${fault}`).join("\n"),
      exitCodes.notInOrder,
    );
  }
  const { book, counts } = manifest;
  const named = `${book.recordType} ${book.bookNumber}`;
  const [records, scans] = [number(counts.records), number(counts.scans)];
  console.log(
    `Nguyên vẹn: sổ ${named} (${book.office}), ${records} trường hợp, ${scans} bản quét / intact: book ${named}, ${records} records, ${scans} scans`,
  );
  console.log(`Khóa ký / key: ${found?.thumbprint ?? ""}`);
  if (key === undefined)
    console.log(
      "CHÚ Ý: hãy so mã khóa trên với mã mà cơ quan giao đã công bố, hoặc thêm --key <mã> / NOTE: compare it with the one that the office has published, or add --key <thumbprint>",
    );
};
