import { firstPasswordInWords, nobodySignedInInWords, notShownInWords } from "@sogoc/accounts";
import { isThisMachine } from "@sogoc/host/network/network-settings";
import type { openTransport } from "@sogoc/host/network/open-transport";
import { showOnce } from "@sogoc/host/shown-once";
import { demoSignIns } from "./demo/demo-people.ts";

interface Started {
  /** As the server tells it. */
  readonly address: string;
  /** How long the start took. */
  readonly seconds: number;
  readonly folder: string;
  readonly host: string;
  readonly transport: Pick<
    Awaited<ReturnType<typeof openTransport>>,
    "scheme" | "addresses" | "firstVisits" | "news"
  >;
  readonly figures: { readonly news: string };
  /** Undefined where there was an administrator before. */
  readonly firstPassword: string | undefined;
  /** There was one, and nobody has ever come in. */
  readonly isUnused: boolean;
  readonly demo: boolean;
}

/** Of a new installation. */
export const FIRST_ADMIN = "admin";

/** Where the server is for this machine and for others. */
const sayWhere = ({ address, seconds, folder, host, transport }: Started): void => {
  console.log(`\nSổ Gốc: ${address.replace(/^https?/, transport.scheme)}   (${seconds.toFixed(1)} s)`);
  console.log(`Dữ liệu / data: ${folder}`);
  if (isThisMachine(host)) return;
  const port = Number(new URL(address).port);
  const elsewhere = transport.addresses(port);
  if (elsewhere.length > 0) console.log(`Từ máy khác / from other machines: ${elsewhere.join("  ")}`);
  const plain = transport.firstVisits(port);
  // Whoever goes straight to https meets the browser's warning, which nobody shall learn to click
  // away.
  if (plain.length > 0)
    console.log(`Lần đầu trên mỗi máy / the first time on each machine: ${plain.join("  ")}`);
};

/** Tells whoever started the server what they need now. Scripts read some of these lines. */
export const sayStarted = async (started: Started): Promise<void> => {
  const { transport, figures, folder, firstPassword, isUnused, demo } = started;
  sayWhere(started);
  for (const line of [figures.news, ...transport.news]) console.log(line);
  const administrator = { signInName: FIRST_ADMIN, data: folder };
  if (firstPassword !== undefined)
    await showOnce(`\n${firstPasswordInWords(FIRST_ADMIN, firstPassword)}`).catch(() =>
      console.error(notShownInWords(administrator)),
    );
  if (isUnused) console.error(nobodySignedInInWords(administrator));
  if (!demo) return;
  console.log("\nĐăng nhập thử / demo sign-ins:");
  for (const { signInName, password, what } of demoSignIns) {
    console.log(`  ${signInName.padEnd(10)} ${password.padEnd(16)} ${what}`);
  }
};
