import "reflect-metadata";
import { X509Certificate } from "node:crypto";
import { AsnConvert } from "@peculiar/asn1-schema";
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from "@peculiar/asn1-x509";
import * as x509 from "@peculiar/x509";
import type { Clock, Secrets } from "@sogoc/core";
import { beginOf, type CertificatePair, type Credentials, isOfFuture } from "./credentials.ts";
import { findUncovered, type OfficeNames } from "./office-names.ts";

const ROOT = "office-authority/root";
const SERVER = "office-authority/server";

const DAY_MS = 24 * 3600 * 1000;
/** As long as an office keeps a machine. */
const ROOT_DAYS = 3650;
/**
 * Well below the 825 days that Apple's systems take, and short enough that renewal is tried often.
 */
const SERVER_DAYS = 90;
const RENEW_BEFORE_DAYS = 30;
/** The clocks of an office do not agree. */
const BACKDATED_MS = DAY_MS;

const EC = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

interface StoredRoot extends CertificatePair {
  readonly permitted: Pick<OfficeNames, "names" | "ranges">;
}

interface StoredServer extends CertificatePair {
  /** Names and addresses that it is for. */
  readonly wanted: readonly string[];
}

/** Dates of a certificate have whole seconds. */
const validity = (now: number, days: number) => ({
  notBefore: new Date(Math.floor((now - BACKDATED_MS) / 1000) * 1000),
  notAfter: new Date(Math.floor((now + days * DAY_MS) / 1000) * 1000),
});

const pemOfKey = async (key: CryptoKey): Promise<string> =>
  x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");

const newKeys = async () => {
  const keys = await crypto.subtle.generateKey(EC, true, ["sign", "verify"]);
  return { ...keys, pem: await pemOfKey(keys.privateKey) };
};

/**
 * Critical, so that a program that cannot tell whether a name is permitted refuses (RFC 5280,
 * 4.2.1.10).
 */
const nameConstraints = ({ names, ranges }: Pick<OfficeNames, "names" | "ranges">): x509.Extension => {
  const permitted = [
    ...names.map((dNSName) => new GeneralName({ dNSName })),
    ...ranges.map((iPAddress) => new GeneralName({ iPAddress })),
  ];
  const permittedSubtrees = new GeneralSubtrees(permitted.map((base) => new GeneralSubtree({ base })));
  return new x509.Extension(
    id_ce_nameConstraints,
    true,
    AsnConvert.serialize(new NameConstraints({ permittedSubtrees })),
  );
};

const makeRoot = async (names: OfficeNames, now: number): Promise<StoredRoot> => {
  const keys = await newKeys();
  const permitted = { names: names.names, ranges: names.ranges };
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    // The name is what people find again in their system's list.
    name: `CN=So Goc ${new Date(now).toISOString().slice(0, 10)}, O=${names.names[1] ?? "localhost"}`,
    ...validity(now, ROOT_DAYS),
    keys,
    signingAlgorithm: EC,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      nameConstraints(permitted),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { key: keys.pem, certificate: certificate.toString("pem"), permitted };
};

const makeServer = async (
  root: StoredRoot,
  wanted: Pick<OfficeNames, "names" | "addresses">,
  now: number,
): Promise<StoredServer> => {
  const keys = await newKeys();
  const issuer = new x509.X509Certificate(root.certificate);
  const signingKey = await crypto.subtle.importKey(
    "pkcs8",
    x509.PemConverter.decodeFirst(root.key),
    EC,
    false,
    ["sign"],
  );
  const end = Math.min(now + SERVER_DAYS * DAY_MS, issuer.notAfter.getTime());
  const certificate = await x509.X509CertificateGenerator.create({
    subject: "CN=So Goc",
    issuer: issuer.subject,
    ...validity(now, (end - now) / DAY_MS),
    signingKey,
    publicKey: keys.publicKey,
    signingAlgorithm: EC,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...wanted.names.map((value) => ({ type: "dns", value }) as const),
        ...wanted.addresses.map((value) => ({ type: "ip", value }) as const),
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  // With the root behind it: whoever looks at what a browser was shown finds the fingerprint to
  // compare.
  const chain = `${certificate.toString("pem")}\n${root.certificate}\n`;
  return { key: keys.pem, certificate: chain, wanted: allOf(wanted) };
};

const allOf = ({ names, addresses }: Pick<OfficeNames, "names" | "addresses">) => [...names, ...addresses];

const endOf = (pem: string): number => new X509Certificate(pem).validToDate.getTime();

const isSame = (some: readonly string[], others: readonly string[]) =>
  some.length === others.length && some.every((one, place) => one === others[place]);

/** The certificate that was made last, as it is kept; undefined where there is none. */
export const findServerPair = async (secrets: Pick<Secrets, "find">): Promise<CertificatePair | undefined> =>
  (await secrets.find(SERVER)) as StoredServer | undefined;

/** Puts a new authority in the place of the old one. */
export const renewOfficeAuthority = async (parts: {
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly office: OfficeNames;
}): Promise<Pick<OfficeAuthority, "fingerprint" | "sha1">> => {
  const made = await makeRoot(parts.office, parts.clock.now().getTime());
  await parts.secrets.put(ROOT, made);
  const { fingerprint256, fingerprint: sha1 } = new X509Certificate(made.certificate);
  return { fingerprint: fingerprint256, sha1 };
};

/** The office's own authority, and the certificates that it makes for this server. */
export interface OfficeAuthority extends Credentials {
  /** What people take into their list of trusted authorities: DER. */
  readonly root: Buffer;
  /** SHA-256 of the root, `AB:CD:…`: what a person compares before trusting it. */
  readonly fingerprint: string;
  /** The same by SHA-1, which is what Windows shows. */
  readonly sha1: string;
  /**
   * Names and addresses of the server that the authority was not made for: nobody may come by them.
   */
  uncovered(): readonly string[];
}

/**
 * The authority of an installation, made at the first start and kept with its secrets, so that a
 * backup holds it. It may sign for the office's names and addresses and for nothing else, whoever
 * gets hold of its key.
 */
export const openOfficeAuthority = async (parts: {
  readonly secrets: Secrets;
  readonly clock: Clock;
  /** Asked again at each renewal: a router gives another address. */
  readonly findNames: () => OfficeNames;
}): Promise<OfficeAuthority> => {
  const { secrets, clock, findNames } = parts;
  const now = () => clock.now().getTime();
  if ((await secrets.find(ROOT)) === undefined)
    await secrets.replace(ROOT, undefined, await makeRoot(findNames(), now()));
  const root = (await secrets.find(ROOT)) as StoredRoot;
  const { raw, fingerprint256, fingerprint } = new X509Certificate(root.certificate);

  const findCovered = () => {
    const wanted = findNames();
    const uncovered = findUncovered(wanted, root.permitted);
    const isCovered = (one: string) => !uncovered.includes(one);
    return {
      uncovered,
      names: wanted.names.filter(isCovered),
      addresses: wanted.addresses.filter(isCovered),
    };
  };
  /** A new one could last no longer: it ends with the root, as its dates have whole seconds. */
  const endsWithRoot = (pair: StoredServer) => endOf(pair.certificate) >= endOf(root.certificate) - 1_000;
  const isGood = (pair: StoredServer, covered: Pick<OfficeNames, "names" | "addresses">) =>
    // Made by a clock that was ahead: no browser would take it until then.
    !isOfFuture(beginOf(pair.certificate), now()) &&
    (endOf(pair.certificate) - now() > RENEW_BEFORE_DAYS * DAY_MS || endsWithRoot(pair)) &&
    isSame(pair.wanted, allOf(covered)) &&
    new X509Certificate(pair.certificate).verify(new X509Certificate(root.certificate).publicKey);
  /** Answers the certificate to use, and whether it is a new one. */
  const renewed = async (kept: StoredServer | undefined) => {
    const covered = findCovered();
    if (kept && isGood(kept, covered)) return { pair: kept, isNew: false };
    const made = await makeServer(root, covered, now());
    await secrets.put(SERVER, made);
    return { pair: made, isNew: true };
  };
  let { pair } = await renewed((await secrets.find(SERVER)) as StoredServer | undefined);

  return {
    root: raw,
    fingerprint: fingerprint256,
    sha1: fingerprint,
    uncovered: () => findCovered().uncovered,
    current: () => pair,
    async renew() {
      const next = await renewed(pair);
      pair = next.pair;
      return next.isNew;
    },
    expiries: () => ({ certificate: endOf(pair.certificate), authority: endOf(root.certificate) }),
    // A new root would have to be trusted anew by every device: that is for people to decide.
    begins: () => ({ certificate: beginOf(pair.certificate), authority: beginOf(root.certificate) }),
  };
};
