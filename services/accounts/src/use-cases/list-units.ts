import { ancestorsOf, type Directory, type Unit } from "@sogoc/access";

/** Every unit with its times, or those that lie below one. */
export const listUnits = (
  directory: Pick<Directory, "tree">,
  { below }: { readonly below: string | undefined },
): readonly Unit[] => {
  const tree = directory.tree();
  return [...tree.units.values()].filter(
    (unit) => below === undefined || ancestorsOf(tree, unit.id).includes(below),
  );
};
