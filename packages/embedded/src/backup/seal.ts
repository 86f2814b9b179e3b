import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { ReadableStream } from "node:stream/web";
import { anotherKey, keysIn, mistyped, noKey } from "./key-text.ts";
import { BackupRefused } from "./refused.ts";

const AGE_CHUNK = 65_536;
const AGE_TAG = 16;

/** Read when something is encrypted only: a server's start does not wait for it. */
const loadAge = () => import("age-encryption");

/** How what is stored differs from what it holds. */
export interface Seal {
  /** Ending of stored files' names. */
  readonly ending: "" | ".age";
  close(plain: Readable): Promise<Readable>;
  /** Bytes that so many plain bytes become. */
  sizeOf(plain: number): Promise<number>;
}

/** Opens what a seal has closed. Throws at the end of a stream whose bytes were changed. */
export type Unseal = (stored: Readable) => Promise<Readable>;

export const plainSeal: Seal = {
  ending: "",
  close: async (plain) => plain,
  sizeOf: async (plain) => plain,
};
export const plainUnseal: Unseal = async (stored) => stored;

const throughWeb = async (
  stream: Readable,
  work: (web: globalThis.ReadableStream<Uint8Array>) => Promise<globalThis.ReadableStream<Uint8Array>>,
): Promise<Readable> => {
  // Node's own web streams and the global type are the same at run time.
  const web = Readable.toWeb(stream) as globalThis.ReadableStream<Uint8Array>;
  return Readable.fromWeb((await work(web)) as ReadableStream<Uint8Array>);
};

/**
 * Throws `BackupRefused` for a text that is no public key: nothing may be encrypted to what nobody
 * can open.
 */
export const requireRecipient = async (recipient: string): Promise<void> => {
  const { Encrypter } = await loadAge();
  try {
    new Encrypter().addRecipient(recipient);
  } catch {
    throw new BackupRefused(
      "key",
      `Không phải khóa công khai age1… / not a public key of age: ${recipient.slice(0, 100)}`,
    );
  }
};

/**
 * Why the place's backups are not encrypted to the key that is wanted; undefined where they are. A
 * place keeps the key that it was first used with, so that one key opens all that lies there.
 */
export const findKeyFault = (
  place: string,
  sealedTo: string | null,
  wanted: string | undefined,
): string | undefined => {
  if (wanted === undefined || sealedTo === wanted) return undefined;
  return sealedTo === null
    ? `${place} giữ bản sao lưu KHÔNG mã hóa; hãy chọn thư mục trống cho bản mã hóa / holds backups that are NOT encrypted; choose an empty folder for encrypted ones`
    : `${place} mã hóa bằng khóa ${sealedTo}, không phải ${wanted}; hãy dùng khóa của nơi ấy hoặc chọn thư mục trống / is encrypted to the first key and not to the second; use the key of the place, or choose an empty folder`;
};

/**
 * age (https://age-encryption.org/v1) to one public key: whoever has the files without the secret
 * key reads nothing.
 */
export const ageSeal = (recipient: string): Seal => {
  const close = (plain: Readable) =>
    throughWeb(plain, async (web) => {
      const { Encrypter } = await loadAge();
      const encrypter = new Encrypter();
      encrypter.addRecipient(recipient);
      return encrypter.encrypt(web);
    });
  let ofNothing: Promise<number> | undefined;
  return {
    ending: ".age",
    close,
    async sizeOf(plain) {
      ofNothing ??= close(Readable.from([])).then(async (stored) => (await buffer(stored)).length);
      // Chunks of 64 KiB, each with a tag of its own; nothing is one empty chunk.
      const chunks = Math.max(1, Math.ceil(plain / AGE_CHUNK));
      return (await ofNothing) + plain + AGE_TAG * (chunks - 1);
    },
  };
};

/** Secret keys of a text, each with its public one, and those whose checksum is wrong. */
interface ReadKeys {
  readonly whole: readonly { readonly secret: string; readonly recipient: string }[];
  readonly mistyped: readonly string[];
}

const readKeys = async (text: string): Promise<ReadKeys> => {
  const { identityToRecipient } = await loadAge();
  const [whole, wrong]: [{ secret: string; recipient: string }[], string[]] = [[], []];
  for (const secret of keysIn(text)) {
    const recipient = await identityToRecipient(secret).catch(() => undefined);
    if (recipient === undefined) wrong.push(secret);
    else whole.push({ secret, recipient });
  }
  if (whole.length === 0) throw mistyped(wrong);
  return { whole, mistyped: wrong };
};

/**
 * From the text of a key or of a key file, of which every key is tried. Throws `BackupRefused`
 * where it holds none; what is opened throws it where all are mistyped, or none is the one.
 * `wanted` is the public key that the place's mark tells of.
 */
export const ageUnseal = (keyText: string, wanted?: string | undefined): Unseal => {
  if (keysIn(keyText).length === 0) throw noKey(keyText);
  let reading: Promise<ReadKeys> | undefined;
  return (stored) =>
    throughWeb(stored, async (web) => {
      reading ??= readKeys(keyText);
      const { whole, mistyped: wrong } = await reading;
      const { Decrypter } = await loadAge();
      const decrypter = new Decrypter();
      for (const { secret } of whole) decrypter.addIdentity(secret);
      return decrypter.decrypt(web).catch(() => {
        const given = whole.map(({ recipient }) => recipient);
        throw anotherKey(given, { wanted, mistyped: wrong });
      });
    });
};

/**
 * A fresh pair: the secret key is shown once and kept nowhere, the public one stays with the
 * installation.
 */
export const generateBackupKey = async (): Promise<{
  readonly secret: string;
  readonly recipient: string;
}> => {
  const { generateX25519Identity, identityToRecipient } = await loadAge();
  const secret = await generateX25519Identity();
  return { secret, recipient: await identityToRecipient(secret) };
};

/** The public key that belongs to the first secret one of a text. */
export const recipientOf = async (keyText: string): Promise<string> => {
  if (keysIn(keyText).length === 0) throw noKey(keyText);
  const [first] = (await readKeys(keyText)).whole;
  if (first === undefined) throw noKey(keyText);
  return first.recipient;
};
