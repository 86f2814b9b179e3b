import type { FastifySchemaValidationError } from "fastify";

type Issue = Pick<FastifySchemaValidationError, "keyword" | "message" | "params">;

const kinds: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  string: ["chữ", "text"],
  number: ["số", "a number"],
  int: ["số nguyên", "a whole number"],
  boolean: ["đúng hoặc sai", "true or false"],
  array: ["danh sách", "a list"],
  object: ["nhóm các mục", "an object"],
  record: ["nhóm các mục", "an object"],
};

/** What is counted, by what it is counted in. */
const units: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  string: [" ký tự", " characters"],
  array: [" phần tử", " items"],
  set: [" phần tử", " items"],
  record: [" mục", " entries"],
};

const formats: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  date: [
    "Phải là ngày có trong lịch, dạng năm-tháng-ngày.",
    "Must be a day on the calendar, as year-month-day.",
  ],
  datetime: ["Phải là thời điểm dạng ISO.", "Must be an ISO moment."],
  uuid: ["Phải là UUID.", "Must be a UUID."],
};

const limit = (issue: Issue, vi: string, en: string, bound: unknown): readonly [string, string] => {
  const [viUnit, enUnit] = units[String(issue.params["origin"])] ?? ["", ""];
  return [`${vi} ${String(bound)}${viUnit}.`, `${en} ${String(bound)}${enUnit}.`];
};

const textsOf = (issue: Issue): readonly [vi: string, en: string] => {
  const { params, message = "" } = issue;
  switch (issue.keyword) {
    case "invalid_type": {
      if (message.endsWith("received undefined")) return ["Thiếu mục này.", "This is missing."];
      const [vi, en] = kinds[String(params["expected"])] ?? [];
      if (vi === undefined || en === undefined) break;
      return [`Phải là ${vi}.`, `Must be ${en}.`];
    }
    case "invalid_value": {
      const values = Array.isArray(params["values"]) ? params["values"].map(String).join(", ") : "";
      return [`Chọn một trong: ${values}.`, `Choose one of: ${values}.`];
    }
    case "too_small":
      return params["inclusive"] === false
        ? limit(issue, "Phải lớn hơn", "Must be more than", params["minimum"])
        : limit(issue, "Ít nhất", "At least", params["minimum"]);
    case "too_big":
      return params["inclusive"] === false
        ? limit(issue, "Phải nhỏ hơn", "Must be less than", params["maximum"])
        : limit(issue, "Nhiều nhất", "At most", params["maximum"]);
    case "invalid_format":
      return (
        formats[String(params["format"])] ?? ["Không đúng dạng quy định.", "Not of the prescribed form."]
      );
    case "not_multiple_of":
      return [
        `Phải là bội số của ${String(params["divisor"])}.`,
        `Must be a multiple of ${String(params["divisor"])}.`,
      ];
    case "unrecognized_keys":
      return ["Có mục không được biết đến.", "There is an entry that is not known."];
    default:
  }
  return ["Giá trị không hợp lệ.", "The value is not valid."];
};

/**
 * What is wrong with a value, `Tiếng Việt. / English.` as the house writes it; what a schema says
 * in its own words stays. It never quotes the value.
 */
export const issueText = (issue: Issue): string => {
  const { message = "" } = issue;
  if (message.includes(" / ")) return message;
  const [vi, en] = textsOf(issue);
  return `${vi} / ${en}`;
};
