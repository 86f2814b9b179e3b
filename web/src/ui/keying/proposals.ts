/** Something that may be meant: what is keyed, and what people read of it. */
export interface Candidate {
  readonly text: string;
  readonly told: string;
}

const foldMarks = (text: string): string =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").trim();

/** Entries of a code table are found by their label and keyed as their code. */
export const candidateOf = ({
  code,
  label,
}: {
  readonly code: string;
  readonly label: string;
}): Candidate => ({
  text: code,
  told: label === code ? code : `${code} – ${label}`,
});

const wordsOf = ({ text, told }: Candidate): string => (told === text ? text : told.slice(text.length + 3));

/**
 * What a begun word is likely to become: what begins with it as it is typed, or else without regard
 * to marks and capitals, so that `tay` finds `Tày`. Undefined when nothing does, or when it stands
 * there already.
 */
export const proposalFor = (typed: string, candidates: readonly Candidate[]): Candidate | undefined => {
  const begun = typed.trim().toLowerCase();
  if (begun === "" || candidates.some(({ text }) => text === typed)) return undefined;
  const plain = foldMarks(begun);
  return (
    candidates.find((one) => wordsOf(one).toLowerCase().startsWith(begun)) ??
    // Marks that were typed are meant: `tà` is not the beginning of `Tân`.
    (plain === begun ? candidates.find((one) => foldMarks(wordsOf(one)).startsWith(plain)) : undefined)
  );
};
