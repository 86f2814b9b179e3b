import { currentSession, onSession } from "../../api/session.ts";

/**
 * What only the person who typed it can read: the key comes with their session and is never stored
 * on this computer.
 */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

export const isSealed = (stored: unknown): stored is Sealed =>
  typeof stored === "object" && stored !== null && "sealed" in stored;

let known: { readonly of: string; readonly key: Promise<CryptoKey> } | undefined;

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/**
 * Undefined where nothing can be sealed: a page that came by plain http from another machine has
 * no `crypto.subtle`, and an older server gives no key.
 */
const keyNow = (): Promise<CryptoKey> | undefined => {
  const of = currentSession()?.draftKey;
  if (of === undefined || !window.isSecureContext) return undefined;
  if (known?.of !== of) {
    const uses: KeyUsage[] = ["encrypt", "decrypt"];
    known = { of, key: crypto.subtle.importKey("raw", bytesOf(of), "AES-GCM", false, uses) };
  }
  return known.key;
};
/** Whoever sits down here next finds no key either. */
onSession((session) => {
  if (!session) known = undefined;
});

export interface Sealing {
  /** What is given, sealed; as it is where this page cannot seal. */
  readonly seal: <What>(what: What) => Promise<What | Sealed>;
  /** Undefined where another key sealed it. */
  readonly open: <What>(stored: What | Sealed) => Promise<What | undefined>;
}

/**
 * Seals and opens with the key of whoever is signed in now, also where they leave before it is
 * done.
 */
export const sealingNow = (): Sealing => {
  const keyed = keyNow();
  return {
    async seal(what) {
      if (!keyed) return what;
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify(what));
      return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyed, plain) };
    },
    async open<What>(stored: What | Sealed) {
      if (!isSealed(stored)) return stored;
      if (!keyed) return undefined;
      const { iv, sealed } = stored;
      const plain = await crypto.subtle
        .decrypt({ name: "AES-GCM", iv }, await keyed, sealed)
        .catch(() => undefined);
      return plain && (JSON.parse(new TextDecoder().decode(plain)) as What);
    },
  };
};
