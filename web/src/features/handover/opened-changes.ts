import { useSyncExternalStore } from "react";
import { currentSession } from "../../api/session.ts";
import type { Ledger } from "./use-handover.ts";

type Note = Ledger["toConfirm"]["notes"][number];
type Scan = Ledger["toConfirm"]["scans"][number];

/** A change as it stands: what somebody changes afterwards is to be opened once more. */
export const keyOfNote = ({ recordId, revision }: Pick<Note, "recordId" | "revision">): string =>
  `${recordId}@${revision}`;
export const keyOfScan = ({ sha256, version }: Pick<Scan, "sha256" | "version">): string =>
  `${sha256}@${version}`;

let opened: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

const ofPerson = (key: string): string => `${currentSession()?.account.id ?? ""} ${key}`;

/** Keeps that whoever is signed in has opened a change, also while they are on another page. */
export const markOpened = (key: string): void => {
  const mine = ofPerson(key);
  if (opened.has(mine)) return;
  opened = new Set([...opened, mine]);
  for (const listener of listeners) listener();
};

/** Tells of a change whether whoever is signed in has opened it since this window was loaded. */
export const useOpened = (): ((key: string) => boolean) => {
  const all = useSyncExternalStore(subscribe, () => opened);
  return (key) => all.has(ofPerson(key));
};
