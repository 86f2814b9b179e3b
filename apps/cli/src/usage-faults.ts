/** What the parser of the command line says in English, and the same in Vietnamese. */
const faults: readonly (readonly [RegExp, string])[] = [
  [/missing required argument '(.+?)'/, "Thiếu <$1>"],
  [/required option '(.+?)' not specified/, "Thiếu $1"],
  [/option '(.+?)' argument missing/, "Sau $1 phải có một giá trị"],
  [/unknown option '(.+?)'/, "Không có lựa chọn $1"],
  [/unknown command '(.+?)'/, "Không có lệnh $1"],
  [/too many arguments(?: for '.+?')?\. .* got \d+: (.+)\./, "Thừa: $1"],
];

/** The parser's message, Vietnamese first; as it is where it has no Vietnamese. */
export const usageFaultInWords = (message: string): string => {
  for (const [english, vi] of faults) {
    const found = english.exec(message)?.[0];
    if (found !== undefined) return `${found.replace(english, vi)} / ${message}`;
  }
  return message;
};
