import { type Address, addresses } from "../../web/src/addresses.ts";
import { destinations } from "../../web/src/ui/destinations.ts";
import { holders, type Visit } from "./prepared-pages.ts";

/** One address as a person comes to it. */
export interface Stop {
  readonly address: Address;
  readonly path: string;
  /** Those whose menu leads there; the first looks at everything. */
  readonly people: readonly string[];
}

const holderOf = (role: string): string => {
  const holder = holders[role];
  if (holder === undefined) throw new Error(`nobody is prepared who is ${role}`);
  return holder;
};

/** Who has this address, or what it lies below, in their menu; anybody where no menu has it. */
const peopleOf = (address: Address): readonly string[] => {
  const above = destinations.find(({ path }) => address === path || address.startsWith(`${path}/`));
  return above ? above.roles.map(holderOf) : [holderOf("clerk")];
};

const fill = (address: Address, values: Readonly<Record<string, string | undefined>>): string =>
  address.replace(/:(\w+)/g, (_name, parameter: string) => {
    const value = values[parameter];
    if (value === undefined) throw new Error(`nothing is prepared for :${parameter} of ${address}`);
    return value;
  });

/** Every address of the application, with what was prepared in it. */
export const stopsOf = ({ parameters, special }: Visit): readonly Stop[] =>
  addresses.map((address) => {
    const { who, ...own } = special[address] ?? {};
    const people = who === undefined ? peopleOf(address) : [who];
    return { address, path: fill(address, { ...parameters, ...own }), people };
  });

/** A file's name for an address; parameters stay by their names. */
export const pictureOf = (address: Address): string =>
  address === "/" ? "landing" : address.slice(1).replaceAll("/", "-").replaceAll(":", "");
